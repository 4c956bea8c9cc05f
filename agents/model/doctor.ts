import {z} from "zod";
import {type ExitCode, exitCodes, type NoteInput} from "../contracts/index.ts";
import {estimatedPrompt, usableWindow} from "./budget.ts";
import {isModelError, ModelUnavailableError} from "./errors.ts";
import {loweredSchema} from "./lowered-schema.ts";
import type {ModelDescription, ModelPort, ModelReply, ModelRequest} from "./port.ts";
import {replyJson} from "./reply-json.ts";

/** Texts that the model is tried with; prompt text lives in the pack. */
export interface DoctorPrompts {
  /** Asks for prose, while the schema demands an object: does `format` bind? */
  prose: string;
  /** Asks for a sentence in Russian, as JSON. */
  russian: string;
  /** A sentence that is repeated until it overflows any window. */
  filler: string;
}

/** What was found. Numbers as they are; the locale words them, `advice` under `doctor.<code>`. Absent: could not be told. */
export interface Doctored {
  description?: ModelDescription;
  /** Absent when not even one reply came. */
  isFormatEnforced?: boolean;
  /** Whether a prompt over the window is cut without a word although we forbid it. */
  isTruncationSilent?: boolean;
  prefillTokensPerSecond?: number;
  decodeTokensPerSecond?: number;
  coldLoadSeconds?: number;
  /** Tokens per wall second of two calls at once over those of one. */
  parallelGain?: number;
  validReplies?: {valid: number; tries: number};
  /** Share of letters that are Cyrillic, in the valid replies to the Russian prompt. */
  cyrillicShare?: number;
  /** One for each problem. */
  advice: NoteInput[];
  exitCode: ExitCode;
}

export interface DoctorEffects {
  clock: {seconds: () => number};
  signal?: AbortSignal;
}

const sentenceSchema = z.strictObject({text: z.string()});
const replyTokens = 96;

/**
 * Tries a model with a handful of calls and says what server and model are and get wrong. Every failure becomes advice; only aborting
 * throws. Exit code 4 when no reply can be had at all.
 */
export async function examine(port: ModelPort, prompts: DoctorPrompts, effects: DoctorEffects, tries = 5): Promise<Doctored> {
  const {clock, signal} = effects;
  const advice: NoteInput[] = [];
  const tried = async <T>(make: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await make();
    } catch (error) {
      if (!isModelError(error)) throw error;
      advice.push({code: error.code, values: {...error.values}});
      return undefined;
    }
  };
  const description = await tried(() => port.load(signal));
  if (description === undefined) {
    const known = await port.describe(signal).catch(() => undefined);
    return {...(known === undefined ? {} : {description: known}), advice: distinct(advice), exitCode: exitCodes.noModel};
  }
  const asking = (user: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
    agent: "writer",
    section: "doctor",
    attempt: 1,
    user,
    maxTokens: replyTokens,
    ...(signal === undefined ? {} : {signal}),
    ...more
  });
  const first = await tried(() => port.complete(asking(prompts.prose)));
  const bound = await tried(() => port.complete(asking(prompts.prose, {schema: loweredSchema(sentenceSchema)})));
  const russian = await repeated(tries, seed =>
    tried(() => port.complete(asking(prompts.russian, {schema: loweredSchema(sentenceSchema), options: {seed}})))
  );
  const texts = russian.flatMap(reply => (reply === undefined ? [] : (sentenceOf(reply) ?? [])));
  const isSilent = await tried(() => isTruncationSilent(port, description, asking(prompts.filler), prompts.filler));
  const isSerial = description.mostParallel === 1;
  const parallelGain = isSerial ? undefined : await tried(() => gainOfTwo(port, clock, seed => asking(prompts.prose, {options: {seed}})));
  const replies = [first, bound, ...russian].filter(reply => reply !== undefined);
  const found = {
    description,
    ...optional("isFormatEnforced", bound === undefined ? undefined : looksLikeObject(bound)),
    ...optional("isTruncationSilent", isSilent),
    ...optional("prefillTokensPerSecond", fastest(replies, "promptTokens", "prompt")),
    ...optional("decodeTokensPerSecond", fastest(replies, "outputTokens", "output")),
    ...optional("coldLoadSeconds", description.loadSeconds),
    ...optional("parallelGain", parallelGain),
    validReplies: {valid: texts.length, tries},
    ...optional("cyrillicShare", cyrillicShare(texts))
  };
  return {
    ...found,
    advice: distinct([...windowAdvice(description), ...adviceOf(found), ...advice]),
    exitCode: replies.length === 0 ? exitCodes.noModel : exitCodes.done
  };
}

function windowAdvice({window, ignored}: ModelDescription): NoteInput[] {
  const {asked, effective, maximum} = window;
  const notes: NoteInput[] = [];
  if (asked !== undefined && effective !== undefined && effective !== asked) {
    notes.push({code: effective > asked ? "window-raised" : "window-lowered", values: {asked, effective}});
  }
  if (asked !== undefined && maximum !== undefined && asked > maximum) notes.push({code: "window-over-training", values: {asked, maximum}});
  if (effective === undefined) notes.push({code: "window-unknown"});
  if (ignored.length > 0) notes.push({code: "options-ignored", values: {options: [...ignored]}});
  return notes;
}

/** Below these, what the figure says is a problem. */
const enough = {validShare: 0.8, cyrillicShare: 0.9, decodeTokensPerSecond: 5, parallelGain: 1.15};

function adviceOf(found: Omit<Doctored, "advice" | "exitCode">): NoteInput[] {
  const {validReplies = {valid: 0, tries: 1}, cyrillicShare: share = 1} = found;
  const problems: [boolean, NoteInput][] = [
    [found.isFormatEnforced === false, {code: "format-ignored"}],
    [found.isTruncationSilent === true, {code: "truncation-silent"}],
    [validReplies.valid / validReplies.tries < enough.validShare, {code: "few-valid-replies", values: {...validReplies}}],
    [share < enough.cyrillicShare, {code: "not-russian", values: {percent: Math.round(share * 100)}}],
    [(found.decodeTokensPerSecond ?? enough.decodeTokensPerSecond) < enough.decodeTokensPerSecond, {code: "slow"}],
    [(found.parallelGain ?? enough.parallelGain) < enough.parallelGain, {code: "no-parallel-gain"}]
  ];
  return problems.flatMap(([isProblem, note]) => (isProblem ? [note] : []));
}

/** A prompt of twice the window: a refusal is right, a reply means that it was cut. */
async function isTruncationSilent(port: ModelPort, {window}: ModelDescription, request: ModelRequest, filler: string): Promise<boolean> {
  const tokens = Math.max(usableWindow(window), window.effective ?? 0);
  const copies = Math.ceil((2 * tokens) / Math.max(1, estimatedPrompt({user: filler}) - estimatedPrompt({user: ""})));
  try {
    await port.complete({...request, user: Array.from({length: copies * 2}, () => filler).join("\n")});
    return true;
  } catch (error) {
    if (error instanceof ModelUnavailableError && error.code === "model-prompt-too-long") return false;
    throw error;
  }
}

/** Undefined when the server counts no tokens. */
async function gainOfTwo(
  port: ModelPort,
  clock: DoctorEffects["clock"],
  request: (seed: number) => ModelRequest
): Promise<number | undefined> {
  const speed = async (calls: number): Promise<number> => {
    const start = clock.seconds();
    const replies = await Promise.all(Array.from({length: calls}, (_, index) => port.complete(request(calls * 10 + index))));
    return replies.reduce((sum, {outputTokens = 0}) => sum + outputTokens, 0) / (clock.seconds() - start);
  };
  const [one, two] = [await speed(1), await speed(2)];
  return one > 0 && Number.isFinite(two / one) ? two / one : undefined;
}

/** Where the server does not time the parts of a call, generation is reckoned with all of it: the least it can be. */
const secondsOf = (reply: ModelReply, time: "prompt" | "output"): number => reply.times[time] ?? (time === "output" ? reply.seconds : 0);

/** Tokens per second of the best reply: a prompt from the cache has no speed, so prompts of the first call count most. */
function fastest(replies: readonly ModelReply[], tokens: "promptTokens" | "outputTokens", time: "prompt" | "output"): number | undefined {
  const [first] = replies;
  const counted = time === "prompt" ? (first === undefined ? [] : [first]) : replies;
  const speeds = counted.flatMap(reply => {
    const [count, seconds] = [reply[tokens] ?? 0, secondsOf(reply, time)];
    return count > 0 && seconds > 0 ? [count / seconds] : [];
  });
  return speeds.length === 0 ? undefined : Math.max(...speeds);
}

function sentenceOf(reply: ModelReply): string | undefined {
  try {
    const parsed = sentenceSchema.safeParse(replyJson(reply).value);
    return parsed.success ? parsed.data.text : undefined;
  } catch (error) {
    if (isModelError(error)) return undefined;
    throw error;
  }
}

/** A cut object is enforced too: only the limit of the reply ended it. */
const looksLikeObject = ({text}: ModelReply): boolean => /^\s*\{\s*("text|$)/.test(text);

function cyrillicShare(texts: readonly string[]): number | undefined {
  const letters = texts.join("").match(/\p{L}/gu) ?? [];
  return letters.length === 0 ? undefined : letters.filter(letter => /\p{Script=Cyrillic}/u.test(letter)).length / letters.length;
}

async function repeated<T>(times: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let index = 1; index <= times; index += 1) made.push(await make(index));
  return made;
}

function distinct(notes: readonly NoteInput[]): NoteInput[] {
  return [...new Map(notes.map(note => [note.code, note])).values()];
}

const optional = <K extends string, V>(key: K, value: V | undefined): {[P in K]?: V} =>
  (value === undefined ? {} : {[key]: value}) as {[P in K]?: V};
