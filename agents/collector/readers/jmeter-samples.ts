import {failureKind} from "../failure-kind.ts";
import {measuredValue} from "../measured-value.ts";
import type {DraftRow} from "../reader.ts";

/** One sample as JMeter writes it, texts as written; times in ms. */
export interface JmeterSample {
  place: string;
  /** Epoch in ms. */
  timeStamp: string | undefined;
  elapsed: string | undefined;
  latency: string | undefined;
  connect: string | undefined;
  bytes: string | undefined;
  label: string;
  code: string;
  message: string;
  success: boolean;
}

/** Parents of a transaction controller repeat the times of their children. */
export const isTransaction = ({message}: JmeterSample): boolean => message.startsWith("Number of samples in transaction");

/** Names of the fields, as columns or attributes. */
export interface JmeterFields {
  elapsed: string;
  latency: string;
  connect: string;
  bytes: string;
}

export const jmeterColumns = ({elapsed, latency, connect, bytes}: JmeterFields) => [
  {metric: "e2e_latency", field: elapsed},
  {metric: "time_to_first_byte", field: latency},
  {metric: "connect_time", field: connect},
  {metric: "response_size", field: bytes}
];

/** A row per sample; a sample without success is a failure with the code and message of the server. */
export function jmeterRow(sample: JmeterSample, fields: JmeterFields): DraftRow {
  const {place, label, code, message, success} = sample;
  const stamp = Number(sample.timeStamp);
  const time = (raw: string | undefined) => measuredValue("e2e_latency", raw, 1e3).value;
  const reason = [code, message].filter(part => part !== "").join(" ");
  return {
    place,
    values: {
      [fields.elapsed]: time(sample.elapsed),
      [fields.latency]: time(sample.latency),
      [fields.connect]: time(sample.connect),
      [fields.bytes]: measuredValue("response_size", sample.bytes).value
    },
    labels: {endpoint: label.replace(/\s+/g, " ").slice(0, 100)},
    ...(stamp > 1e11 ? {time: stamp / 1e3} : {}),
    ...(success ? {} : {failure: {reason, kind: failureKind(reason, /^\d+$/.test(code) ? Number(code) : undefined)}})
  };
}
