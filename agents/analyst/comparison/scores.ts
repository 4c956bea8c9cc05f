import type {CellRun, RefusalReason, ScoreName, Unit} from "../../contracts/index.ts";
import {refusalReasons} from "../../contracts/index.ts";

/** How one repeat scores. Undefined: not measured in it. */
interface RepeatScore {
  unit: Unit;
  better: "higher" | "lower" | "neither";
  of: (run: CellRun) => number | undefined;
}

/** Scores that only all repeats of a cell together have. */
type JointScore = "agreement" | "distinct_texts";

/** Shares are of the sentences that the model was asked for; without such sentences there is no share. */
export const repeatScores: Readonly<Record<Exclude<ScoreName, JointScore>, RepeatScore>> = {
  acceptance: {unit: "fraction", better: "higher", of: share(({by}) => by === "model")},
  coverage: {unit: "fraction", better: "higher", of: coverage},
  wall_time: {unit: "s", better: "lower", of: ({seconds}) => seconds},
  fallback: {unit: "fraction", better: "lower", of: share(({by}) => by === "template")},
  refused: {unit: "fraction", better: "lower", of: share(({refused}) => refused.length > 0)},
  refused_digit: refusedFor("digit"),
  refused_letter: refusedFor("letter"),
  refused_direction: refusedFor("direction"),
  refused_subject: refusedFor("subject"),
  refused_language: refusedFor("language"),
  refused_chat: refusedFor("chat"),
  refused_repetition: refusedFor("repetition"),
  refused_other: refusedFor("other"),
  repairs: {unit: "fraction", better: "lower", of: share(({isRepaired}) => isRepaired)},
  schema_valid: {unit: "fraction", better: "higher", of: ({calls}) => (calls.first === 0 ? undefined : calls.valid / calls.first)},
  calls: {unit: "1", better: "neither", of: ({calls}) => calls.count},
  failed_calls: {unit: "1", better: "lower", of: ({calls}) => calls.failed.length},
  prompt_tokens: {unit: "1", better: "neither", of: ({calls}) => calls.promptTokens},
  output_tokens: {unit: "1", better: "neither", of: ({calls}) => calls.outputTokens},
  ttft: {unit: "s", better: "lower", of: ({calls}) => calls.ttft},
  decode_throughput: {unit: "tok/s", better: "higher", of: ({calls}) => calls.decodeThroughput}
};

type Sentence = CellRun["sentences"][number];

function share(isCounted: (sentence: Sentence) => boolean): (run: CellRun) => number | undefined {
  return ({sentences}) => (sentences.length === 0 ? undefined : sentences.filter(isCounted).length / sentences.length);
}

function refusedFor(reason: RefusalReason): RepeatScore {
  const isRefusedFor = ({refused}: Sentence): boolean => refused.some(({faults}) => faults.some(({code}) => reasonOf(code) === reason));
  return {unit: "fraction", better: "lower", of: share(isRefusedFor)};
}

/** Group of a check's code: its first word (`digit-added` is `digit`). */
export function reasonOf(code: string): RefusalReason {
  const [first] = code.split("-");
  return refusalReasons.find(reason => reason === first) ?? "other";
}

/** Share of the summary's findings with at least one sentence in the model's words. */
function coverage({sentences}: CellRun): number | undefined {
  const stated = sentences.filter(({finding}) => finding !== undefined);
  const findings = new Set(stated.map(({finding}) => finding));
  const covered = new Set(stated.filter(({by}) => by === "model").map(({finding}) => finding));
  return findings.size === 0 ? undefined : covered.size / findings.size;
}

/**
 * `agreement`: chance (0..1) that two repeats word a sentence alike to the letter, mean over sentences. `distinctTexts`: wordings per sentence, mean.
 * Undefined below two repeats or without sentences.
 */
export function jointScores(runs: readonly CellRun[]): {agreement: number; distinctTexts: number} | undefined {
  const texts = new Map<string, string[]>();
  for (const {section, number, text} of runs.flatMap(({sentences}) => sentences)) {
    const key = `${section} ${number}`;
    texts.set(key, [...(texts.get(key) ?? []), text]);
  }
  const repeated = [...texts.values()].filter(({length}) => length > 1);
  if (repeated.length === 0) return undefined;
  const mean = (of: (texts: readonly string[]) => number): number => repeated.reduce((sum, one) => sum + of(one), 0) / repeated.length;
  return {agreement: mean(alike), distinctTexts: mean(one => new Set(one).size)};
}

/** Share of pairs that are the same. */
function alike(texts: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const same = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return same / (texts.length * (texts.length - 1));
}
