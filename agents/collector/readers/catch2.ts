import type {Labels, NoteInput} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import {quantity} from "../quantity.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";

const heading = /^benchmark name\s+samples\s+iterations\s+est/;
const first = /^(.*?)\s+(\d+)\s+(\d+)\s+([\d.]+ \S+)\s*$/;
const triple = /^\s+([\d.]+ [nuµμm]?s|[\d.]+ m)\s+([\d.]+ [nuµμm]?s|[\d.]+ m)\s+([\d.]+ [nuµμm]?s|[\d.]+ m)\s*$/;
const rule = /^-{20,}\s*$/;

/**
 * Console of Catch2's `BENCHMARK`: three lines each, name with samples, iterations and estimated run time, then `mean  low  high`, then the deviation with its
 * bounds. The interval is of 95 % unless the program was told otherwise. The test case above the table is `scope`.
 * https://github.com/catchorg/Catch2/blob/devel/docs/benchmarks.md
 */
export const catch2: Reader = {
  format: "catch2",
  category: "other",
  detect: ({text}) => /^benchmark name\s+samples\s+iterations\s+est/m.test(text) && /^[ \t]+mean[ \t]+low mean[ \t]+high mean/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const plain = lines.map(plainLine);
    const reported: ReportedDraft[] = [];
    const failed: DraftRow[] = [];
    let scope = "";
    let isTable = false;
    for (const [index, line] of plain.entries()) {
      if (rule.test(line) && rule.test(plain[index + 2] ?? "")) scope = (plain[index + 1] ?? "").trim();
      if (heading.test(line)) isTable = true;
      else if (/^(?:={20,}|\.{20,})\s*$/.test(line)) isTable = false;
      if (!isTable) continue;
      const [, tail = "", samples] = first.exec(line) ?? [];
      if (samples === undefined) continue;
      const name = nameOf(plain, index, tail);
      const labels: Labels = {...(scope === "" ? {} : {scope}), test: name};
      const record = recordOf(plain, index, labels, Number(samples));
      if (record !== undefined) reported.push(record);
      else failed.push({place: `L${index + 1}`, labels, values: {}, failure: failureOf(plain, index)});
    }
    return {
      tables: failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})],
      reported,
      session: {tool: "Catch2", key: path, environment: {}},
      problems
    };
  }
};

/** Long names are broken over the lines before. */
function nameOf(lines: readonly string[], index: number, tail: string): string {
  const words = [tail.trim()];
  for (let at = index - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? "";
    if (line.trim() === "" || rule.test(line) || triple.test(line) || heading.test(line)) break;
    words.unshift(line.trim());
  }
  return words.filter(word => word !== "").join(" ");
}

function recordOf(lines: readonly string[], index: number, labels: Labels, n: number): ReportedDraft | undefined {
  const [mean, low, high] = timesOf(lines[index + 1]);
  const [deviation] = timesOf(lines[index + 2]);
  if (mean === undefined || mean === 0) return undefined;
  const at = `L${index + 2}`;
  return buildReported({
    part: at,
    metric: "time_per_op",
    labels,
    over: "samples",
    n,
    statistics: [
      {statistic: "mean", value: mean, at},
      {statistic: "ci95_low", value: low, at},
      {statistic: "ci95_high", value: high, at},
      {statistic: "std", value: deviation, at: `L${index + 3}`}
    ]
  });
}

const timesOf = (line = ""): (number | undefined)[] =>
  (triple.exec(line) ?? []).slice(1).map(text => quantity(text, {m: {value: 60, unit: "s"}})?.value);

function failureOf(lines: readonly string[], index: number): NonNullable<DraftRow["failure"]> {
  const line = (lines[index + 1] ?? "").trim();
  return line === "" || /^[-=.]+$/.test(line) ? {reason: "", kind: "missing"} : {reason: line, kind: "error"};
}
