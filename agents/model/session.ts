import type {z} from "zod";
import {type Call, type Labels, type Note, noteSchema} from "../contracts/index.ts";
import {estimatedPrompt, estimatedTokens, planCalls, TokenMeter, usableWindow} from "./budget.ts";
import {isModelError, type ModelOutputError, ModelUnavailableError} from "./errors.ts";
import {openGate} from "./gate.ts";
import type {Asker, ModelPort} from "./port.ts";
import {type AskContext, ask, type ModelCall} from "./structured.ts";

/** Messages of a call. */
export interface Messages {
  system?: string;
  user: string;
}

export interface Question extends Messages, Asker {
  /** Most tokens of the reply. */
  maxTokens: number;
  /** Where every exchange is noted. */
  calls: Call[];
}

/** No usable reply. */
export interface Failed {
  kind: "failed";
  /** Code and values of the error. */
  error: Note;
  /** Nothing that another sentence or prompt would mend: what was to be asked may go well another time. */
  isOutage: boolean;
  /** The prompt was longer than thought: a new plan may fit. */
  isTooLong: boolean;
}

export interface Answered<T> {
  kind: "answered";
  value: T;
  /** Notes in the manifest what is not used of the answer. */
  reject: (of: number, text: string, faults: readonly Note[]) => void;
}

/** One item of a question with its text in the prompt and the longest text of its reply. */
export interface Asked<T> {
  item: T;
  text: string;
  reply: string;
}

interface Planned<T> {
  kind: "planned";
  call: {items: T[]; maxTokens: number} | undefined;
  /** Items that are too long for a call of their own. */
  dropped: T[];
}

/** One call about some items; undefined when a usable reply came. */
type AskFor<T> = (items: readonly T[], maxTokens: number) => Promise<Failed | undefined>;

export interface AskedAll<T> {
  /** Items that no usable reply came to, with the code of the reason; `sentences-dropped` for what has no room. */
  left: {item: T; code: string}[];
  /** False when the model failed on the way: another time more may come of it. */
  isWhole: boolean;
}

/** A model as the agents of one run share it: one window, one budget, one limit of calls at once. Throws only when aborted. */
export interface ModelSession {
  ask: <S extends z.ZodType>(schema: S, question: Question) => Promise<Answered<z.output<S>> | Failed>;
  /** The first call that fits the window, with at most `most` items; none when not even one fits. `fixed`: the messages without items. */
  plan: <T>(items: readonly Asked<T>[], fixed: Messages, most: number) => Promise<Planned<T> | Failed>;
  /** Asks about all items, the most important first, in as many calls as the window needs; `askFor` makes one of them. */
  askAll: <T>(items: readonly Asked<T>[], fixed: Messages, most: number, askFor: AskFor<T>) => Promise<AskedAll<T>>;
  /** Options whose value on the server is known; empty before the first call. */
  effective: () => Labels;
}

export interface SessionEffects {
  clock: {seconds: () => number};
  repair: AskContext["repair"];
  signal?: AbortSignal;
}

/** @param mostParallel of the description, where the server states it. */
export function openSession(port: ModelPort, {clock, repair, signal}: SessionEffects, mostParallel?: number): ModelSession {
  const meter = new TokenMeter();
  const gate = openGate(mostParallel);
  const aborted = signal === undefined ? {} : {signal};
  let outage: Failed | undefined;
  let effective: Labels = {};
  const watched: ModelPort = {
    ...port,
    complete: async request => {
      const reply = await port.complete(request);
      gate.observe(reply);
      return reply;
    },
    load: async loadSignal => {
      const description = await port.load(loadSignal);
      ({effective} = description);
      return description;
    }
  };
  /** After an outage nothing more is asked: one time limit is enough to wait for a server that is away. */
  const guarded = async <T>(run: () => Promise<T>): Promise<T | Failed> => {
    const leave = await gate.enter();
    try {
      signal?.throwIfAborted();
      return outage ?? (await run());
    } catch (error) {
      signal?.throwIfAborted();
      if (!isModelError(error)) throw error;
      const failed = failedBy(error);
      if (failed.isOutage && error instanceof ModelUnavailableError) outage = failed;
      return failed;
    } finally {
      leave();
    }
  };
  const session: ModelSession = {
    effective: () => effective,
    ask: (schema, {calls, ...question}) =>
      guarded(async () => {
        const record = (call: ModelCall): void => void calls.push({...call, rejected: []});
        const value = await ask(schema, {...question, ...aborted}, {port: watched, meter, record, clock, repair});
        const call = calls.at(-1);
        return {kind: "answered" as const, value, reject: (of, text, faults) => void call?.rejected.push(rejection(of, text, faults))};
      }),
    plan: (items, fixed, most) =>
      guarded(async () => {
        const window = usableWindow((await watched.load(signal)).window);
        const costed = items.map(item => ({item, prompt: estimatedTokens(`${item.text}\n`), reply: replyTokens(item.reply)}));
        const {
          calls: [first],
          dropped
        } = planCalls(costed, {window, fixed: estimatedPrompt(fixed) + frameTokens, most, meter});
        const maxTokens = (first ?? []).reduce((sum, {reply}) => sum + meter.tokens(replyTokens(reply)), meter.tokens(frameTokens));
        const call = first === undefined ? undefined : {items: first.map(({item}) => item), maxTokens};
        return {kind: "planned" as const, call, dropped: dropped.map(({item}) => item)};
      }),
    askAll: (items, fixed, most, askFor) => askAll(session, items, fixed, most, askFor)
  };
  return session;
}

/** Characters and faults of a rejected sentence that the manifest keeps: a model that babbles would fill it. */
const mostKept = {characters: 600, faults: 12};

const rejection = (of: number, text: string, faults: readonly Note[]): Call["rejected"][number] => ({
  of,
  text: text.slice(0, mostKept.characters),
  faults: faults.slice(0, mostKept.faults)
});

/** New plans after a prompt that turned out too long. */
const mostPlans = 4;

async function askAll<T>(
  session: ModelSession,
  items: readonly Asked<T>[],
  fixed: Messages,
  most: number,
  askFor: AskFor<T>
): Promise<AskedAll<T>> {
  const left: AskedAll<T>["left"] = [];
  let rest = items;
  for (let plans = 0; rest.length > 0; ) {
    const planned = await session.plan(rest, fixed, most);
    const dropped = planned.kind === "planned" ? planned.dropped : [];
    left.push(...dropped.map(item => ({item, code: "sentences-dropped"})));
    rest = rest.filter(({item}) => !dropped.includes(item));
    if (planned.kind === "planned" && planned.call === undefined) break;
    const {items: done = rest.map(({item}) => item), maxTokens = 1} = planned.kind === "planned" ? (planned.call ?? {}) : {};
    const failed = planned.kind === "failed" ? planned : await askFor(done, maxTokens);
    if (failed?.isOutage === true) return {left: [...left, ...rest.map(({item}) => ({item, code: failed.error.code}))], isWhole: false};
    if (failed?.isTooLong === true && plans < mostPlans) {
      plans += 1;
      continue;
    }
    if (failed !== undefined) left.push(...done.map(item => ({item, code: failed.error.code})));
    rest = rest.filter(({item}) => !done.includes(item));
  }
  return {left, isWhole: true};
}

/** Tokens of the JSON around the items of a reply, and around one of them. */
const frameTokens = 10;
const itemTokens = 14;

const replyTokens = (text: string): number => estimatedTokens(text, "json") + itemTokens;

/** What a model says badly it will say badly again; what a server breaks may be whole another time. */
const ofTheModel: ReadonlySet<string> = new Set([
  "reply-cut",
  "reply-unfinished",
  "reply-empty",
  "reply-only-thinking",
  "reply-endless-space",
  "reply-prose",
  "reply-not-json",
  "reply-wrong-shape",
  "model-prompt-too-long"
]);

function failedBy(error: ModelUnavailableError | ModelOutputError): Failed {
  return {
    kind: "failed",
    error: noteSchema.parse({code: error.code, values: {...error.values}}),
    isOutage: !ofTheModel.has(error.code),
    isTooLong: error.code === "model-prompt-too-long"
  };
}
