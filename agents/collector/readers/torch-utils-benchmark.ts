import {type Labels, type NoteInput, writtenUnit} from "../../contracts/index.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";
import {torchCompareTables} from "./torch-compare-tables.ts";

const begin = /<torch\.utils\.benchmark\.utils\.common\.Measurement object at 0x[0-9a-fA-F]+>/;
const time = /^\s*(?:(Median|Mean):\s+)?([\d.]+) (ns|us|ms|s)\s*$/;
const spread = /^\s*IQR:\s+[\d.]+ (?:ns|us|ms|s) \(([\d.]+) to ([\d.]+)\)/;
const counts = /^\s*(\d+) measurements?, (\d+) runs\s*(?:per measurement)?\s*, (\d+) threads?/;

/**
 * Printed `Measurement`s of torch.utils.benchmark, in docstrings and comments too: statement, time with the unit of the block, `N measurements, M runs`; and the
 * tables of `Compare`. A single measurement is the mean of its runs. Equal statements are told apart by `x.block`, their order.
 * https://docs.pytorch.org/docs/stable/benchmark_utils.html
 */
export const torchUtilsBenchmark: Reader = {
  format: "torch-utils-benchmark",
  category: "other",
  detect: ({text}) => begin.test(text) || (/^\[-+ .+ -+\]\s*$/m.test(text) && /^Times are in \w+ \((?:ns|us|ms|s)\)\./m.test(text)),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const starts = lines.flatMap((line, index) => (begin.test(line) ? [index] : []));
    const blocks = starts.map((start, index) => lines.slice(start, Math.min(starts[index + 1] ?? lines.length, start + 12)));
    const statements = blocks.map(statementOf);
    const reported = blocks.flatMap((block, index) => {
      const statement = statements[index] ?? "";
      const isRepeated = statements.filter(other => other === statement).length > 1;
      const labels = {test: statement, ...(isRepeated ? {"x.block": index + 1} : {})};
      return recordOf(block, starts[index] ?? 0, labels, path, problems);
    });
    return {
      tables: [],
      reported: [...reported, ...torchCompareTables(lines, path, problems)],
      session: {tool: "torch-utils-benchmark", environment: {}},
      problems
    };
  }
};

/** The lines between the object and its time, at most 120 characters. */
function statementOf(block: readonly string[]): string {
  const end = block.findIndex(line => time.test(line));
  return block
    .slice(1, end < 0 ? 2 : end)
    .map(line => line.replace(/^\s*#?\s*/, "").trim())
    .filter(line => line !== "" && !line.startsWith("setup:"))
    .join(" ")
    .slice(0, 120);
}

function recordOf(block: readonly string[], start: number, labels: Labels, path: string, problems: NoteInput[]): ReportedDraft[] {
  const plain = block.map(line => line.replace(/^\s*#/, ""));
  const index = plain.findIndex(line => time.test(line));
  const [, word, raw, unit = ""] = time.exec(plain[index] ?? "") ?? [];
  const per = 1 / (writtenUnit(unit)?.factor ?? Number.NaN);
  if (raw === undefined || Number.isNaN(per)) {
    problems.push({code: "no-result", values: {}, source: {artifact: path, at: `L${start + 1}`}});
    return [];
  }
  const [, measurements, runs, threads] = counts.exec(plain.find(line => counts.test(line)) ?? "") ?? [];
  const place = `L${start + index + 1}`;
  const quartiles = plain.findIndex(line => spread.test(line));
  const [, low, high] = spread.exec(plain[quartiles] ?? "") ?? [];
  const isMedian = word === "Median" || Number(measurements) > 1;
  const fields: StatedField[] = [[isMedian ? "p50" : "mean", place, raw]];
  if (low !== undefined && high !== undefined)
    fields.push(["p25", `L${start + quartiles + 1}`, low], ["p75", `L${start + quartiles + 1}`, high]);
  const n = Number(isMedian ? measurements : runs);
  const own = threads === undefined ? labels : {...labels, threads: Number(threads)};
  return statedRecord(
    {metric: "latency", per: Math.round(per), part: place, labels: own, over: "samples", n: n > 0 ? n : undefined, fields},
    path,
    problems
  );
}
