import type {Call, Note, Prose, RewordedSection, Span} from "../contracts/index.ts";
import {rewordingSchema} from "../contracts/index.ts";
import {type Locale, noteText} from "../locale/index.ts";
import type {Failed, Messages, ModelSession} from "../model/index.ts";
import {faultsOfRewording, type Lettered, lettered} from "../prose/index.ts";

export interface RewordContext {
  session: ModelSession;
  locale: Locale;
  /** The writer's prompt, filled; sentences are numbered from 1. */
  prompt: (section: RewordedSection, sentences: readonly {number: number; text: string}[]) => Messages;
  /** The user message of a second try. */
  repair: (fault: {user: string; reply: string; issues: readonly string[]}) => string;
}

export interface Reworded {
  prose: Prose;
  calls: Call[];
  /** False when the model failed on the way: another time more may come of it. */
  isWhole: boolean;
}

/** Faults that a repair lists at most. */
const mostIssues = 6;

/** Most sentences of one call. */
const mostSentences = 8;

interface Candidate {
  /** Number in the section. */
  of: number;
  original: Lettered;
}

/**
 * Has a model reword the sentences of a section and takes what says the same; all else stays the template's. A refused sentence gets one
 * repair of its own; with under half of them accepted nothing is taken. Throws only when aborted.
 */
export async function reword(section: RewordedSection, sentences: readonly (readonly Span[])[], context: RewordContext): Promise<Reworded> {
  const {session} = context;
  const calls: Call[] = [];
  const accepted = new Map<number, string>();
  const refused = new Map<number, string>();
  const candidates = sentences.map((spans, index): Candidate => ({of: index + 1, original: lettered(spans)}));
  const round: Round = {section, context, calls, accepted, refused, offered: sentences.length, isWhole: true};
  const {left, isWhole} = await session.askAll(candidates.map(asked), context.prompt(section, []), mostSentences, (items, maxTokens) =>
    askFor(items, maxTokens, round)
  );
  for (const {item, code} of left) refused.set(item.of, code);
  noteDropped(left.filter(({code}) => code === "sentences-dropped").length, section, calls);
  return {prose: proseOf(section, context.locale.name, sentences.length, accepted, refused), calls, isWhole: isWhole && round.isWhole};
}

/** Room for a rewording a fifth longer than the sentence: on the average of a call they are not longer. */
const asked = (item: Candidate) => ({
  item,
  text: `${item.of}. ${item.original.text}`,
  reply: item.original.text.padEnd(item.original.text.length * 1.2)
});

interface Round {
  section: RewordedSection;
  context: RewordContext;
  calls: Call[];
  accepted: Map<number, string>;
  refused: Map<number, string>;
  offered: number;
  isWhole: boolean;
}

/** More than half is refused: the section will be the template's, so that nothing more need be asked. */
const isLost = ({refused, offered}: Round): boolean => refused.size * 2 > offered;

/** One call and the repairs of what was refused of it. */
async function askFor(items: readonly Candidate[], maxTokens: number, round: Round): Promise<Failed | undefined> {
  const {section, context, calls, accepted, refused} = round;
  if (isLost(round)) {
    for (const {of} of items) refused.set(of, "section-dropped");
    return undefined;
  }
  const messages = context.prompt(section, items.map(numbered));
  const answer = await context.session.ask(rewordingSchema, {...messages, agent: "writer", section, attempt: 1, maxTokens, calls});
  if (answer.kind === "failed") {
    for (const {of} of answer.isTooLong ? [] : items) refused.set(of, answer.error.code);
    return answer;
  }
  const replies = answer.value.sentences;
  for (const [index, {of, text}] of replies.entries()) {
    const isAsked = of >= 1 && of <= items.length && replies.findIndex(one => one.of === of) === index;
    if (!isAsked) answer.reject(of, text, [{code: "unasked", values: {}}]);
  }
  for (const [index, item] of items.entries()) {
    const text = replies.find(({of}) => of === index + 1)?.text.trim() ?? "";
    const faults = faultsOf(text, item, context.locale);
    if (faults.length === 0) accepted.set(item.of, text);
    else {
      answer.reject(item.of, text, faults);
      const isWorthIt = !isLost(round);
      refused.set(item.of, faults[0]?.code ?? "");
      if (isWorthIt) await repairOne(item, {text, faults}, round);
    }
  }
  return undefined;
}

/** The one repair of a refused sentence: accepted now, or refused for good. */
async function repairOne(item: Candidate, refusal: {text: string; faults: readonly Note[]}, round: Round): Promise<void> {
  const {section, context, calls, accepted, refused} = round;
  const messages = context.prompt(section, [numbered(item, 0)]);
  const issues = refusal.faults.slice(0, mostIssues).map(note => noteText(context.locale, "fault", note));
  const user = context.repair({user: messages.user, reply: refusal.text, issues});
  const planned = await context.session.plan([{...asked(item), text: ""}], {...messages, user}, 1);
  if (planned.kind === "failed" || planned.call === undefined) return;
  const {maxTokens} = planned.call;
  const answer = await context.session.ask(rewordingSchema, {...messages, user, agent: "writer", section, attempt: 2, maxTokens, calls});
  if (answer.kind === "failed") {
    round.isWhole &&= !answer.isOutage;
    return;
  }
  const text = answer.value.sentences[0]?.text.trim() ?? "";
  const faults = faultsOf(text, item, context.locale);
  if (faults.length > 0) {
    answer.reject(item.of, text, faults);
    return;
  }
  accepted.set(item.of, text);
  refused.delete(item.of);
}

const numbered = ({original}: Candidate, index: number) => ({number: index + 1, text: original.text});

const faultsOf = (text: string, {original}: Candidate, locale: Locale): Note[] =>
  text === "" ? [{code: "missing", values: {}}] : faultsOfRewording(text, original, locale);

/** What no call has room for stays the template's; the manifest says so. */
function noteDropped(count: number, section: RewordedSection, calls: Call[]): void {
  if (count === 0) return;
  calls.push({agent: "writer", section, attempt: 1, seconds: 0, notes: [{code: "sentences-dropped", values: {count}}], rejected: []});
}

function proseOf(
  section: RewordedSection,
  locale: string,
  offered: number,
  accepted: ReadonlyMap<number, string>,
  refused: ReadonlyMap<number, string>
): Prose {
  const isEnough = accepted.size * 2 >= offered;
  const discarded = isEnough ? [] : [...accepted.keys()].map((of): [number, string] => [of, "section-dropped"]);
  return {
    version: 1,
    section,
    locale,
    offered,
    refused: [...refused, ...discarded].map(([of, code]) => ({of, code})).sort((a, b) => a.of - b.of),
    sentences: isEnough ? [...accepted].map(([of, text]) => ({of, text})).sort((a, b) => a.of - b.of) : []
  };
}
