import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import {type Quantity, quantity} from "../quantity.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {percentileStatistic} from "../stated-record.ts";

const title = /^Running (\S+) test @ (\S+)/;

/** wrk's bytes go by 1024, its `m` are minutes: https://github.com/wg/wrk/blob/master/src/units.c */
const units: Readonly<Record<string, Quantity>> = {
  KB: {value: 1024, unit: "B"},
  MB: {value: 1024 ** 2, unit: "B"},
  GB: {value: 1024 ** 3, unit: "B"},
  TB: {value: 1024 ** 4, unit: "B"},
  m: {value: 60, unit: "s"}
};

/**
 * Output of wrk and wrk2, several runs in one file told apart by `Running 30s test @ <url>`. Latency over all requests; `Req/Sec` of the thread statistics is per thread and
 * not read. Where every response was an error, neither rate is a throughput. https://github.com/wg/wrk
 */
export const wrk: Reader = {
  format: "wrk",
  category: "serving",
  detect: ({text}) => /^[ \t]*\d+ threads and \d+ connections/m.test(text) && /^[ \t]*(?:Requests\/sec:|\d+ requests in )/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const runs = runsOf(lines.map(plainLine));
    const reported = runs.flatMap((run, index) => recordsOf(run, runs.length > 1 ? {"x.block": index + 1} : {}, path, problems));
    return {tables: [], reported, session: {tool: "wrk", key: path, environment: {}}, problems};
  }
};

interface Run {
  labels: Labels;
  lines: {place: string; text: string}[];
}

/** Labels of a block that no `Running` line heads come from its line of threads. */
function runsOf(lines: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (const [index, text] of lines.entries()) {
    const url = title.exec(text)?.[2];
    const [, threads, connections] = /^\s*(\d+) threads and (\d+) connections/.exec(text) ?? [];
    const isHeaded = runs.at(-1) !== undefined && runs.at(-1)?.labels["threads"] === undefined;
    if (url !== undefined) runs.push({labels: {endpoint: url}, lines: []});
    else if (threads !== undefined && !isHeaded) runs.push({labels: {}, lines: []});
    const run = runs.at(-1);
    if (run === undefined) continue;
    if (threads !== undefined) Object.assign(run.labels, {threads: Number(threads), concurrency: Number(connections)});
    else run.lines.push({place: `L${index + 1}`, text});
  }
  return runs;
}

type Stated = {statistic: Statistic; value: number; at: string};

function recordsOf({labels: own, lines}: Run, block: Labels, path: string, problems: NoteInput[]): ReportedDraft[] {
  const labels = {...own, ...block};
  const find = (pattern: RegExp) => {
    const line = lines.find(({text}) => pattern.test(text));
    return {place: line?.place ?? "", found: pattern.exec(line?.text ?? "") ?? []};
  };
  const number = (text: string | undefined) => (text === undefined ? undefined : quantity(text, units)?.value);
  const total = find(/^\s*(\d+) requests in (\S+), (\S+) read/);
  const requests = number(total.found[1]);
  const bad = find(/^\s*Non-2xx or 3xx responses: (\d+)/);
  const sockets = find(/^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/);
  const failed = number(bad.found[1]) ?? 0;
  const allFailed = requests !== undefined && requests > 0 && failed >= requests;
  if (allFailed) problems.push({code: "all-failed", values: {requests}, source: {artifact: path, at: bad.place}});
  const value = (metric: string, number: number | undefined, place: string): ReportedDraft[] =>
    number === undefined
      ? []
      : [buildReported({part: place, metric, labels, n: requests, statistics: [{statistic: "value", value: number, at: place}]})];
  const rate = find(/^Requests\/sec:\s+(\S+)/);
  const transfer = find(/^Transfer\/sec:\s+(\S+)/);
  const errors = sockets.found.slice(1).reduce((sum, count) => sum + Number(count), 0);
  const perSecond = number(rate.found[1]);
  return [
    ...latencies(lines, labels, requests, failed + errors),
    ...(perSecond === undefined || perSecond === 0 || allFailed ? [] : value("request_throughput", perSecond, rate.place)),
    ...(allFailed ? [] : value("transfer_rate", number(transfer.found[1]), transfer.place)),
    ...value("attempts", requests, total.place),
    ...value("run_time", number(total.found[2]), total.place),
    ...value("failed_attempts", number(bad.found[1]), bad.place),
    ...(errors === 0 ? [] : socketErrors(sockets.found.slice(1), sockets.place, labels))
  ];
}

const socketKinds = ["connect", "read", "write", "timeout"];

const socketErrors = (counts: readonly (string | undefined)[], place: string, labels: Labels): ReportedDraft[] =>
  counts.map((count, index) =>
    buildReported({
      part: `${place} ${index}`,
      metric: "failed_attempts",
      labels: {...labels, "x.error": `socket ${socketKinds[index]}`},
      statistics: [{statistic: "value", value: Number(count), at: place}]
    })
  );

/** The line of the thread statistics, and the distributions; wrk2 prints a second one that hides delayed starts. */
function latencies(lines: Run["lines"], labels: Labels, n: number | undefined, failed: number): ReportedDraft[] {
  const groups: {definition: string; part: string; statistics: Stated[]}[] = [{definition: "standard", part: "", statistics: []}];
  let isOpen = false;
  for (const {place, text} of lines) {
    const [, mean = "", deviation = "", max = ""] = /^\s*Latency\s+(\S+)\s+(\S+)\s+(\S+)\s+\S+%/.exec(text) ?? [];
    const [first] = groups;
    if (mean !== "" && first !== undefined) {
      first.part = place;
      first.statistics.push(
        ...stated(
          [
            ["mean", mean],
            ["std", deviation],
            ["max", max]
          ],
          place
        )
      );
    }
    if (/^\s*Latency Distribution/.test(text)) {
      isOpen = true;
      if (/Uncorrected/.test(text)) groups.push({definition: "uncorrected", part: place, statistics: []});
    } else if (/^\s*(?:Detailed Percentile|#|\d+ requests in)/.test(text)) isOpen = false;
    const [, percent = "", written = ""] = /^\s*(\d+(?:\.\d+)?)%\s+(\S+)\s*$/.exec(text) ?? [];
    const statistic = percentileStatistic(percent);
    if (isOpen && percent !== "" && statistic !== undefined) groups.at(-1)?.statistics.push(...stated([[statistic, written]], place));
  }
  return groups.flatMap(({definition, part, statistics}) =>
    statistics.length === 0
      ? []
      : [
          buildReported({
            part: part === "" ? (statistics[0]?.at ?? "") : part,
            metric: "e2e_latency",
            definition,
            labels,
            over: "samples",
            n,
            ...(failed > 0 ? {failed} : {}),
            statistics
          })
        ]
  );
}

const stated = (pairs: readonly (readonly [Statistic, string])[], at: string): Stated[] =>
  pairs.flatMap(([statistic, written]) => {
    const found = quantity(written, units);
    return found?.unit !== "s" || (found.value === 0 && statistic !== "std") ? [] : [{statistic, value: found.value, at}];
  });
