import type {Labels} from "../../contracts/index.ts";
import type {NamedColumn} from "../column-numbers.ts";
import {columnRole} from "../column-role.ts";
import {type GenericReading, genericTable} from "../generic-table.ts";
import {areFragments} from "../documents.ts";
import {
  columnsOf,
  constantsOf,
  escapedKey,
  type Fields,
  fieldsOf,
  type JsonRow,
  leaves,
  likeObjects,
  type Shape,
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
  detect: ({documents, text}) => documents.length > 0 && /^\s*[[{]/.test(text) && !areFragments(text, documents),
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
        ...(walk.stopped === undefined
          ? []
          : [{code: "too-many-cells", values: {limit: mostCells}, source: {artifact: path, at: walk.stopped}}]),
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
  /** Where the walk ended early for their number. */
  stopped?: string;
}

const deepest = 8;
const mostCells = 10_000_000;
/** A longer table than this is looked at in part first: without a known metric or unit it is not worth the time. */
const mostUntold = 10_000;
const mostProbed = 1000;

function visit(walk: Walk, value: unknown, at: string, constants: Labels, depth: number): void {
  if (walk.cells > mostCells) walk.stopped ??= at;
  if (depth > deepest || walk.stopped !== undefined) return;
  if (Array.isArray(value)) {
    const elements: readonly unknown[] = value;
    if (elements.length > 1 && elements.every(element => typeof element === "number" || element === null)) {
      visitNumbers(walk, elements, at, constants);
      return;
    }
    visitRecords(
      walk,
      elements.map((element, index) => ({value: element, place: `${at}/${index}`})),
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
  const shape: Shape = new Map();
  const row = leaves(fields, shape);
  const columns = columnsOf([row], shape).filter(isTelling);
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
  if (records.length > mostUntold && !tableOf(walk, records.slice(0, mostProbed), part, constants).reading.isRecognised) return;
  const {rows, reading, cells} = tableOf(walk, records, part, constants);
  if (rows.length === 0 || rows.length < records.length * 0.8) return;
  walk.cells += cells;
  walk.found.push(reading);
  for (const {fields, place, key, ...row} of rows) {
    if (row.inner.length === 0) continue;
    visitInner(walk, row, place, {...constants, ...constantsOf(fields), ...(key === undefined ? {} : {test: key})}, depth);
  }
}

type Row = JsonRow & Pick<Record, "place" | "key"> & {fields: Fields};

function tableOf(
  {artifact}: Walk,
  records: readonly Record[],
  part: string,
  labels: Labels
): {rows: Row[]; reading: GenericReading; cells: number} {
  const shape: Shape = new Map();
  const rows = records.flatMap(({value, place, key}): Row[] => {
    const fields = fieldsOf(value);
    return fields === undefined ? [] : [{...leaves(fields, shape), place, fields, ...(key === undefined ? {} : {key})}];
  });
  const keys = rows.map(({key}) => key ?? null);
  const named: NamedColumn[] = keys.some(key => key !== null) ? [{name: "name", field: "", cells: keys}] : [];
  const columns = [...named, ...columnsOf(rows, shape)];
  const reading = genericTable({artifact, part, row: "attempt", columns, places: rows.map(({place}) => place), labels});
  return {rows, reading, cells: columns.length * rows.length};
}

/** `[0.1, 0.2, …]`: samples of what the array is called. */
function visitNumbers(walk: Walk, elements: readonly unknown[], part: string, constants: Labels): void {
  const name = unescapedKey(part.slice(part.lastIndexOf("/") + 1)).replace(/_?(?:samples|values|raw|list|all)$/i, "");
  const cells = elements.map(element => (typeof element === "number" ? element : null));
  const role = columnRole({name, field: "", cells: cells.filter(cell => cell !== null).slice(0, 100)});
  if (role.role !== "metric" || (role.unit === "unknown" && role.metric.startsWith("x."))) return;
  walk.cells += cells.length;
  const reading = genericTable({
    artifact: walk.artifact,
    part,
    row: "sample",
    columns: [{name, field: "", cells}],
    places: cells.map((_, index) => `${part}/${index}`),
    labels: constants
  });
  if (reading.isRecognised) walk.found.push(reading);
}

function visitInner(walk: Walk, {inner}: JsonRow, at: string, constants: Labels, depth: number): void {
  for (const each of inner) visit(walk, each.value, `${at}${each.at}`, constants, depth + 1);
}
