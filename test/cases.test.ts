import {describe, expect, it} from "vitest";
import {spansOf, unboundDigits} from "../agents/writer/index.ts";
import {renderMarkdown} from "../pipelines/export/index.ts";
import {analyzeFolder, collectFolder} from "./support/folder.ts";
import {reportOf, templateText} from "./support/locales.ts";
import {type Call, ollamaLines} from "./support/ollama-calls.ts";

/** Faults that users of similar tools reported (issue trackers, by row of our list), each as a test of its kind. */
describe("reported faults: numbers and grounding", () => {
  it("row 2: an empty folder gives a report that says so and holds no number", async () => {
    const report = reportOf(await analyzeFolder({}));
    const text = renderMarkdown(report, templateText("ru/report.md.hbs"));
    expect(text).toContain("не найдено измерений");
    expect(spansOf(report).filter(({fact}) => fact !== undefined)).toEqual([]);
    expect(unboundDigits(report)).toEqual([]);
  });

  it("row 7: nothing is said that is not in the ledger of facts", async () => {
    const calls: Call[] = Array.from({length: 12}, (_, index) => ({model: "h100-80gb:7b", repeat: index, decode: 1 + index / 100}));
    const report = reportOf(await analyzeFolder({"a.jsonl": ollamaLines(calls)}));
    const known = new Set(report.facts.map(({id}) => id));
    expect(spansOf(report).filter(({fact}) => fact !== undefined && !known.has(fact))).toEqual([]);
    expect(unboundDigits(report)).toEqual([]);
  });

  it("row 9: the unit comes from the name in the file, never from the size of the number", async () => {
    const evidence = await collectFolder({
      "ms.csv": "run,latency_ms\n1,11000\n2,11200\n3,10900\n",
      "s.csv": "run,latency_s\n1,11\n2,11.2\n3,10.9\n"
    });
    const values = evidence.measurements.map(({columns}) => columns.find(({unit}) => unit === "s")?.values);
    expect(values).toEqual([
      [11, 11.2, 10.9],
      [11, 11.2, 10.9]
    ]);
  });

  it("row 9: a bare name keeps its unit unknown", async () => {
    const evidence = await collectFolder({"a.csv": "run,latency\n1,1.02\n2,0.98\n3,1.01\n"});
    expect(evidence.measurements.flatMap(({columns}) => columns).filter(({unit}) => unit === "s")).toEqual([]);
  });

  it("row 11: units are per metric where one document mixes them", async () => {
    const evidence = await collectFolder({
      "mixed.json": JSON.stringify([
        {request: 1, ttft_ms: 120, e2e_s: 2.5},
        {request: 2, ttft_ms: 130, e2e_s: 2.6},
        {request: 3, ttft_ms: 110, e2e_s: 2.4}
      ])
    });
    const columns = evidence.measurements.flatMap(measurement => measurement.columns);
    expect(columns.find(({field}) => field.includes("ttft"))?.values).toEqual([0.12, 0.13, 0.11]);
    expect(columns.find(({field}) => field.includes("e2e"))?.values).toEqual([2.5, 2.6, 2.4]);
  });
});

const record = (nGen: number, speed: number) => ({
  build_commit: "abc",
  build_number: 5000,
  cpu_info: "cpu",
  gpu_info: "",
  backends: "CPU",
  model_filename: "toy-1b-Q8_0.gguf",
  model_type: "toy 1B Q8_0",
  model_size: 1000,
  model_n_params: 1000,
  n_batch: 512,
  n_ubatch: 512,
  n_threads: 2,
  type_k: "f16",
  type_v: "f16",
  n_gpu_layers: 0,
  n_prompt: nGen === 0 ? 128 : 0,
  n_gen: nGen,
  test_time: "2026-01-05T10:00:00Z",
  avg_ns: 1e9,
  stddev_ns: 1e7,
  avg_ts: speed,
  stddev_ts: 1,
  samples_ns: [1e9, 1e9],
  samples_ts: [speed - 1, speed + 1]
});

describe("reported faults: artifacts", () => {
  it("row 21: a banner around llama-bench JSON is no obstacle and is not lost", async () => {
    const text = `ggml_cuda_init: found 1 CUDA devices\n  Device 0: card\n${JSON.stringify([record(0, 500), record(32, 50)], null, 1)}\nbuild: abc (5000)\n`;
    const evidence = await collectFolder({"bench.txt": text});
    expect(evidence.artifacts[0]).toMatchObject({format: "llama-bench-json"});
    expect(evidence.measurements.flatMap(({columns}) => columns.map(({metric}) => metric))).toContain("decode_throughput");
    expect(JSON.stringify(evidence)).toContain("json-text-between");
  });

  it("row 22: of an array without its end the whole records are used and the cut is noted", async () => {
    const whole = JSON.stringify([record(0, 500), record(32, 50), record(64, 51)], null, 1);
    const evidence = await collectFolder({"bench.json": whole.slice(0, whole.lastIndexOf("samples_ns"))});
    expect(evidence.artifacts[0]?.problems.map(({code}) => code)).toContain("json-truncated");
    const decode = evidence.measurements.flatMap(({columns}) => columns).filter(({metric}) => metric === "decode_throughput");
    expect(decode.map(({values}) => values)).toEqual([[49, 51]]);
  });

  it.each([
    ["UTF-8", (text: string) => Buffer.from(text, "utf8")],
    ["UTF-8 with BOM", (text: string) => Buffer.from(`\ufeff${text}`, "utf8")],
    ["UTF-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")]
  ])("row 26: semicolons and decimal commas are read as numbers (%s)", async (_, encode) => {
    const evidence = await collectFolder({"замеры.csv": encode("запрос;latency_s;power_w\n1;1,1;2,2\n2;1,3;2,4\n3;1,2;2,6\n")});
    const values = evidence.measurements.flatMap(({columns}) => columns.map(column => column.values));
    expect(values).toEqual(
      expect.arrayContaining([
        [1.1, 1.3, 1.2],
        [2.2, 2.4, 2.6]
      ])
    );
  });
});

describe("reported faults: language and files", () => {
  const hostile = ["<script>alert(1)</script>", "don't", "a<b|c", "кириллица и пробел", "{{model}}", "`tick`", "javascript:alert(1)"];

  it("rows 85, 87, 91: names of the data come out as they are, as code, and break no table", async () => {
    const files = Object.fromEntries(
      hostile.map((name, index) => [`${name.replaceAll("/", "_")}/a.jsonl`, ollamaLines([{model: `m${index}`}, {model: `m${index}`}])])
    );
    const text = renderMarkdown(reportOf(await analyzeFolder(files)), templateText("ru/report.md.hbs"));
    for (const line of text.split("\n").filter(row => row.startsWith("|"))) {
      expect(
        line
          .replaceAll("\\|", "")
          .replace(/`[^`]*`/g, "")
          .includes("<script>")
      ).toBe(false);
    }
    expect(text).toContain("кириллица и пробел");
    expect(text).not.toContain("&#x27;");
    expect(text).not.toContain("&lt;");
  });

  it("row 83: dates and numbers follow the language, not the machine", async () => {
    const calls: Call[] = Array.from({length: 8}, (_, index) => ({repeat: index, decode: 1.5 + index / 50}));
    const analysis = await analyzeFolder({"a.jsonl": ollamaLines(calls)});
    const [ru, en] = ["ru", "en"].map(locale => renderMarkdown(reportOf(analysis, locale), templateText(`${locale}/report.md.hbs`)));
    expect(ru?.replaceAll("\u00a0", " ")).toContain("25 ноября 2026 г.");
    expect(en?.replaceAll("\u00a0", " ")).toContain("25 November 2026");
    expect(ru).toMatch(/\d,\d/);
    expect(en).toMatch(/\d\.\d/);
  });
});
