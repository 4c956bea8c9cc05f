import {columnField, type CsvText} from "../csv.ts";
import {genericTable} from "../generic-table.ts";
import type {Reader} from "../reader.ts";

/**
 * A delimited table of unknown make: every column gets its role by READING section 1, every metric is `as-named`. Ragged rows are
 * rejected, never shifted. Columns without names are read only where a cell states a unit.
 */
export const genericCsv: Reader = {
  format: "generic-csv",
  category: "other",
  detect: ({csv}) => csv !== undefined,
  read({path, csv}) {
    if (csv === undefined) return {tables: [], reported: [], problems: [], session: {tool: "unknown", key: path, environment: {}}};
    const {tables, reported, problems, remarks, isRecognised} = genericTable({
      artifact: path,
      part: "",
      row: "attempt",
      labels: {},
      delimiter: csv.delimiter,
      ...namedColumns(csv)
    });
    if (!isRecognised && csv.header.every(name => name === ""))
      return {tables: [], reported: [], problems: [], session: {tool: "unknown", key: path, environment: {}}};
    const ragged = csv.ragged.map(record => ({
      code: "ragged-row",
      values: {cells: csv.records[record - 1]?.length ?? 0, columns: csv.header.length},
      source: {artifact: path, at: `R${record}`}
    }));
    return {
      tables,
      reported,
      problems: [...problems, ...ragged.slice(0, 50)],
      remarks,
      session: {tool: "unknown", key: path, environment: {}}
    };
  }
};

/** `50`, `99` as headings are percentiles, if there are several. */
const percentileName = (name: string, header: readonly string[]) =>
  isPercentile(name) && header.filter(isPercentile).length > 1 ? `p${name}` : name;
const isPercentile = (name: string) => /^(?:\d{1,2}|99\.9|99\.99)$/.test(name);

/** Columns of a table without its ragged rows. */
export function namedColumns({header, records, units, ragged}: CsvText) {
  const rejected = new Set(ragged);
  const kept = records.map((record, index) => ({record, number: index + 1})).filter(({number}) => !rejected.has(number));
  const columns = header.map((name, index) => {
    const unit = units?.[index];
    return {
      name: name === "" ? `C${index + 1}` : percentileName(name, header),
      field: columnField(header, index),
      cells: kept.map(({record}) => record[index] ?? ""),
      ...(unit === undefined || unit === "" ? {} : {unit})
    };
  });
  return {columns, places: kept.map(({number}) => `R${number}`)};
}
