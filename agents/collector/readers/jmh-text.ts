import type {Labels, NoteInput} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import {plainNumber} from "../quantity.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {jmhScale, jmhValue} from "./jmh-score.ts";

const heading = /^Benchmark\s+((?:\(\w+\)\s+)*)Mode\s+(?:Cnt|Samples)\s+Score\s+(?:Error\s+)?Units\s*$/;
const row = /^(\S+)\s+(.*?)\s*\b(thrpt|avgt|sample|ss)\s+(?:(\d+)\s+)?(\d[\d.,]*(?:[eE][+-]?\d+)?)\s+(?:±\s*\S+\s+)?(\S+\/\S+)\s*$/;

/**
 * The table at the end of a JMH run: `Benchmark  (param)  Mode  Cnt  Score  Error  Units`. Percentiles and profiler lines (`name:·p0.99`) are left out but for the bytes allocated per
 * operation. https://github.com/openjdk/jmh
 */
export const jmhText: Reader = {
  format: "jmh-text",
  category: "other",
  detect: ({text}) => /^Benchmark\s+(?:\(\w+\)\s+)*Mode\s+(?:Cnt|Samples)\s+Score\s+(?:Error\s+)?Units\s*$/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const reported: ReportedDraft[] = [];
    let parameters: string[] | undefined;
    for (const [index, written] of lines.entries()) {
      const line = plainLine(written).replace(/^\[\w+\]\s+/, "");
      const names = heading.exec(line)?.[1];
      if (names !== undefined) parameters = [...names.matchAll(/\((\w+)\)/g)].map(([, name = ""]) => name);
      const cells = row.exec(line);
      if (parameters === undefined || cells === null) continue;
      reported.push(...recordOf(cells, parameters, `L${index + 1}`, path, problems));
    }
    return {tables: [], reported, session: {tool: "jmh", key: path, environment: {}}, problems};
  }
};

function recordOf(
  cells: RegExpExecArray,
  parameters: readonly string[],
  place: string,
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  const [, name = "", levels = "", mode = "", count, score = "", units = ""] = cells;
  const [, benchmark = name, what] = /^([^:]+):·?(.+)$/.exec(name) ?? [];
  const isAllocation = what?.endsWith("gc.alloc.rate.norm") === true && units === "B/op";
  if (what !== undefined && !isAllocation) return [];
  const value = plainNumber(score);
  const scale = jmhScale(units);
  if (value === undefined || (scale === undefined && !isAllocation)) {
    problems.push({code: "not-a-number", values: {value: `${score} ${units}`}, source: {artifact: path, at: place}});
    return [];
  }
  const values = levels.split(/\s+/).filter(level => level !== "");
  const settings = parameters.flatMap((parameter, index) => {
    const level = values[index];
    return level === undefined || level === "N/A" ? [] : [[`x.${parameter}`, level]];
  });
  const labels: Labels = {test: benchmark, "x.mode": mode, ...Object.fromEntries(settings)};
  const metric = scale === undefined ? {metric: "bytes_per_op"} : {metric: scale.metric, unit: scale.unit};
  const statistics = [{statistic: "mean" as const, value: scale === undefined ? value : jmhValue(value, scale), at: place}];
  return [buildReported({...metric, part: place, labels, over: "samples", n: count === undefined ? undefined : Number(count), statistics})];
}
