import {describe, expect, it} from "vitest";
import type {Analysis, Block} from "../../../agents/contracts/index.ts";
import {plain} from "../../../agents/locale/index.ts";
import {unboundDigits} from "../../../agents/writer/index.ts";
import {reportOf} from "../../support/report-of.ts";
import {emptyAnalysis, factOf} from "../../support/small-analysis.ts";

function withColumn(role: string): Analysis {
  return {
    ...emptyAnalysis,
    facts: [factOf({id: "a", value: 10, unit: "tok/s"})],
    tables: [
      {
        id: "table",
        kind: "speed",
        section: "performance",
        words: {place: "p", places: "one", pooled: "no", has_ttft: "yes"},
        facts: {},
        labels: ["model"],
        columns: [role],
        rows: [{labels: {model: "m"}, facts: {[role]: "a"}}],
        notes: []
      }
    ]
  };
}

function headOf(role: string, language = "ru"): string {
  const report = reportOf(withColumn(role), language);
  expect(unboundDigits(report)).toEqual([]);
  const blocks: Block[] = report.sections.flatMap(section => section.blocks);
  const table = blocks.find(block => block.type === "table");
  return plain((table?.type === "table" ? table.head[1] : undefined) ?? []);
}

describe("head of a column", () => {
  it("is the locale's short title with the unit of the column", () => {
    expect(headOf("decode_throughput")).toBe("генерация, токен/с");
    expect(headOf("decode_throughput_noise")).toBe("генерация: перестановка, токен/с");
    expect(headOf("decode_throughput@llama-bench")).toBe("генерация, llama-bench, токен/с");
  });

  it("falls back to the metric's name, then to the name in the data", () => {
    expect(headOf("memory_used")).toBe("занятая память, токен/с");
    expect(headOf("Speed 5 (avg)")).toBe("Speed 5 (avg), токен/с");
    expect(headOf("memory_used", "en")).toBe("memory in use, tok/s");
  });

  it("prints no digit of a tool's name as if it were a value", () => {
    expect(headOf("decode_throughput@mlperf4")).toBe("генерация, mlperf4, токен/с");
  });
});
