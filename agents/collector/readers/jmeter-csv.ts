import Papa from "papaparse";
import type {Reader} from "../reader.ts";
import {buildTable} from "../table.ts";
import {isTransaction, type JmeterSample, jmeterColumns, jmeterRow} from "./jmeter-samples.ts";

const headed = /^(?:"?\w+"?[,;\t|])*"?timeStamp"?[,;\t|](?=[^\n]*\belapsed\b)(?=[^\n]*\blabel\b)/;
const headless = /^1\d{12}([,;\t|])\d+\1/;

/** Epoch in ms, a duration, and somewhere behind whether it succeeded. */
function isHeadless(text: string): boolean {
  const delimiter = headless.exec(text)?.[1];
  if (delimiter === undefined) return false;
  const [line = ""] = text.slice(0, 10_000).split(/[\r\n]/, 1);
  return line
    .split(delimiter)
    .slice(6)
    .some(cell => cell === "true" || cell === "false");
}

/** Columns of a file without header in the order that JMeter 2 wrote them; only the first eight are the same in all versions. */
const order = ["timeStamp", "elapsed", "label", "responseCode", "responseMessage", "threadName", "dataType", "success"];
const oldOrder = [...order, "bytes", "Latency"];

/**
 * JTL of JMeter as CSV, with or without header, columns in any order: a row per sample, times in ms. Transaction parents repeat their children and are left out, `success` that
 * is false is a failure. https://jmeter.apache.org/usermanual/glossary.html
 */
export const jmeterCsv: Reader = {
  format: "jmeter-csv",
  category: "serving",
  detect: ({text}) => headed.test(text) || isHeadless(text),
  read({path, text}) {
    const records = Papa.parse<string[]>(text.trimEnd(), {skipEmptyLines: true}).data;
    const [first = []] = records;
    const hasHeader = first.includes("timeStamp");
    const header = hasHeader ? first : first.length === oldOrder.length ? oldOrder : order;
    const field = (name: string) => {
      const index = header.indexOf(name);
      return hasHeader ? name : `C${index + 1}`;
    };
    const fields = {elapsed: field("elapsed"), latency: field("Latency"), connect: field("Connect"), bytes: field("bytes")};
    const samples = records.slice(hasHeader ? 1 : 0).map((record, index): JmeterSample => {
      const cell = (name: string) => record[header.indexOf(name)];
      return {
        place: `R${index + 1}`,
        timeStamp: cell("timeStamp"),
        elapsed: cell("elapsed"),
        latency: cell("Latency"),
        connect: cell("Connect"),
        bytes: cell("bytes"),
        label: cell("label") ?? "",
        code: cell("responseCode") ?? "",
        message: cell("failureMessage") || cell("responseMessage") || "",
        success: cell("success") !== "false"
      };
    });
    const own = samples.filter(sample => !isTransaction(sample));
    const parent = samples.find(isTransaction);
    return {
      tables: own.length === 0 ? [] : [buildTable({columns: jmeterColumns(fields), rows: own.map(sample => jmeterRow(sample, fields))})],
      reported: [],
      session: {tool: "jmeter", key: path, environment: {}},
      problems: [],
      ...(parent === undefined
        ? {}
        : {remarks: [{code: "total-rows", values: {rows: samples.length - own.length}, source: {artifact: path, at: parent.place}}]})
    };
  }
};
