import type {Labels, NoteInput} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import {type Quantity, quantity} from "../quantity.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";
import {asvMetric} from "./asv-metric.ts";

const step = /^\s*\[\s*\d+\.\d+%\]\s+(·+)\s+(.*?)\s*$/;
const absent = /^(?:n\/a|nan|skipped)$/i;
const own: Readonly<Record<string, Quantity>> = {
  k: {value: 1e3, unit: "1"},
  M: {value: 1e6, unit: "1"},
  G: {value: 1e9, unit: "1"},
  m: {value: 60, unit: "s"}
};

/**
 * What `asv run` prints: `[ 50.00%] ··· bench.time_x   11.1±0.2μs`, the median and its spread, `failed` or `n/a`; values of a benchmark with parameters in a table
 * below it, those of several parameters in a grid. The environment of the lines above is `x.environment`. https://asv.readthedocs.io
 */
export const asvConsole: Reader = {
  format: "asv-console",
  category: "other",
  detect: ({text}) =>
    /^[ \t]*\[[ \t]*\d+\.\d+%\][ \t]+·{2,3}[ \t]+\S/m.test(text) && /^[ \t]*\[[ \t]*\d+\.\d+%\][ \t]+·{3,}[ \t]+\S/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const reported: ReportedDraft[] = [];
    const failed: DraftRow[] = [];
    let environment = "";
    const add = (name: string, text: string, place: string, settings: Labels, column = 0) => {
      const labels = {test: name, ...(environment === "" ? {} : {"x.environment": environment}), ...settings};
      if (/^failed$/i.test(text)) failed.push({place, labels, values: {}, failure: {reason: text, kind: "error"}});
      else if (!absent.test(text)) reported.push(...recordOf(name, text, labels, place, column, path, problems));
    };
    for (const [index, written] of lines.entries()) {
      const [, , text = ""] = step.exec(plainLine(written)) ?? [];
      const named = /^Benchmarking (\S+)$/.exec(text)?.[1];
      if (named !== undefined) environment = named;
      const [, name = "", value = ""] = /^(\S+\.\S+)\s{2,}(\S.*)$/.exec(text) ?? [];
      if (name === "") continue;
      if (!/^(?:ok|\d+\/\d+ failed)$/.test(value)) add(name, value, `L${index + 1}`, {});
      else for (const cell of parameterCells(lines, index + 1)) add(name, cell.text, `L${cell.line}`, cell.settings, cell.column);
    }
    return {
      tables: failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})],
      reported,
      session: {tool: "asv", key: path, environment: {}},
      problems
    };
  }
};

function recordOf(
  name: string,
  text: string,
  labels: Labels,
  place: string,
  column: number,
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  const [, centre = "", unit = ""] = /^([\d.,]+(?:e[+-]?\d+)?)(?:±[\d.,]+(?:e[+-]?\d+)?)?\s*(\D*)$/i.exec(text) ?? [];
  const found = quantity(`${centre} ${unit}`.trim(), own);
  if (found === undefined) {
    problems.push({code: "not-a-number", values: {value: text.slice(0, 40)}, source: {artifact: path, at: place}});
    return [];
  }
  const {metric, unit: expected} = asvMetric(name);
  const isKnown = expected === "unknown" || found.unit === expected || (expected === "B" && found.unit === "1");
  if (!isKnown || (expected === "s" && found.value === 0)) return [];
  const stated = expected === "unknown" ? (found.unit === "1" ? "unknown" : found.unit) : expected;
  return [
    buildReported({
      part: `${place} ${column}`,
      metric,
      unit: stated,
      labels,
      over: "samples",
      statistics: [{statistic: expected === "s" ? "p50" : "value", value: found.value, at: place}]
    })
  ];
}

interface Cell {
  line: number;
  column: number;
  text: string;
  settings: Labels;
}

/**
 * Below the line, between rules: names of the parameters, with several of them the levels of the others beside the first (`--  algo` over `n  quick  merge`), then
 * a line per level. Columns stand where the first rule has its parts.
 */
function parameterCells(lines: readonly string[], from: number): Cell[] {
  const block: {line: number; text: string}[] = [];
  for (let index = from; index < lines.length; index += 1) {
    const text = plainLine(lines[index] ?? "")
      .replace(/^\s*\[\s*\d+\.\d+%\]/, found => " ".repeat(found.length))
      .replaceAll("·", " ");
    if (text.trim() === "" || (step.test(plainLine(lines[index] ?? "")) && !rule.test(text))) break;
    block.push({line: index + 1, text});
  }
  const rules = block.flatMap(({text}, index) => (rule.test(text) ? [index] : []));
  const spans = [...(block[rules[0] ?? -1]?.text.matchAll(/=+/g) ?? [])].map(({0: run, index: start}) => ({
    start,
    end: start + run.length
  }));
  const partsOf = (text: string) => spans.map(({start}, at) => text.slice(start, spans[at + 1]?.start).trim());
  const heading = block.slice((rules[0] ?? -1) + 1, rules.at(-2)).filter(({text}) => !rule.test(text));
  const last = partsOf(heading.at(-1)?.text ?? "");
  const others = heading.length > 1 ? (heading[0]?.text ?? "").replace(/^[\s-]+/, "").trim() : "";
  return block.slice((rules.at(-2) ?? block.length) + 1, rules.at(-1)).flatMap(({line, text}) => {
    const [first = "", ...values] = partsOf(text);
    return values.flatMap((value, column): Cell[] => {
      if (value === "") return [];
      const level = last[column + 1] ?? "";
      const settings = {
        ...(first === "" ? {} : {[`x.${last[0] || "param1"}`]: typed(first)}),
        ...(others === "" || level === "" ? {} : {[`x.${others}`]: typed(level)})
      };
      return [{line, column, text: value, settings}];
    });
  });
}

const rule = /^[\s=-]+$/;

const typed = (text: string): string | number => (text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text);
