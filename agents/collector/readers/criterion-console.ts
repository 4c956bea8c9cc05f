import type {Unit} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import {plainNumber, type Quantity, quantity} from "../quantity.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";

const interval = /^(.*?)\s*(time|thrpt):\s+\[(\S+ \S+) (\S+ \S+) (\S+ \S+)\]\s*$/;
const bencher = /^test (.+?)\s+\.\.\. bench:\s+([\d,.]+) ns\/iter \(\+\/- ([\d,.]+)\)(?: = ([\d,]+) MB\/s)?/;

/** Elements are operations here; `B/s` and `KiB/s` are known anyway. */
const rates: Readonly<Record<string, Quantity>> = Object.fromEntries(
  ["", "K", "M", "G", "T"].map((prefix, index) => [`${prefix}elem/s`, {value: 1000 ** index, unit: "1/s" as Unit}])
);

/**
 * Console of Criterion.rs: `name  time: [low estimate high]`, the name also on a line of its own, unit per number; the middle is the estimate, the others bound its
 * 95 % interval. `change:` is relative. Also `test name ... bench: 329 ns/iter (+/- 4)` of `--output-format bencher` and of Rust's own harness.
 * https://bheisler.github.io/criterion.rs/book/user_guide/command_line_output.html
 */
export const criterionConsole: Reader = {
  format: "criterion-console",
  category: "other",
  detect: ({text, lines}) =>
    (text.includes("time:") &&
      lines.some(line => /time:\s+\[\S+ (?:ps|ns|[µu]s|ms|s) \S+ (?:ps|ns|[µu]s|ms|s) \S+ \w+s\]/.test(plainLine(line)))) ||
    (text.includes(" ns/iter (+/- ") && lines.some(line => bencher.test(plainLine(line)))),
  read({path, lines}) {
    const reported: ReportedDraft[] = [];
    const failed: DraftRow[] = [];
    let name = "";
    for (const [index, written] of lines.entries()) {
      const line = plainLine(written).trimEnd();
      const place = `L${index + 1}`;
      const [, own = "", what, ...bounds] = interval.exec(line) ?? [];
      if (what !== undefined) {
        if (own.trim() !== "") name = own.trim();
        reported.push(...intervalRecord(name, what, bounds, place));
      } else if (bencher.test(line)) reported.push(...bencherRecords(line, place));
      else if (/^thread '.*' panicked at /.test(line)) {
        failed.push({place, labels: {...(benchmarking(lines, index) ?? {})}, values: {}, failure: {reason: line.trim(), kind: "error"}});
      } else if (/^\S/.test(line) && !/^(?:Benchmarking|Warning|Found \d|Gnuplot|running|test )/.test(line)) name = line.trim();
    }
    return {
      tables: failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})],
      reported,
      session: {tool: "criterion", key: path, environment: {}},
      problems: []
    };
  }
};

/** What was measured when it stopped. */
function benchmarking(lines: readonly string[], index: number): {test: string} | undefined {
  const found = lines.slice(Math.max(0, index - 5), index).findLast(line => line.startsWith("Benchmarking "));
  const test = found === undefined ? undefined : /^Benchmarking (.*?)(?:: .*)?$/.exec(found)?.[1];
  return test === undefined ? undefined : {test};
}

const picoseconds: Readonly<Record<string, Quantity>> = {ps: {value: 1e-12, unit: "s"}};

function intervalRecord(test: string, what: string, bounds: readonly string[], place: string): ReportedDraft[] {
  const [low, estimate, high] = bounds.map(text => quantity(text, {...picoseconds, ...rates}));
  if (estimate === undefined || (what === "time" && estimate.unit !== "s")) return [];
  const metric =
    what === "time"
      ? {metric: "time_per_op"}
      : {metric: "throughput", unit: estimate.unit, definition: estimate.unit === "B/s" ? "bytes" : "operations"};
  return [
    buildReported({
      ...metric,
      part: place,
      labels: {test},
      over: "samples",
      statistics: [
        {statistic: "value", value: estimate.value, at: place},
        {statistic: "ci95_low", value: low?.value, at: place},
        {statistic: "ci95_high", value: high?.value, at: place}
      ]
    })
  ];
}

function bencherRecords(line: string, place: string): ReportedDraft[] {
  const [, test = "", nanoseconds, , megabytes] = bencher.exec(line) ?? [];
  const time = plainNumber(nanoseconds);
  const rate = plainNumber(megabytes);
  const value = (metric: string, number: number, rest: {unit?: Unit; definition?: string} = {}) =>
    buildReported({
      ...rest,
      part: place,
      metric,
      labels: {test},
      over: "samples",
      statistics: [{statistic: "value", value: number, at: place}]
    });
  return [
    ...(time === undefined || time === 0 ? [] : [value("time_per_op", time / 1e9)]),
    ...(rate === undefined ? [] : [value("throughput", rate * 1e6, {unit: "B/s", definition: "bytes"})])
  ];
}
