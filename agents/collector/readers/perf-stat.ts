import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {type StatedMetric, statedRecord} from "../stated-record.ts";
import {derived, perfEvent, perfMetric} from "./perf-events.ts";

const title = /^\s*Performance counter stats for (?:'(.*?)'|"(.*?)"|(system wide|[^:(]+?))(?: \((\d+) runs\))?:?\s*$/;
const counter =
  /^\s*(\d[\d.,'\u00a0\u202f ]*?)\s+(?:(msec|Joules|ns)\s+)?([A-Za-z][\w./:=,-]*)\s*(?:#\s*(.*?))?\s*(?:\( \+-\s*[\d.,]+% \))?\s*(?:\([\d.,]+%\))?\s*$/;
const elapsed = /^\s*(\d[\d.,]*)\s+(?:\+-\s+[\d.,]+\s+)?seconds (time elapsed|user|sys)/;

const times: Readonly<Record<string, StatedMetric>> = {
  "time elapsed": {metric: "run_time"},
  user: {metric: "cpu_time", definition: "user"},
  sys: {metric: "cpu_time", definition: "system"}
};
/**
 * `perf stat`, several runs in one file told apart by `Performance counter stats for '<command>'`; with `-r` means of so many runs. `<not counted>` and `<not supported>` are not
 * measured; thousands are grouped by comma, point or space as the locale has it. https://man7.org/linux/man-pages/man1/perf-stat.1.html
 */
export const perfStat: Reader = {
  format: "perf-stat",
  category: "system",
  detect: ({text}) => /^[ \t]*Performance counter stats for /m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const reported: ReportedDraft[] = [];
    for (const block of blocksOf(lines)) reported.push(...recordsOf(block, path, problems));
    return {tables: [], reported, session: {tool: "perf stat", key: path, environment: {}}, problems};
  }
};

interface Block {
  labels: Labels;
  runs: number | undefined;
  lines: {place: string; text: string}[];
  decimal: "." | ",";
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (const [index, text] of lines.entries()) {
    const match = title.exec(text);
    if (match !== null) {
      const command = (match[1] ?? match[2] ?? match[3] ?? "").trim();
      blocks.push({labels: {command}, runs: match[4] === undefined ? undefined : Number(match[4]), lines: [], decimal: "."});
    }
    const open = blocks.at(-1);
    open?.lines.push({place: `L${index + 1}`, text});
    const [, seconds = ""] = elapsed.exec(text) ?? [];
    if (open !== undefined && /,\d{6,}$/.test(seconds)) open.decimal = ",";
  }
  const seen = new Map<string, number>();
  for (const {labels} of blocks) seen.set(String(labels["command"]), (seen.get(String(labels["command"])) ?? 0) + 1);
  return blocks.map((block, index) =>
    (seen.get(String(block.labels["command"])) ?? 0) > 1 ? {...block, labels: {...block.labels, "x.block": index + 1}} : block
  );
}

function recordsOf({labels, runs, lines, decimal}: Block, path: string, problems: NoteInput[]): ReportedDraft[] {
  const statistic = runs === undefined ? "value" : "mean";
  const plain = (written: string) => {
    const other = decimal === "." ? "," : ".";
    const digits = written.replace(/[\s'\u00a0\u202f]/g, "").replaceAll(other, "");
    return decimal === "," ? digits.replace(",", ".") : digits;
  };
  const stated = (metric: StatedMetric, place: string, raw: string, rest: {part?: string; labels?: Labels} = {}) =>
    statedRecord(
      {
        ...metric,
        part: rest.part ?? place,
        labels: {...labels, ...rest.labels},
        over: "samples",
        n: runs,
        fields: [[statistic, place, plain(raw)]]
      },
      path,
      problems
    );
  return lines.flatMap(({place, text}) => {
    const [, seconds, what = ""] = elapsed.exec(text) ?? [];
    const time = Object.hasOwn(times, what) ? times[what] : undefined;
    if (seconds !== undefined && time !== undefined) return stated(time, place, seconds);
    const [, raw, unit, event = "", comment = ""] = counter.exec(text) ?? [];
    if (raw === undefined) return [];
    const own = perfEvent(event);
    const behind = derived.flatMap(({words, metric: of}) => {
      const value = words.exec(comment)?.[1];
      return value === undefined ? [] : stated(of, place, value, {part: `${place} #`, labels: own.labels});
    });
    return [...stated(perfMetric(own.name, unit), place, raw, {labels: own.labels}), ...behind];
  });
}
