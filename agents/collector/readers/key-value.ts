import {writtenUnit} from "../../contracts/index.ts";
import type {NamedColumn} from "../column-numbers.ts";
import {fieldName, knownMetric} from "../field-name.ts";
import {genericTable} from "../generic-table.ts";
import {parseNumber} from "../numbers.ts";
import type {Reader, ReaderInput} from "../reader.ts";

const line = /^[\s>*•-]*([\p{L}_][\p{L}\p{N}_ ./()[\]%-]{0,60}?)\s*[:=]\s+?(\S.{0,60}?)\s*$/u;

/**
 * `key: number unit` lines: one row whose values stand on lines. At least three with a known unit or metric, and two of five lines:
 * numbers in prose and Markdown are claims, no measurement.
 */
export const keyValue: Reader = {
  format: "key-value",
  category: "other",
  detect: input => {
    const measured = measuredLines(input).length;
    return measured >= 3 && measured >= input.lines.filter(text => text.trim() !== "").length * 0.4;
  },
  read(input) {
    const {path} = input;
    const groups = blocks(measuredLines(input));
    const readings = groups.map(columns =>
      genericTable({artifact: path, part: columns[0]?.field ?? "", row: "attempt", columns, places: [""], labels: {}, delimiter: ":"})
    );
    return {
      tables: readings.flatMap(({tables}) => tables),
      reported: readings.flatMap(({reported}) => reported),
      problems: [],
      session: {tool: "unknown", key: path, environment: {}}
    };
  }
};

/** Columns of one cell each, in line order; the field is the place. */
function measuredLines({lines, text}: ReaderInput): NamedColumn[] {
  if (/^\s*[{[<]/.test(text) || /^(?:#{1,6} |\|? ?:?-{3,}:? ?\||```)/m.test(text)) return [];
  return lines.slice(0, 20_000).flatMap((written, index) => {
    if (written.length > 140) return [];
    const match = line.exec(written);
    const [, name = "", cell = ""] = match ?? [];
    const parsed = match === null ? undefined : parseNumber(cell, {decimal: "."});
    if (parsed === undefined || parsed.value === null) return [];
    const named = fieldName(name, parsed.unit);
    const isKnown =
      parsed.unit === undefined ? named.unit !== undefined || knownMetric(named) !== undefined : writtenUnit(parsed.unit) !== undefined;
    return isKnown ? [{name, field: `L${index + 1}`, cells: [cell]}] : [];
  });
}

/** A key that returns begins the next run. */
function blocks(columns: readonly NamedColumn[]): NamedColumn[][] {
  const groups: NamedColumn[][] = [];
  for (const column of columns) {
    const open = groups.at(-1);
    if (open === undefined || open.some(({name}) => name === column.name)) groups.push([column]);
    else open.push(column);
  }
  return groups;
}
