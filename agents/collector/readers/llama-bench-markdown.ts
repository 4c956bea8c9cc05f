import {type Labels, type NoteInput, writtenUnit} from "../../contracts/index.ts";
import {rejectedCell} from "../measured-value.ts";
import type {Reader, ReaderInput, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {settingKey} from "../setting-labels.ts";
import {llamaBenchCsv} from "./llama-bench-csv.ts";
import {llamaBenchJson} from "./llama-bench-json.ts";
import {type LlamaBenchTest, modelType, runtimeOf, throughputOf} from "./llama-bench-records.ts";
import {llamaBenchSql} from "./llama-bench-sql.ts";

/**
 * `llama-bench -o md`: `| model | size | params | … | test | t/s |` with `695.58 ± 42.93`, mean and standard deviation; places are
 * the lines. Several tables in one text are told apart by the heading above them, kept as `scope`.
 */
export const llamaBenchMarkdown: Reader = {
  format: "llama-bench-markdown",
  category: "inference",
  detect: input => tableHeader.test(input.text) && ![llamaBenchJson, llamaBenchCsv, llamaBenchSql].some(({detect}) => detect(input)),
  read(input) {
    const problems: NoteInput[] = [];
    const rows = rowsOf(input.lines);
    const isDeep = rows.some(({cells}) => /@\s*d\d/.test(cells["test"] ?? ""));
    const reported = [...rows.flatMap(row => speedOf(row, isDeep, input, problems)), ...firstOfEachModel(rows).flatMap(sizesOf)];
    const runtime = runtimesOf(input.lines);
    return {
      tables: [],
      reported,
      session: {tool: "llama-bench", environment: runtime === undefined ? {} : {runtime}},
      problems
    };
  }
};

const tableHeader = /^[ \t]*\|[ \t]*model[ \t]*\|.*\|[ \t]*test[ \t]*\|[ \t]*t\/s[ \t]*\|/m;

interface MarkdownRow {
  place: string;
  cells: Readonly<Record<string, string>>;
  heading: string | undefined;
}

/** Rows of all tables; the heading only where there are several tables. */
function rowsOf(lines: readonly string[]): MarkdownRow[] {
  const rows: MarkdownRow[] = [];
  let header: readonly string[] | undefined;
  let heading: string | undefined;
  let tables = 0;
  for (const [index, line] of lines.entries()) {
    const title = /^#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1];
    if (title !== undefined) heading = title;
    if (!line.trim().startsWith("|")) header = undefined;
    else if (tableHeader.test(line)) {
      header = cellsOf(line);
      tables += 1;
    } else if (header !== undefined && !/^[|\s:-]+$/.test(line)) {
      const cells = cellsOf(line);
      rows.push({place: `L${index + 1}`, heading, cells: Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ""]))});
    }
  }
  return tables > 1 ? rows : rows.map(row => ({...row, heading: undefined}));
}

const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map(cell => cell.trim());

function speedOf(row: MarkdownRow, isDeep: boolean, {path}: ReaderInput, problems: NoteInput[]): ReportedDraft[] {
  const {place, cells} = row;
  const [, mean, deviation] = /^([\d.]+)(?:\s*±\s*([\d.]+))?$/.exec(cells["t/s"] ?? "") ?? [];
  const test = testOf(cells["test"] ?? "", isDeep);
  if (mean === undefined || test === undefined || !(Number(mean) > 0)) {
    problems.push(rejectedCell("not-a-number", path, place, cells["t/s"]));
    return [];
  }
  return [
    buildReported({
      part: place,
      metric: throughputOf[test.kind],
      labels: {...modelLabels(row), ...columnLabels(cells), ...test.labels},
      over: "samples",
      statistics: [
        {statistic: "mean", value: Number(mean), at: place},
        {statistic: "std", value: deviation === undefined ? null : Number(deviation), at: place}
      ]
    })
  ];
}

/** `pp512`, `tg128`, `pp512+tg128`, `pp512 @ d1024`. Depth 0 is said only where other tests of the text have a depth. */
function testOf(text: string, isDeep: boolean): {kind: LlamaBenchTest; labels: Labels} | undefined {
  const [, prompt, generated, depth] = /^(?:pp\s*(\d+))?\s*\+?\s*(?:tg\s*(\d+))?\s*(?:@\s*d(\d+))?$/.exec(text) ?? [];
  if (prompt === undefined && generated === undefined) return undefined;
  return {
    kind: prompt === undefined ? "tg" : generated === undefined ? "pp" : "pg",
    labels: {
      ...(prompt === undefined ? {} : {prompt_length: Number(prompt)}),
      ...(generated === undefined ? {} : {output_length: Number(generated)}),
      ...(depth === undefined && !isDeep ? {} : {depth: Number(depth ?? 0)})
    }
  };
}

function modelLabels({cells, heading}: MarkdownRow): Labels {
  return {...modelType(cells["model"] ?? ""), ...(heading === undefined ? {} : {scope: heading})};
}

const own: ReadonlySet<string> = new Set(["model", "size", "params", "test", "t/s"]);
const keys: Readonly<Record<string, string>> = {backend: "backend", fa: "flash_attention", dev: "device", type_kv: "kv_type"};

function columnLabels(cells: MarkdownRow["cells"]): Labels {
  const labels: Labels = {};
  for (const [name, cell] of Object.entries(cells)) {
    if (own.has(name) || cell === "") continue;
    const number = Number(cell);
    labels[keys[name] ?? settingKey(name)] = Number.isNaN(number) ? cell : number;
  }
  const {"x.type_k": keyType, "x.type_v": valueType, ...rest} = labels;
  return keyType !== undefined && keyType === valueType ? {...rest, kv_type: keyType} : labels;
}

function firstOfEachModel(rows: readonly MarkdownRow[]): MarkdownRow[] {
  const first = new Map<string, MarkdownRow>();
  for (const row of rows) {
    const key = `${row.heading} ${row.cells["model"]} ${row.cells["size"]}`;
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()];
}

/** `235.16 MiB` and `268.10 M`, both rounded by the tool. */
function sizesOf(row: MarkdownRow): ReportedDraft[] {
  const {place, cells} = row;
  const labels = modelLabels(row);
  const [, size, unit = ""] = /^([\d.]+)\s*([KMGT]i?B)$/.exec(cells["size"] ?? "") ?? [];
  const [, params, scale = ""] = /^([\d.]+)\s*([MBK])$/.exec(cells["params"] ?? "") ?? [];
  const bytes = writtenUnit(unit)?.factor;
  const count = {K: 1e3, M: 1e6, B: 1e9}[scale];
  const value = (metric: string, number: number) =>
    buildReported({part: place, metric, labels, statistics: [{statistic: "value", value: number, at: place}]});
  return [
    ...(size === undefined || bytes === undefined ? [] : [value("model_size", Number(size) * bytes)]),
    ...(params === undefined || count === undefined ? [] : [value("model_parameters", Math.round(Number(params) * count))])
  ];
}

/** `build: 34ce48d97 (7356)`, if all tables come from one build. */
function runtimesOf(lines: readonly string[]): string | undefined {
  const builds = new Set(
    lines.flatMap(line => {
      const [, commit, build] = /^build: (\S+) \((\d+)\)/.exec(line) ?? [];
      return commit === undefined ? [] : [runtimeOf(commit, Number(build))];
    })
  );
  return builds.size === 1 ? [...builds][0] : undefined;
}
