import papaparse from "papaparse";
import {beforeAll, describe, expect, it} from "vitest";
import type {Report} from "../../../agents/contracts/index.ts";
import {renderCsv} from "../../../pipelines/export/csv.ts";
import {analysisOf, reportOf, sampleFolders} from "../../support/report-of.ts";
import {emptyAnalysis, factOf} from "../../support/small-analysis.ts";

type Row = Record<string, string>;
const rowsOf = (csv: string): Row[] => papaparse.parse<Row>(csv, {header: true, skipEmptyLines: true}).data;
const reportWith = (fact: Partial<Parameters<typeof factOf>[0]>): Report => ({
  ...reportOf(emptyAnalysis, "en"),
  facts: [factOf({value: 1, unit: "s", ...fact})]
});

describe("facts as CSV", () => {
  let report: Report;
  beforeAll(async () => {
    report = reportOf(await analysisOf(sampleFolders()[0]![1]), "ru");
  });

  it("has a row for each fact of the report with value, unit, interval and places as report.json has them", () => {
    const rows = rowsOf(renderCsv(report));
    expect(rows).toHaveLength(report.facts.length);
    rows.forEach((row, index) => {
      const fact = report.facts[index]!;
      expect([row["id"], row["unit"], row["formula"]]).toEqual([fact.id, fact.unit, fact.formula ?? ""]);
      if (typeof fact.value === "number") expect(Number(row["value"])).toBe(fact.value);
      expect(row["interval_low"]).toBe(fact.interval === undefined ? "" : String(fact.interval[0]));
      expect(row["sources"] === "" ? [] : JSON.parse(row["sources"]!)).toEqual(fact.sources);
      expect(row["inputs"] === "" ? [] : JSON.parse(row["inputs"]!)).toEqual(fact.inputs);
    });
  });

  it("holds every fact that another was computed from", () => {
    const rows = rowsOf(renderCsv(report));
    const ids = new Set(rows.map(({id}) => id));
    const inputs = rows.flatMap(({inputs}) => (inputs === "" ? [] : (JSON.parse(inputs!) as string[])));
    expect(inputs.length).toBeGreaterThan(20);
    expect(inputs.filter(id => !ids.has(id))).toEqual([]);
  });

  it("ends lines with CR LF and quotes what holds a comma or a quote", () => {
    const csv = renderCsv(reportWith({session: 'a,"b"', subject: {model: 'm"1'}}));
    expect(csv.split("\r\n")).toHaveLength(3);
    expect(csv).not.toMatch(/(?<!\r)\n/);
    const [row] = rowsOf(csv);
    expect(row!["session"]).toBe('a,"b"');
    expect(JSON.parse(row!["subject"]!)).toEqual({model: 'm"1'});
  });

  it.each(["=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", " =1", "\t=1", "＝1"])("gives a spreadsheet no formula: %j", name => {
    const [row] = rowsOf(renderCsv(reportWith({session: name, metric: name, definition: name, formula: name})));
    for (const column of ["session", "metric", "definition", "formula"]) expect(row![column]).toMatch(/^'/);
  });

  it("leaves negative numbers numbers", () => {
    expect(rowsOf(renderCsv(reportWith({value: -0.25, interval: [-0.5, -0.1]})))[0]).toMatchObject({
      value: "-0.25",
      interval_low: "-0.5",
      interval_high: "-0.1"
    });
  });

  it("shows what could not be seen and stays one line", () => {
    const csv = renderCsv(reportWith({session: "a\u202eb\u0000c\nd"}));
    expect(rowsOf(csv)[0]!["session"]).toBe("a\\u202eb\\u0000c d");
  });
});
