import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {percentileStatistic, type StatedField, type StatedMetric, statedRecord} from "../stated-record.ts";

/**
 * Output of ApacheBench, several runs in one file. Of the two lines `Time per request` the first is a request's time, the second the time between responses. Times in ms,
 * `Kbytes` of 1024 bytes. Failed requests by length differ only in the length of the answer. https://httpd.apache.org/docs/current/programs/ab.html
 */
export const apacheBench: Reader = {
  format: "apache-bench",
  category: "serving",
  detect: ({text}) =>
    /^Requests per second:\s+[\d.]+ \[#\/sec\]/m.test(text) || (/^This is ApacheBench/m.test(text) && /^Complete requests:/m.test(text)),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const runs = runsOf(lines);
    const reported = runs.flatMap((run, index) => recordsOf(run, runs.length > 1 ? {"x.block": index + 1} : {}, path, problems));
    return {tables: [], reported, session: {tool: "ab", key: path, environment: {}}, problems};
  }
};

interface Line {
  place: string;
  text: string;
}

function runsOf(lines: readonly string[]): Line[][] {
  const runs: Line[][] = [];
  for (const [index, text] of lines.entries()) {
    if (/^Server Software:/.test(text) || runs.length === 0) runs.push([]);
    runs.at(-1)?.push({place: `L${index + 1}`, text});
  }
  return runs.filter(run => run.some(({text}) => /^(?:Requests per second|Complete requests):/.test(text)));
}

const tables: Readonly<Record<string, StatedMetric>> = {
  Connect: {metric: "connect_time"},
  Processing: {metric: "x.processing_time", unit: "s"},
  Waiting: {metric: "time_to_first_byte"}
};

function recordsOf(lines: readonly Line[], block: Labels, path: string, problems: NoteInput[]): ReportedDraft[] {
  const find = (pattern: RegExp): {place: string; raw: string | undefined} => {
    const line = lines.find(({text}) => pattern.test(text));
    return {place: line?.place ?? "", raw: pattern.exec(line?.text ?? "")?.[1]};
  };
  const complete = find(/^Complete requests:\s+(\d+)/);
  const failed = find(/^Failed requests:\s+(\d+)/);
  const bad = find(/^Non-2xx responses:\s+(\d+)/);
  const requests = Number(complete.raw);
  const labels = {...labelsOf(find), ...block};
  const stated = (metric: StatedMetric, fields: readonly StatedField[]) =>
    statedRecord(
      {...metric, part: fields[0]?.[1] ?? "", labels, over: "samples", n: requests > 0 ? requests : undefined, fields},
      path,
      problems
    );
  const value = (metric: StatedMetric, {place, raw}: {place: string; raw: string | undefined}) => stated(metric, [["value", place, raw]]);
  const counts = [
    ...value({metric: "attempts"}, complete),
    ...value({metric: "failed_attempts"}, failed),
    ...value({metric: "failed_attempts", definition: "non-2xx"}, bad),
    ...value({metric: "run_time"}, find(/^Time taken for tests:\s+([\d.]+) seconds/))
  ];
  if (requests > 0 && Math.max(Number(bad.raw ?? 0), connectionFailures(lines)) >= requests) {
    problems.push({code: "all-failed", values: {requests}, source: {artifact: path, at: bad.place === "" ? failed.place : bad.place}});
    return counts;
  }
  const mean = find(/^Time per request:\s+([\d.]+) \[ms\] \(mean\)/);
  const total = timesOf(lines, "Total").filter(([statistic]) => statistic !== "mean" && statistic !== "p50");
  const percentiles = lines.flatMap(({place, text}): StatedField[] => {
    const [, percent = "", raw] = /^\s+(\d+)%\s+(\d+)\s*$/.exec(text) ?? [];
    const statistic = percentileStatistic(percent);
    return percent === "" || statistic === undefined ? [] : [[statistic, place, raw]];
  });
  return [
    ...counts,
    ...stated({metric: "e2e_latency", per: 1e3}, [["mean", mean.place, mean.raw], ...total, ...percentiles]),
    ...Object.entries(tables).flatMap(([name, metric]) => stated({...metric, per: 1e3}, timesOf(lines, name))),
    ...value({metric: "request_throughput"}, find(/^Requests per second:\s+([\d.]+)/)),
    ...value({metric: "x.time_between_responses", unit: "s", per: 1e3}, find(/^Time per request:\s+([\d.]+) \[ms\] \(mean, across/)),
    ...value({metric: "transfer_rate", per: 1 / 1024}, find(/^Transfer rate:\s+([\d.]+) \[Kbytes\/sec\] received/))
  ];
}

/** `(Connect: 0, Receive: 2, Length: 5, Exceptions: 0)`: all but the length are requests without an answer. */
function connectionFailures(lines: readonly Line[]): number {
  const text = lines.find(line => /^\s+\(Connect: \d+/.test(line.text))?.text ?? "";
  return [...text.matchAll(/(Connect|Receive|Exceptions): (\d+)/g)].reduce((sum, [, , count]) => sum + Number(count), 0);
}

const columns: readonly Statistic[] = ["min", "mean", "std", "p50", "max"];

/** `Total:  0  1  0.4  1  4` of the connection times. */
function timesOf(lines: readonly Line[], name: string): StatedField[] {
  const line = lines.find(({text}) => new RegExp(`^${name}:\\s+\\d+\\s+\\d+\\s+[\\d.]+\\s+\\d+\\s+\\d+`).test(text));
  const cells = line?.text.trim().split(/\s+/).slice(1) ?? [];
  return line === undefined ? [] : columns.map((statistic, index) => [statistic, line.place, cells[index]]);
}

function labelsOf(find: (pattern: RegExp) => {raw: string | undefined}): Labels {
  const path = find(/^Document Path:\s+(\S+)/).raw;
  const concurrency = find(/^Concurrency Level:\s+(\d+)/).raw;
  return {...(path === undefined ? {} : {endpoint: path}), ...(concurrency === undefined ? {} : {concurrency: Number(concurrency)})};
}
