import type {Statistic} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import {quantity} from "../quantity.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";

const row = /^(\S.*?)\s+(\d[\d.]*(?:e[+-]?\d+)? (?:ns|us|ms|s))\s+(\d[\d.]*(?:e[+-]?\d+)? (?:ns|us|ms|s))\s+(\d+)(?:\s|$)/;
const failure = /^(\S.*?)\s+ERROR OCCURRED: '(.*)'\s*$/;
const suffix = /_(mean|median|stddev|cv|BigO|RMS)$/;
const statistics: Readonly<Record<string, Statistic>> = {mean: "mean", median: "p50", stddev: "std"};
const columns = [
  {metric: "time_per_op", field: "s, time"},
  {metric: "cpu_time", field: "s, cpu"}
];

/**
 * The table that Google Benchmark prints: `Benchmark  Time  CPU  Iterations`, unit per cell. A row per repetition; aggregates are stated only where their repetitions were not
 * printed. https://github.com/google/benchmark/blob/main/docs/user_guide.md
 */
export const googleBenchmarkConsole: Reader = {
  format: "google-benchmark-console",
  category: "other",
  detect: ({text}) => /^Benchmark\s+Time\s+CPU(?:\s+Time)?\s+Iterations/m.test(text),
  read({path, lines}) {
    const entries = lines.map((line, index) => ({line: plainLine(line), place: `L${index + 1}`}));
    const cells = entries.flatMap(({line, place}) => {
      const [, name, time = "", cpu = ""] = row.exec(line) ?? [];
      return name === undefined ? [] : [{place, name, time: quantity(time)?.value ?? null, cpu: quantity(cpu)?.value ?? null}];
    });
    const single = cells.filter(({name}) => !suffix.test(name));
    const known = new Set(single.map(({name}) => name));
    const aggregates = cells.filter(({name}) => suffix.test(name) && !known.has(name.replace(suffix, "")));
    const rows = [
      ...single.map(({place, name, time, cpu}): DraftRow => ({place, labels: {test: name}, values: {"s, time": time, "s, cpu": cpu}})),
      ...entries.flatMap(({line, place}): DraftRow[] => {
        const [, name, reason = ""] = failure.exec(line) ?? [];
        return name === undefined ? [] : [{place, labels: {test: name}, values: {}, failure: {reason, kind: "error"}}];
      })
    ];
    return {
      tables: rows.length === 0 ? [] : [buildTable({columns, rows})],
      reported: aggregates.flatMap(({place, name, time, cpu}): ReportedDraft[] => {
        const statistic = statistics[suffix.exec(name)?.[1] ?? ""];
        if (statistic === undefined) return [];
        const labels = {test: name.replace(suffix, "")};
        const record = (metric: string, value: number | null) =>
          buildReported({part: place, metric, labels, over: "samples", statistics: [{statistic, value, at: place}]});
        return [record("time_per_op", time), record("cpu_time", cpu)];
      }),
      session: {tool: "google-benchmark", key: path, environment: {}},
      problems: []
    };
  }
};
