import type {Note} from "../contracts/index.ts";

/** What is wrong with a sentence, as the manifest groups it. */
export const faultReasons = [
  "digit",
  "letter",
  "direction",
  "subject",
  "language",
  "chat",
  "repetition",
  "word",
  "certainty",
  "length",
  "markup"
] as const;
export type FaultReason = (typeof faultReasons)[number];

/** A fault, worded by the message `fault.<code>` of the locale; its reason is the code up to the first hyphen. */
export function fault(code: string, values: Readonly<Record<string, string>> = {}): Note {
  return {code, values: {...values}};
}

export function reasonOf({code}: Note): FaultReason {
  const reason = faultReasons.find(one => code === one || code.startsWith(`${one}-`));
  if (reason === undefined) throw new Error(`${code} is no fault of a sentence`);
  return reason;
}
