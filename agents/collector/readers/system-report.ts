import type {Statistic} from "../../contracts/index.ts";
import {inBaseUnit} from "../column-numbers.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";

const title = /^[^\S\r\n]*(?:[A-Z0-9][A-Z0-9 ]*)?PERFORMANCE REPORT\s*$/m;
const statisticWords: Readonly<Record<string, Statistic>> = {avg: "mean", peak: "max"};
/** Sizes are powers of 1024, as in the samples that the report sums up. */
const factors: Readonly<Record<string, number>> = {"%": 0.01, GB: 1024 ** 3, MB: 1024 ** 2, C: 1, W: 1};
const value = /([\d.]+)\s*°?\s*(%|GB|MB|C|W)\s+(avg|peak)\b/g;

interface Named {
  metric: string;
  definition?: string;
}
const named: Readonly<Record<string, Named>> = {
  "SYSTEM CPU Usage": {metric: "cpu_utilization"},
  "SYSTEM Memory Usage": {metric: "memory_utilization"},
  "SYSTEM Memory Used": {metric: "memory_used"},
  "GPU Temperature": {metric: "gpu_temperature"},
  "GPU Power Draw": {metric: "power", definition: "gpu"},
  "GPU GPU Utilization": {metric: "gpu_utilization"},
  "GPU Memory Utilization": {metric: "x.gpu_memory_activity"},
  "GPU Memory Used": {metric: "gpu_memory_used"}
};

/**
 * Text report of a monitor: `SYSTEM METRICS:`, `GPU METRICS:` and items such as `- CPU Usage: 13.9% avg,` whose `15.4% peak` may stand on
 * the next line. Reported mean and max over `Sample Count` samples, each at its line.
 */
export const systemReport: Reader = {
  format: "system-report",
  category: "system",
  detect: ({text}) => title.test(text) && /^SYSTEM METRICS:/m.test(text) && text.search(value) >= 0,
  read({text, lines}) {
    const n = Number(/^Sample Count:\s*(\d+)/m.exec(text)?.[1] ?? 0);
    return {
      tables: [],
      reported: itemsOf(lines).map(item => recordOf(item, n)),
      session: {tool: "system-metrics", environment: {}},
      problems: []
    };
  }
};

interface Item {
  name: string;
  named: Named;
  statistics: {statistic: Statistic; value: number; at: string; unit: string}[];
}

function itemsOf(lines: readonly string[]): Item[] {
  const items: Item[] = [];
  let section = "";
  let open: Item | undefined;
  for (const [index, line] of lines.entries()) {
    const heading = /^(\w+) METRICS:/.exec(line)?.[1];
    if (heading !== undefined) section = heading;
    const [, name] = /^\s*-\s+([^:]+):/.exec(line) ?? [];
    if (name !== undefined || heading !== undefined) {
      const known = name === undefined ? undefined : named[`${section} ${name}`];
      open = known === undefined || name === undefined ? undefined : {name, named: known, statistics: []};
      if (open !== undefined) items.push(open);
    }
    for (const [, digits, unit = "", word = ""] of line.matchAll(value)) {
      const statistic = statisticWords[word];
      if (statistic !== undefined)
        open?.statistics.push({statistic, value: inBaseUnit(Number(digits), factors[unit] ?? 1), at: `L${index + 1}`, unit});
    }
  }
  return items.filter(({statistics}) => statistics.length > 0);
}

function recordOf({named: {metric, definition}, statistics}: Item, n: number): ReportedDraft {
  const record = buildReported({
    part: statistics[0]?.at ?? "",
    metric,
    ...(definition === undefined ? {} : {definition}),
    labels: {},
    over: "samples",
    n,
    statistics
  });
  return statistics[0]?.unit === "%" ? {...record, unit: "fraction"} : record;
}
