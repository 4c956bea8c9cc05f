import {describe, expect, it} from "vitest";
import {collect} from "../../../agents/collector/index.ts";
import {columnField, csvText} from "../../../agents/collector/csv.ts";
import {memoryFiles} from "../../support/memory-files.ts";

const rows = [
  ["model", "load time [ms]", "power", "note"],
  ["gemma", "12.5", "22.5 W", "warm; steady"],
  ["llama", "7.25", "30.25 W", "cold, first"],
  ["qwen", "100", "25 W", "warm | last"]
];

const quoted = (cell: string) => `"${cell}"`;
const lines = (delimiter: string, cells = rows, quote = quoted) => cells.map(row => row.map(quote).join(delimiter));
const decimalComma = rows.map(([model, ...rest]) => [model!, ...rest.map(cell => cell.replace(/(\d)\.(\d)/, "$1,$2"))]);
const plain = rows.map(row => row.slice(0, 3));

/** The same table in the ways that programs and people export it. */
const dialects: Readonly<Record<string, string>> = {
  commas: `${lines(",").join("\n")}\n`,
  semicolons: `${lines(";").join("\n")}\n`,
  tabs: lines("\t").join("\n"),
  bars: lines("|").join("\n"),
  CRLF: lines(",").join("\r\n"),
  "lone CR": lines(",").join("\r"),
  "decimal comma": lines(";", decimalComma).join("\n"),
  "BOM and blank lines": `\uFEFF${lines(",").join("\n\n")}\n\n`,
  "title before the header": ["Benchmark of 25 November", "", ...lines(",")].join("\n"),
  "comment rows": ["# made by hand", lines(",")[0], "# disabled,1,2,3", ...lines(",").slice(1)].join("\n"),
  "trailing delimiter": lines(",")
    .map(line => `${line},`)
    .join("\n"),
  "unit row": [
    lines(",", [["model", "load time", "power", "note"]])[0],
    ',"ms","W",',
    ...lines(
      ",",
      rows.slice(1).map(row => row.map(cell => cell.replace(" W", "")))
    )
  ].join("\n"),
  "spaces around cells": lines(" , ", plain, cell => cell).join("\n"),
  "header repeated": [...lines(",").slice(0, 2), ...(lines(",")[0] === undefined ? [] : [lines(",")[0]]), ...lines(",").slice(2)].join("\n")
};

async function measured(text: string) {
  const {measurements} = await collect({}, {files: memoryFiles({"table.csv": text})});
  return measurements.map(({columns, rows: count, factors, places}) => ({
    count,
    places,
    models: factors.find(({key}) => key === "model"),
    columns: columns.map(({metric, unit, values, definition}) => ({metric, unit, values, definition}))
  }));
}

describe("csvText", () => {
  it.each(Object.keys(dialects))("gives the same evidence for a table with %s", async name => {
    expect(await measured(dialects[name]!)).toEqual([
      {
        count: 3,
        places: {prefix: "R", first: 1, step: 1},
        models: {key: "model", role: "subject", levels: ["gemma", "llama", "qwen"], index: [0, 1, 2]},
        columns: [
          {metric: "load_time", unit: "s", values: [0.0125, 0.00725, 0.1], definition: "as-named"},
          {metric: "power", unit: "W", values: [22.5, 30.25, 25], definition: "as-named"}
        ]
      }
    ]);
  });

  it("reads the two-column table with decimal commas of an old bug", () => {
    expect(csvText("A;B\n1,1;2,2\n")).toMatchObject({delimiter: ";", header: ["A", "B"], records: [["1,1", "2,2"]]});
  });

  it("keeps what stands before the header", () => {
    const csv = csvText(
      "Format,Caffe\nIteration,10\n ,Throughput,Latency\nBatch: 1,479.452 qps,2.06 ms\nBatch: 4,886 qps,4.4 ms\nBatch: 8,900 qps,7 ms\n"
    );
    expect(csv).toMatchObject({preamble: ["Format,Caffe", "Iteration,10"], header: ["", "Throughput", "Latency"]});
    expect(csv?.records).toHaveLength(3);
  });

  it("lists rows of another width and shifts nothing", async () => {
    const text = "model,ttft_ms,note\na,1.5,ok\nb,2.5,one, two\nc,3.5\nd,4.5,ok\ne,5.5,ok\n";
    const csv = csvText(text);
    expect(csv?.ragged).toEqual([2, 3]);
    const {artifacts, measurements} = await collect({}, {files: memoryFiles({"a.csv": text})});
    expect(artifacts[0]).toMatchObject({
      status: "partial",
      problems: [
        {code: "ragged-row", source: {at: "R2"}},
        {code: "ragged-row", source: {at: "R3"}}
      ]
    });
    expect(measurements[0]).toMatchObject({rows: 3, places: ["R1", "R4", "R5"]});
  });

  it("takes a header from the comment above rows without one", () => {
    expect(csvText("# model,tokens\na,1\nb,2\nc,3\n")?.header).toEqual(["model", "tokens"]);
  });

  it("leaves columns unnamed where there is no header", () => {
    expect(csvText("2026-11-25,22.5 W\n2026-11-25,23 W\n2026-11-25,24 W\n")?.header).toEqual(["", ""]);
  });

  it("names unnamed and repeated columns by position in places", () => {
    expect(["a", "", "b", "a"].map((_, index) => columnField(["a", "", "b", "a"], index))).toEqual(["C1", "C2", "b", "C4"]);
  });

  it("goes on without quotes when they do not close", () => {
    expect(csvText('name,ms\n"a,1\n"b,2\n"c,3\n')?.records).toHaveLength(3);
  });

  it.each([
    ["prose", "The run was fine, as far as we know.\nNext week we try more, if there is time.\nThe end.\n"],
    ["a log", "10:00:01 INFO started, pid 12\n10:00:02 WARN slow\n10:00:03 INFO done, 3 requests, 0 errors\n"],
    ["JSON", '{"a": 1, "b": 2}\n'],
    ["JSON Lines", '{"a": 1, "b": 2}\n{"a": 2, "b": 3}\n'],
    ["a JSON array of arrays", "[[1, 2],\n[3, 4],\n[5, 6]]\n"],
    ["Markdown", "| model | t/s |\n| --- | ---: |\n| a | 1.5 |\n| b | 2.5 |\n"],
    ["HTML", "<table><tr><td>1,2</td></tr></table>\n"],
    ["one number", "42\n"],
    ["nothing", ""]
  ])("refuses %s", (_, text) => {
    expect(csvText(text)).toBeUndefined();
  });

  it("splits 50,000 rows, and refuses 20 MB of something else at once", () => {
    const table = `model,ttft_s,tokens,note\n${"gemma,0.125,48,fine\n".repeat(50_000)}`;
    expect(csvText(table)?.records).toHaveLength(50_000);
    const begin = performance.now();
    for (const text of ["word ".repeat(4_000_000), `${"x".repeat(20_000_000)}`, "a, b\nsome line of a log\n".repeat(800_000)])
      expect(csvText(text)).toBeUndefined();
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
