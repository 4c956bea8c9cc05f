import {headedRecords} from "../headed-records.ts";
import {plainNumber} from "../quantity.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable} from "../table.ts";
import {trackedMetric} from "./tracked-metric.ts";

/**
 * Scalars that TensorBoard downloads as CSV: `Wall time,Step,Value`, epoch seconds. Run and tag stand only in the file's name, `run-<run>-tag-<tag>.csv`.
 * https://www.tensorflow.org/tensorboard/scalars_and_keras
 */
export const tensorboardCsv: Reader = {
  format: "tensorboard-csv",
  category: "quality",
  detect: ({text}) => /^"?Wall time"?,"?Step"?,"?Value"?[ \t]*(?:\r?\n|\r|$)/.test(text),
  read({path, text}) {
    const {records} = headedRecords(text, ",");
    const values = records.map(record => plainNumber(record[2]));
    const rows = records.map((record, index): DraftRow => {
      const [time, step] = [plainNumber(record[0]), plainNumber(record[1])];
      return {
        place: `R${index + 1}`,
        values: {Value: values[index] ?? null},
        ...(step === undefined ? {} : {repeat: {step}}),
        ...(time === undefined ? {} : {time})
      };
    });
    const [, run, tag = ""] = /(?:^|[^A-Za-z])run-(.+?)-tag-(.+)\.csv$/.exec(path) ?? [];
    const {metric, unit, scope} =
      tag === ""
        ? {metric: "x.value", unit: "unknown" as const, scope: undefined}
        : trackedMetric(
            tag,
            values.flatMap(value => value ?? [])
          );
    const labels = {...(scope === undefined ? {} : {scope}), ...(run === undefined || run === "." ? {} : {"x.run": run})};
    return {
      tables: rows.length === 0 ? [] : [buildTable({row: "sample", labels, columns: [{metric, unit, field: "Value"}], rows})],
      reported: [],
      session: {tool: "tensorboard", environment: {}},
      problems: []
    };
  }
};
