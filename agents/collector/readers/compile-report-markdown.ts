import type {Labels, NoteInput} from "../../contracts/index.ts";
import {markdownTables} from "../../markdown-tables.ts";
import {failureKind} from "../failure-kind.ts";
import {measuredCell} from "../measured-value.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";
import {compileLabels, compileSession, deviceWarnings} from "./compile-report.ts";

const title = /^#\s*Compilation Benchmark Report\b/m;
const header = ["Backend", "Success", "Compile Time (s)", "Mean (ms)", "Std (ms)", "Min (ms)", "Max (ms)", "Notes"];
const statistics = [
  {statistic: "mean", column: "Mean (ms)"},
  {statistic: "std", column: "Std (ms)"},
  {statistic: "min", column: "Min (ms)"},
  {statistic: "max", column: "Max (ms)"}
] as const;

/**
 * The Markdown of a compile benchmark: `# Compilation Benchmark Report`, `- Model:`, `- Device:`, `- DType:` and one table, whose header
 * is often glued to the line before. Reported at the lines of the table, rounded by the tool; the number of runs is not in it.
 */
export const compileReportMarkdown: Reader = {
  format: "compile-report-markdown",
  category: "compilation",
  detect: ({text, lines}) => title.test(text) && markdownTables(lines).some(isReportTable),
  read({path, text, lines}) {
    const problems: NoteInput[] = [];
    const rows = markdownTables(lines)
      .filter(isReportTable)
      .flatMap(({rows: written}) => written.map(({line, cells}) => rowOf(line, cells, text)));
    return {
      tables: rows.length === 0 ? [] : [buildTable({part: rows[0]?.place ?? "", columns: [], rows: rows.map(attemptOf)})],
      reported: rows.flatMap(row => recordsOf(row, stated(text, "Device"), path, problems)),
      session: compileSession(stated(text, "Generated"), path, {}),
      problems
    };
  }
};

const isReportTable = ({header: own}: {header: readonly string[]}) => header.every((name, index) => own[index] === name);

/** `- Model: conv`, also in the middle of a line that several were joined to. */
function stated(text: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)-\\s+${name}:[ \\t]*([^\\n|]*?)[ \\t]*(?=\\n|\\||\\s-\\s+[A-Z]\\w*:|$)`).exec(text)?.[1] || undefined;
}

interface Row {
  place: string;
  cell: (name: string) => string;
  labels: Labels;
  failure: DraftRow["failure"];
}

function rowOf(line: number, cells: readonly string[], text: string): Row {
  const cell = (name: string) => cells[header.indexOf(name)] ?? "";
  const notes = cell("Notes");
  const note = (key: string) => new RegExp(`(?:^|; )${key}=([^;]*)`).exec(notes)?.[1]?.trim();
  const list = (key: string) => note(key)?.split(/,\s*/) ?? [];
  const labels = compileLabels({
    model: stated(text, "Model") ?? "",
    device: stated(text, "Device"),
    dtype: stated(text, "DType"),
    backend: cell("Backend"),
    providers: list("providers"),
    precisions: list("enabled_precisions"),
    mode: note("mode"),
    fullgraph: note("fullgraph") === "True",
    dynamic: note("dynamic") === "True"
  });
  const error = /(?:^|; )error=(.*)$/.exec(notes)?.[1];
  const hasFailed = error !== undefined || cell("Success") !== "yes" || !(Number(cell("Mean (ms)")) > 0);
  const failure = hasFailed ? {reason: error ?? "", kind: failureKind(error ?? "", undefined)} : undefined;
  return {place: `L${line}`, cell, labels, failure};
}

const attemptOf = ({place, labels, failure}: Row): DraftRow => ({place, labels, values: {}, ...(failure === undefined ? {} : {failure})});

/** Eager code is not compiled: its compile time of zero is none. */
function recordsOf({place, cell, labels, failure}: Row, device: string | undefined, path: string, problems: NoteInput[]): ReportedDraft[] {
  if (failure !== undefined) return [];
  const value = (metric: string, column: string, per: number) => measuredCell({metric, raw: cell(column), per, at: place}, path, problems);
  const warnings = deviceWarnings(labels, device, {artifact: path, at: place});
  const latency = statistics.map(({statistic, column}) => ({statistic, value: value("latency", column, 1e3), at: place}));
  const compileTime = value("compile_time", "Compile Time (s)", 1);
  const common = {labels, over: "samples" as const, warnings, part: place};
  return [
    buildReported({...common, metric: "latency", statistics: latency}),
    ...(compileTime === null
      ? []
      : [buildReported({...common, metric: "compile_time", statistics: [{statistic: "value", value: compileTime, at: place}]})])
  ];
}
