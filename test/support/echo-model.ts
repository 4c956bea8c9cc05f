/** What a prompt of the `chimera` pack asks about, and replies to it. */
export interface AskedItem {
  number: number;
  text: string;
  /** Of a finding. */
  causes: {code: string; text: string}[];
}

/** Numbered items of a user message, in order. */
export function askedItems(user: string): AskedItem[] {
  const items: AskedItem[] = [];
  for (const line of user.split("\n")) {
    const item = /^(\d+)\. (.*)$/.exec(line);
    const cause = /^ {3}([a-z-]+): (.*)$/.exec(line);
    if (item !== null) items.push({number: Number(item[1]), text: item[2] ?? "", causes: []});
    else if (cause !== null) items.at(-1)?.causes.push({code: cause[1] ?? "", text: cause[2] ?? ""});
  }
  return items;
}

/** The reply of a model that says each sentence as `say` does, and supposes the first cause of each finding. */
export function echoed(user: string, say: (text: string) => string = text => text, suppose = "Возможно, "): string {
  const items = askedItems(user);
  if (items.some(({causes}) => causes.length > 0)) {
    return JSON.stringify({
      causes: items.map(({number, causes: [first]}) => ({
        of: number,
        cause: first?.code ?? "none",
        text: `${suppose}${first?.text ?? ""}.`
      }))
    });
  }
  return JSON.stringify({sentences: items.map(({number, text}) => ({of: number, text: say(text)}))});
}

/** The user message of a chat. */
export function userOf(body: Record<string, unknown>): string {
  const messages = Array.isArray(body["messages"]) ? body["messages"] : [];
  return String(Reflect.get(messages.findLast(message => Reflect.get(message, "role") === "user") ?? {}, "content") ?? "");
}
