import type {NoteInput, Statistic} from "../../contracts/index.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";
import {latencyOf, memories, throughputOf} from "./optimum-phases.ts";

const statistics: Readonly<Record<string, Statistic>> = {mean: "mean", p50: "p50", p90: "p90", p95: "p95", p99: "p99", stdev: "std"};

/** `benchmark_report.md` of optimum-benchmark: `# prefill:`, `## latency:` and tables `| metric | value | unit |`, rounded copies of the JSON report. */
export const optimumMarkdown: Reader = {
  format: "optimum-markdown",
  category: "inference",
  detect: ({text}) => /^## (?:latency|memory|throughput):\s*$/m.test(text) && /^\|\s*metric\s*\|\s*value\s*\|\s*unit\s*\|/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const rows = rowsOf(lines);
    const sections = new Map<string, Row[]>();
    for (const row of rows) sections.set(`${row.phase} ${row.kind}`, [...(sections.get(`${row.phase} ${row.kind}`) ?? []), row]);
    const reported = [...sections.values()].flatMap(section => recordsOf(section, path, problems));
    return {tables: [], reported, session: {tool: "optimum-benchmark", environment: {}}, problems};
  }
};

interface Row {
  place: string;
  phase: string;
  kind: string;
  name: string;
  value: string;
  unit: string;
}

function rowsOf(lines: readonly string[]): Row[] {
  let phase = "";
  let kind = "";
  return lines.flatMap((line, index) => {
    phase = /^#\s+(\w+):\s*$/.exec(line)?.[1] ?? phase;
    kind = /^##\s+(\w+):\s*$/.exec(line)?.[1] ?? kind;
    const [, name = "", value = "", unit = ""] = /^\|\s*(\w+)\s*\|\s*([\d.]+)\s*\|\s*(\S+)\s*\|/.exec(line) ?? [];
    return name === "" ? [] : [{place: `L${index + 1}`, phase, kind, name, value, unit}];
  });
}

function recordsOf(rows: readonly Row[], path: string, problems: NoteInput[]): ReportedDraft[] {
  const [first] = rows;
  if (first === undefined) return [];
  const {phase, kind, place} = first;
  if (kind === "latency") {
    const {metric, labels} = latencyOf(phase);
    const count = Number(rows.find(({name}) => name === "count")?.value);
    const fields = rows.flatMap(({name, value, unit, place: at}) => {
      const statistic = statistics[name];
      return statistic === undefined || unit !== "s" ? [] : [[statistic, at, value] as const];
    });
    return statedRecord({metric, labels, part: place, over: "samples", n: count > 0 ? count : undefined, fields}, path, problems);
  }
  return rows.flatMap(({name, value, unit, place: at}) => {
    const known = kind === "memory" && unit === "MB" ? memories.find(memory => memory.name === name) : undefined;
    const stated =
      kind === "throughput"
        ? throughputOf(phase, unit)
        : known === undefined
          ? undefined
          : {metric: known.metric, definition: known.definition ?? "standard", per: 1e-6};
    const statistic = kind === "memory" ? ("max" as const) : ("value" as const);
    return stated === undefined
      ? []
      : statedRecord({...stated, labels: {test: phase}, part: at, fields: [[statistic, at, value]]}, path, problems);
  });
}
