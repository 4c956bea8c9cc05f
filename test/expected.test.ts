import {existsSync, readFileSync} from "node:fs";
import {beforeAll, describe, expect, it} from "vitest";
import {collect} from "../agents/collector/index.ts";
import type {Evidence, Measurement, Reported} from "../agents/contracts/index.ts";
import {folderFiles} from "./support/folder-files.ts";

/** Recorded benchmark folder and the values that another program computed from it; lies beside the repository. */
const samples = new URL("../../shared/samples/", import.meta.url);
const isThere = existsSync(new URL("EXPECTED.tsv", samples));

/** Formats that have no dedicated reader yet. */
const notCovered = ["torch-compile/"];

interface Expected {
  path: string;
  metric: string;
  words: string;
  phase: string;
  n: string;
  statistic: string;
  value: number;
}

describe.skipIf(!isThere)("evidence of the sample folder (skipped when ../shared/samples is not there)", () => {
  const rows = isThere ? expectedRows() : [];
  const covered = rows.filter(({path}) => !notCovered.some(folder => path.startsWith(folder)));
  let evidence: Evidence;

  beforeAll(async () => {
    evidence = await collect({}, {files: await folderFiles(samples)});
  });

  it("agrees with every independently computed value", () => {
    const table = new Map<string, {right: number; wrong: string[]}>();
    for (const row of covered) {
      const entry = table.get(row.path) ?? {right: 0, wrong: []};
      table.set(row.path, entry);
      const difference = differenceOf(row, evidence);
      if (difference === undefined) entry.right += 1;
      else entry.wrong.push(`${row.metric} | ${row.words} | ${row.phase} | ${row.statistic} ${row.value}: ${difference}`);
    }
    const others = new Set(rows.filter(row => !covered.includes(row)).map(({path}) => path));
    const lines = [...table].map(
      ([path, {right, wrong}]) => `${String(right).padStart(4)} right ${String(wrong.length).padStart(3)} wrong  ${path}`
    );
    console.log([...lines, ...[...others].map(path => `  not covered, no reader yet  ${path}`)].join("\n"));
    expect([...table].flatMap(([path, {wrong}]) => wrong.map(text => `${path}: ${text}`))).toEqual([]);
    expect(covered.length).toBeGreaterThan(600);
  });
});

function expectedRows(): Expected[] {
  const [, ...lines] = readFileSync(new URL("EXPECTED.tsv", samples), "utf8").trimEnd().split("\n");
  return lines.map(line => {
    const [path = "", metric = "", words = "", phase = "", n = "", statistic = "", value = "", unit = ""] = line.split("\t");
    return benchStep({path, metric, words, phase, n, statistic, value: Number(value) * factorOf(path, unit), unit});
  });
}

const perBase: Record<string, number> = {"ns/op": 1e-9, "MB/s": 1e6, ms: 1e-3, MB: 1e6, "%": 0.01};

/** Values of micro-benchmarks and monitors stand there in the unit of the file. */
const factorOf = (path: string, unit: string): number => (/^(?:micro|monitoring)\//.test(path) ? (perBase[unit] ?? 1) : 1);

const stepMetrics: Record<string, string> = {
  "prefill ns/token": "prefill_time_per_token",
  "prefill token/sec": "prefill_throughput",
  "generate ns/token": "tpot",
  "generate token/sec": "decode_throughput",
  "ttft ns/op": "ttft",
  "load ns/op": "load_time",
  "total ns/op": "total_time"
};

/** Rows of Ollama's bench tool are named there as by a reader of Go benchmarks, in ns. */
function benchStep(expected: Expected & {unit?: string}): Expected {
  const [, model = "", step = ""] = /^BenchmarkModel\/name=(\S+)\/step=(\w+)/.exec(expected.words) ?? [];
  if (model === "") return expected;
  const unit = expected.unit ?? "";
  const metric = stepMetrics[`${step} ${unit}`] ?? expected.metric;
  return {...expected, metric, words: model, value: unit.startsWith("ns/") ? expected.value / 1e9 : expected.value};
}

/** What is wrong with our evidence; undefined when it agrees to the six digits of the file. */
function differenceOf(expected: Expected, {measurements, reported}: Evidence): string | undefined {
  const isOf = ({columns}: Measurement) => !expected.path.startsWith("monitoring/") || columns.some(({field}) => field === expected.words);
  const tables = measurements.filter(table => table.artifact === expected.path && isOf(table));
  const records = reported.filter(({artifact}) => artifact === expected.path);
  const found =
    /^(?:median|max)$/.test(expected.statistic) && tables.some(({row}) => row !== "property")
      ? ofRows(expected, tables)
      : (ofRecords(expected, records) ?? ofRows(expected, tables));
  if (expected.statistic === "not measured") return found === undefined ? undefined : `found ${found.value}`;
  if (found === undefined || Number.isNaN(found.value)) return "not found";
  if (Math.abs(found.value - expected.value) > 6e-6 * Math.abs(expected.value)) return `found ${found.value}`;
  return /^\d+$/.test(expected.n) && found.n !== undefined && found.n !== Number(expected.n)
    ? `n ${found.n}, expected ${expected.n}`
    : undefined;
}

type Found = {value: number; n: number | undefined} | undefined;

function ofRecords(expected: Expected, records: readonly Reported[]): Found {
  const statistic = expected.statistic === "median" ? "p50" : expected.statistic;
  const wanted = wantedLabels(expected);
  const matching = records.filter(
    record => record.metric === expected.metric && fits(wanted, [{...record.subject, ...record.settings}]).length === 1
  );
  const value = matching[0]?.statistics.find(entry => entry.statistic === statistic)?.value;
  return matching.length === 1 && value !== undefined
    ? {value, n: statistic === "p50" || statistic === "mean" ? matching[0]?.n : undefined}
    : undefined;
}

function ofRows(expected: Expected, tables: readonly Measurement[]): Found {
  const wanted = wantedLabels(expected);
  for (const table of tables) {
    const rows = rowsOf(table);
    const chosen = fits(
      wanted,
      rows.map(({labels}) => labels)
    ).map(index => rows[index]!);
    if (chosen.length === 0) continue;
    const failed = chosen.filter(({isFailed}) => isFailed).length;
    if (expected.metric === "failures" && table.row === "attempt") return {value: failed, n: chosen.length};
    if (expected.metric === "success_rate" && table.row === "attempt")
      return {value: (chosen.length - failed) / chosen.length, n: chosen.length};
    const values = chosen.flatMap(({value}) => value(expected.metric) ?? []);
    if (values.length > 0) return {value: expected.statistic === "max" ? Math.max(...values) : median(values), n: values.length};
  }
  return undefined;
}

/** Rates that follow from two columns of a row. */
const rates: Record<string, [string, string]> = {
  decode_throughput: ["output_tokens", "decode_time"],
  prefill_throughput: ["prompt_tokens", "prefill_time"],
  output_throughput: ["output_tokens", "wall_time"]
};

function rowsOf(table: Measurement) {
  const cell = (metric: string, row: number) => {
    const values = table.columns.find(column => column.metric === metric)?.values;
    return Array.isArray(values) ? (values[row] ?? null) : null;
  };
  return Array.from({length: table.rows}, (_, row) => ({
    labels: {
      ...table.subject,
      ...table.settings,
      ...Object.fromEntries(table.factors.map(({key, levels, index}) => [key, levels[index[row]!] ?? ""])),
      ...(table.phases === undefined ? {} : {phase: table.phases[row]!})
    } as Labels,
    isFailed: table.failures.some(failure => failure.row === row),
    value: (metric: string): number | null => {
      const [amount, time] = rates[metric] ?? ["", ""];
      const [tokens, seconds] = [cell(amount, row), cell(time, row)];
      return cell(metric, row) ?? (tokens === null || seconds === null ? null : tokens / seconds);
    }
  }));
}

type Labels = Record<string, string | number | boolean>;

/** Labels in the words of EXPECTED.tsv: `gemma3:270m num_ctx=512 temperature=0`, `gemma3 270M Q8_0 file=x.gguf threads=2 pp128@d512`. */
function wantedLabels({path, words, phase}: Expected): Labels {
  if (path.startsWith("micro/hyperfine/")) return {command: words};
  if (/^micro\/(?:pytest-benchmark|vitest)\//.test(path)) return {test: words};
  const [, benchmark, threads] = path.startsWith("micro/go/") ? (/^(.*)-(\d+)$/.exec(words) ?? []) : [];
  if (benchmark !== undefined) return {test: benchmark, threads: Number(threads)};
  if (path.startsWith("monitoring/")) return {};
  const wanted: Labels = phase === "-" ? {} : {phase, "x.phase": phase};
  const file = /(?:file=|^)([^ ]*?)-((?:Q\d[A-Z0-9_]*))(?:\.gguf)?(?= |$)/.exec(words);
  if (file !== null) Object.assign(wanted, {model: file[1]!, quantization: file[2]!});
  const type = /^(gemma3 270M) (Q\d_\w+)/.exec(words);
  if (file === null && type !== null) Object.assign(wanted, {model: type[1]!, quantization: type[2]! === "Q4_K" ? "Q4_K_M" : type[2]!});
  if (/^[a-z0-9]+:\S+/.test(words)) wanted["model"] = words.split(" ")[0]!;
  if (path.startsWith("failures/") && /^[a-z-]+$/.test(words)) wanted["attempt"] = words;
  const test = /\b(pp|tg)(\d+)(?:@d(\d+))?$/.exec(words);
  if (test !== null) {
    wanted[test[1] === "pp" ? "prompt_length" : "output_length"] = Number(test[2]);
    if (path.endsWith(".sql")) wanted["depth"] = Number(test[3] ?? 0);
  }
  const names: Record<string, string> = {pl: "concurrency", pp: "prompt_length", tg: "output_length", block: "repeat"};
  for (const [, key = "", value = ""] of words.matchAll(/(\w+)=(\S+)/g)) {
    if (!["file", "run", "prompt"].includes(key)) wanted[names[key] ?? key] = Number.isNaN(Number(value)) ? value : Number(value);
  }
  return wanted;
}

/** Indexes of the rows with these labels; what no row of the file records cannot tell rows apart. */
function fits(wanted: Labels, rows: readonly Labels[]): number[] {
  const recorded = Object.entries(wanted).filter(([key]) => rows.some(labels => labels[key] !== undefined));
  return rows.flatMap((labels, index) => (recorded.every(([key, value]) => labels[key] === value) ? [index] : []));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}
