import type {Labels} from "../../contracts/index.ts";
import type {NamedColumn} from "../column-numbers.ts";
import {columnRole} from "../column-role.ts";
import {type GenericReading, genericTable} from "../generic-table.ts";
import {
  columnsOf,
  constantsOf,
  escapedKey,
  type Fields,
  fieldsOf,
  type JsonRow,
  leaves,
  likeObjects,
  unescapedKey
} from "../json-leaves.ts";
import type {Reader} from "../reader.ts";

/**
 * JSON of unknown make. An array of objects (or JSON Lines) is a table, an object of like objects a keyed table, an array of
 * numbers inside a record its samples; scalars of what stands around are constants, and their failure fails what they hold.
 * Single objects count only where a metric or unit is known.
 */
export const genericJson: Reader = {
  format: "generic-json",
  category: "other",
  detect: ({documents, text}) => documents.length > 0 && /^\s*[[{]/.test(text),
  read({path, documents, documentProblems}) {
    const found: GenericReading[] = [];
    const [only] = documents;
    const walk: Walk = {artifact: path, found, cells: 0};
    if (documents.length === 1 && only !== undefined) visit(walk, only.value, only.at, {}, 0);
    else {
      const rows = documents.map(({value, at}) => ({value, place: at}));
      visitRecords(walk, rows, "", {}, 0);
    }
    const isRecognised = found.some(reading => reading.isRecognised);
    const readings = isRecognised ? found : [];
    return {
      tables: readings.flatMap(({tables}) => tables),
      reported: readings.flatMap(({reported}) => reported),
      problems: [
        ...readings.flatMap(({problems}) => problems).slice(0, 50),
        ...documentProblems.filter(({code}) => code !== "json-text-between")
      ],
      remarks: [...readings.flatMap(({remarks}) => remarks), ...documentProblems.filter(({code}) => code === "json-text-between")],
      session: {tool: "unknown", key: path, environment: {}}
    };
  }
};

interface Walk {
  artifact: string;
  found: GenericReading[];
  /** Cells taken so far: an unknown file may be a dump of anything. */
  cells: number;
}

const deepest = 8;
const mostCells = 2_000_000;

function visit(walk: Walk, value: unknown, at: string, constants: Labels, depth: number): void {
  if (depth > deepest || walk.cells > mostCells) return;
  if (Array.isArray(value)) {
    visitRecords(
      walk,
      value.map((element: unknown, index) => ({value: element, place: `${at}/${index}`})),
      at,
      constants,
      depth
    );
    return;
  }
  const fields = fieldsOf(value);
  if (fields === undefined) return;
  const like = likeObjects(fields);
  if (like !== undefined) {
    const rest = new Map([...fields].filter(([key]) => !like.includes(key)));
    const own = {...constants, ...constantsOf(rest)};
    visitRecords(
      walk,
      like.map(key => ({value: fields.get(key), place: `${at}/${escapedKey(key)}`, key})),
      at,
      own,
      depth
    );
    visitObject(walk, rest, at, constants, depth);
    return;
  }
  visitObject(walk, fields, at, constants, depth);
}

/** One object by itself: its numbers are one row. */
function visitObject(walk: Walk, fields: Fields, at: string, constants: Labels, depth: number): void {
  const row = leaves(fields);
  const columns = columnsOf([row.scalars]).filter(column => isTelling(column));
  const reading = genericTable({
    artifact: walk.artifact,
    part: at,
    row: "attempt",
    columns,
    places: [at],
    labels: constants
  });
  walk.cells += row.scalars.size;
  if (reading.isRecognised || reading.tables.some(({failures}) => failures.length > 0)) walk.found.push(reading);
  visitInner(walk, row, at, {...constants, ...constantsOf(fields)}, depth);
}

/** Numbers that nobody knows say something in a column, not by themselves. */
function isTelling(column: NamedColumn): boolean {
  const role = columnRole(column);
  return role.role !== "metric" || !["unknown", "1"].includes(role.unit) || !role.metric.startsWith("x.");
}

interface Record {
  value: unknown;
  place: string;
  key?: string;
}

function visitRecords(walk: Walk, records: readonly Record[], part: string, constants: Labels, depth: number): void {
  const rows = records.flatMap(({value, place, key}) => {
    const fields = fieldsOf(value);
    return fields === undefined ? [] : [{...leaves(fields), place, key, fields}];
  });
  if (rows.length === 0 || rows.length < records.length * 0.8) {
    visitNumbers(walk, records, part, constants);
    return;
  }
  const keys: NamedColumn[] = rows.some(({key}) => key !== undefined)
    ? [{name: "name", field: "", cells: rows.map(({key}) => key ?? null)}]
    : [];
  walk.cells += rows.reduce((sum, {scalars}) => sum + scalars.size, 0);
  if (walk.cells > mostCells) return;
  walk.found.push(
    genericTable({
      artifact: walk.artifact,
      part: part === "" ? "" : part,
      row: "attempt",
      columns: [...keys, ...columnsOf(rows.map(({scalars}) => scalars))],
      places: rows.map(({place}) => place),
      labels: constants
    })
  );
  for (const {fields, place, key, ...row} of rows) {
    visitInner(walk, row, place, {...constants, ...constantsOf(fields), ...(key === undefined ? {} : {test: key})}, depth);
  }
}

/** `[0.1, 0.2, …]`: samples of what the array is called. */
function visitNumbers(walk: Walk, records: readonly Record[], part: string, constants: Labels): void {
  const numbers = records.filter(({value}) => typeof value === "number" || value === null);
  if (numbers.length < 2 || numbers.length < records.length) return;
  const name = unescapedKey(part.slice(part.lastIndexOf("/") + 1)).replace(/_?(?:samples|values|raw|list|all)$/i, "");
  const cells = numbers.map(({value}) => (typeof value === "number" ? value : null));
  walk.cells += cells.length;
  const reading = genericTable({
    artifact: walk.artifact,
    part,
    row: "sample",
    columns: [{name, field: "", cells}],
    places: numbers.map(({place}) => place),
    labels: constants
  });
  if (reading.isRecognised) walk.found.push(reading);
}

function visitInner(walk: Walk, {inner}: JsonRow, at: string, constants: Labels, depth: number): void {
  for (const each of inner) visit(walk, each.value, `${at}${each.at}`, constants, depth + 1);
}
