import type {Labels} from "../contracts/index.ts";

/** Labels in key order, so that equal labels are equal texts. */
export function sortedLabels(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** One text per set of labels: the key of a group. */
export const labelKey = (labels: Labels): string => JSON.stringify(sortedLabels(labels));

export const withoutKeys = (labels: Labels, keys: readonly string[]): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([key]) => !keys.includes(key)));

export const onlyKeys = (labels: Labels, keys: readonly string[]): Labels =>
  Object.fromEntries(keys.flatMap(key => (labels[key] === undefined ? [] : [[key, labels[key]]])));

/** Keys whose values differ, and those of `always` that occur. */
export function differing(all: readonly Labels[], always: readonly string[] = []): string[] {
  const keys = [...new Set(all.flatMap(labels => Object.keys(labels)))].sort();
  const first = always.filter(key => keys.includes(key));
  return [...first, ...keys.filter(key => !first.includes(key) && new Set(all.map(labels => labels[key])).size > 1)];
}

/** Groups in order of first appearance. */
export function groupBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * The same model under the names of several tools: `gemma3:270m`, `gemma-3-270m`, `gemma3:270m-q8_0` are one. Letters and digits
 * only, without quantization and the words for tuned variants. An approximation by name, said so in the report.
 */
export function modelKey(labels: Labels): string {
  const name = String(labels.model ?? "").toLowerCase();
  const quantization = String(labels.quantization ?? "").toLowerCase();
  return name
    .replace(quantization === "" ? /$^/ : quantization, "")
    .replace(/[-_.:](q\d[a-z0-9_]*|iq\d[a-z0-9_]*|f16|bf16|f32|fp16)$/i, "")
    .replace(/[-_.:](instruct|chat|it|latest)\b/g, "")
    .replace(/[^a-z0-9]/g, "");
}

/** Levels of a factor in reading order: numbers ascending, else as texts. */
export function sortedLevels<T extends Labels[string]>(levels: Iterable<T>): T[] {
  return [...new Set(levels)].sort((a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1));
}
