import {z} from "zod";
import type {Reader} from "../reader.ts";
import {type PerfCounter, readCounters} from "./perf-stat-machine.ts";

/**
 * `perf stat -j`: a line per counter, numbers as strings: `{"counter-value" : "1234.000000", "unit" : "", "event" : "cycles:u", …}`.
 * https://man7.org/linux/man-pages/man1/perf-stat.1.html (JSON FORMAT)
 */
export const perfStatJson: Reader = {
  format: "perf-stat-json",
  category: "system",
  detect: ({text, documents}) => text.includes('"counter-value"') && documents.some(({value}) => lineSchema.safeParse(value).success),
  read: input =>
    readCounters(
      input,
      input.documents.flatMap(({value, at}): PerfCounter[] => {
        const line = lineSchema.safeParse(value).data;
        if (line === undefined) return [];
        const {event, unit, interval} = line;
        const derived = line["metric-value"];
        const words = line["metric-unit"];
        return [
          {
            place: `${at}/counter-value`,
            interval: interval === undefined ? undefined : String(interval),
            value: line["counter-value"],
            unit,
            event,
            derived: derived === undefined || words === undefined ? undefined : {value: String(derived), words, place: `${at}/metric-value`}
          }
        ];
      })
    )
};

const number = z.union([z.string(), z.number()]);
const lineSchema = z.looseObject({
  "counter-value": z.string(),
  unit: z.string(),
  event: z.string(),
  interval: number.optional(),
  "metric-value": number.optional(),
  "metric-unit": z.string().optional()
});
