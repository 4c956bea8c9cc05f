import {type Labels, type NoteInput, writtenUnit} from "../../contracts/index.ts";
import {rejectedCell} from "../measured-value.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {measuredPer} from "../stated-record.ts";
import {buildTable, type DraftColumn} from "../table.ts";
import {ollamaBenchText} from "./ollama-bench-text.ts";

const result = /^(?:(Benchmark\S*)\s+|\s+)(\d+)\t?\s+([\d.]+(?:[eE][+-]?\d+)? \S+.*)$/;
const pair = /([+-]?[\d.]+(?:[eE][+-]?\d+)?|NaN|[+-]?Inf)\s+(\S+)/g;

/** Go's `MB/s` are 10^6 bytes. Units of `b.ReportMetric` are the author's. */
const units: Readonly<Record<string, DraftColumn & {factor: number}>> = {
  "ns/op": {metric: "time_per_op", field: "ns/op", factor: 1e-9},
  "B/op": {metric: "bytes_per_op", field: "B/op", factor: 1},
  "allocs/op": {metric: "allocs_per_op", field: "allocs/op", factor: 1},
  "MB/s": {metric: "throughput", definition: "bytes", unit: "B/s", field: "MB/s", factor: 1e6}
};

/**
 * `go test -bench`: `BenchmarkX/n=10-8  N  v ns/op …` a row, any number of value and unit pairs. The `-8` is GOMAXPROCS and no part of the name; `-count` repeats
 * lines. Prose, `PASS` and output of the program may stand between, also between a name and its values. https://go.dev/design/14313-benchmark-format
 */
export const goBench: Reader = {
  format: "go-bench",
  category: "other",
  detect: input => /^Benchmark\S*[ \t]+\d+[ \t]+[\d.]+(?:[eE][+-]?\d+)? \S+\/\S+/m.test(input.text) && !ollamaBenchText.detect(input),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const {entries, failures, packages, environment} = entriesOf(lines);
    const columns = new Map<string, DraftColumn & {factor: number}>();
    const repeats = new Map<string, number>();
    const rows = entries.map(({line, name, text, scope}): DraftRow => {
      const place = `L${line}`;
      const values: Record<string, number | null> = {};
      for (const [, raw = "", unit = ""] of text.matchAll(pair)) {
        const column = columns.get(unit) ?? (Object.hasOwn(units, unit) ? units[unit] : undefined) ?? ownColumn(unit);
        columns.set(unit, column);
        const {value, problem} = measuredPer(column.metric, raw, 1 / column.factor);
        if (problem !== undefined) problems.push(rejectedCell(problem, path, `${place}:${unit}`, raw));
        values[unit] = value;
      }
      const labels = {...nameLabels(name), ...(packages.size > 1 && scope !== "" ? {scope} : {})};
      const key = JSON.stringify(labels);
      repeats.set(key, (repeats.get(key) ?? 0) + 1);
      return {place, labels, values, repeat: {repeat: repeats.get(key) ?? 1}};
    });
    const failed = failures.map(
      ({line, name}): DraftRow => ({
        place: `L${line}`,
        labels: nameLabels(name),
        values: {},
        failure: {reason: (lines[line - 1] ?? "").trim(), kind: "error"}
      })
    );
    return {
      tables: [
        ...(rows.length === 0 ? [] : [buildTable({columns: [...columns.values()], rows})]),
        ...(failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})])
      ],
      reported: [],
      session: {tool: "go-bench", key: path, environment},
      problems
    };
  }
};

interface Entry {
  line: number;
  name: string;
  text: string;
  scope: string;
}

function entriesOf(lines: readonly string[]): {
  entries: Entry[];
  failures: {line: number; name: string}[];
  packages: Set<string>;
  environment: Labels;
} {
  const entries: Entry[] = [];
  const failures: {line: number; name: string}[] = [];
  const packages = new Set<string>();
  const environment: Labels = {};
  const system: Record<string, string> = {};
  let scope = "";
  let pending = "";
  for (const [index, line] of lines.entries()) {
    const [, key = "", value = ""] = /^(goos|goarch|pkg|cpu): (.*?)\s*$/.exec(line) ?? [];
    if (key === "pkg") {
      scope = value;
      packages.add(value);
    } else if (key === "cpu") environment["cpu"] = value;
    else if (key !== "") system[key] = value;
    const failed = /^\s*--- FAIL: (Benchmark\S*)/.exec(line)?.[1];
    if (failed !== undefined) failures.push({line: index + 1, name: failed});
    const [, own, , text] = result.exec(line) ?? [];
    const name = own ?? pending;
    if (text !== undefined && name !== "" && /\/op\b|\S\/s\b/.test(text)) {
      entries.push({line: index + 1, name, text, scope});
      pending = "";
    } else if (/^Benchmark\S*(?:\s|$)/.test(line)) pending = line.split(/\s/)[0] ?? "";
    else if (line.trim() === "") pending = "";
  }
  const {goos, goarch} = system;
  const os = [goos, goarch].filter(word => word !== undefined).join("/");
  return {entries, failures, packages, environment: {...environment, ...(os === "" ? {} : {os})}};
}

function nameLabels(name: string): Labels {
  const [, test = name, procs] = /^(.*)-(\d+)$/.exec(name) ?? [];
  return {test, ...(procs === undefined ? {} : {threads: Number(procs)})};
}

function ownColumn(unit: string): DraftColumn & {factor: number} {
  const known = writtenUnit(unit);
  return {metric: `x.${unit}`, field: unit, unit: known?.unit ?? "unknown", factor: known?.factor ?? 1};
}
