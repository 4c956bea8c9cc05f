import type {Reader} from "../reader.ts";
import {buildTable} from "../table.ts";
import {isTransaction, type JmeterFields, type JmeterSample, jmeterColumns, jmeterRow} from "./jmeter-samples.ts";

const fields: JmeterFields = {elapsed: "t", latency: "lt", connect: "ct", bytes: "by"};
const tag = /<(?:httpSample|sample)\s([^>]*)>/g;
const attribute = /([a-z]+)="([^"]*)"/g;

/**
 * JTL of JMeter as XML: `<httpSample t="120" lt="90" ts="…" s="true" lb="Home" rc="200" …/>` a sample, times in ms, placed by line. A `<sample>` of a transaction repeats the
 * samples in it. https://jmeter.apache.org/usermanual/glossary.html
 */
export const jmeterXml: Reader = {
  format: "jmeter-xml",
  category: "serving",
  detect: ({text}) => /<testResults\b/.test(text) && /<(?:httpSample|sample)\s/.test(text),
  read({path, lines}) {
    const samples = lines.flatMap((line, index) => [...line.matchAll(tag)].map(([, text = ""]) => sampleOf(text, `L${index + 1}`)));
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

function sampleOf(text: string, place: string): JmeterSample {
  const values = new Map([...text.matchAll(attribute)].map(([, key = "", value = ""]) => [key, unescaped(value)]));
  return {
    place,
    timeStamp: values.get("ts"),
    elapsed: values.get("t"),
    latency: values.get("lt"),
    connect: values.get("ct"),
    bytes: values.get("by"),
    label: values.get("lb") ?? "",
    code: values.get("rc") ?? "",
    message: values.get("rm") ?? "",
    success: values.get("s") !== "false"
  };
}

const unescaped = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&apos;", "'").replaceAll("&amp;", "&");
