import {type Relation, type Reported, type Statistic, sourcesOf} from "../../contracts/index.ts";
import {type LabelledRows, labelledRows, plainKey, plainValue, type Rows} from "./labelled-rows.ts";
import {type FileRecords, halfUnit, isSame, significantDigits} from "./values.ts";

/** Share of compared statistics that must agree. */
const share = 0.8;
const mostDisagreements = 50;
/** Numbers written more coarsely than this share of their value agree with anything. */
const coarsest = 0.05;

/**
 * Files whose statistics are those of another file's rows with the same metric and compatible labels. Rates are compared with
 * output_tokens / decode_time and prompt_tokens / prefill_time of the rows. What misses is a disagreement; groups of rows that the
 * summary leaves out are `missing-row`. `isRelated`: pairs that are explained already.
 */
export function summaries(files: readonly FileRecords[], isRelated: (a: string, b: string) => boolean): Relation[] {
  const stating = files
    .filter(({reported, measurements}) => reported.length > 0 && measurements.every(({row}) => row === "property"))
    .map(statedBy);
  const measuring = files
    .filter(({measurements}) => measurements.some(({row}) => row !== "property"))
    .map(file => ({file, tables: file.measurements.map(labelledRows)}));
  return stating.flatMap(from =>
    measuring.flatMap(({file: to, tables}) => {
      if (
        isRelated(from.path, to.path) ||
        !from.records.some(({record}) => tables.some(table => table.rowsOf(record.metric) !== undefined))
      )
        return [];
      const relation = summaryOf(from, to, tables);
      return relation === undefined ? [] : [relation];
    })
  );
}

interface Stated {
  path: string;
  records: {record: Reported; labels: ReadonlyMap<string, string>}[];
  /** Half a unit of the last digit by metric and statistic. */
  precision: ReadonlyMap<string, number>;
}

function statedBy({path, reported}: FileRecords): Stated {
  const measured = reported.filter(({role}) => role === "measured");
  const records = measured.map(record => {
    const labels = Object.entries({...record.subject, ...record.settings}).map(
      ([key, value]) => [plainKey(key), plainValue(value)] as const
    );
    return {record, labels: new Map(labels.sort(([a], [b]) => (a < b ? -1 : 1)))};
  });
  return {path, records, precision: precisionOf(measured)};
}

/** Running comparison of one summary with one file. */
interface Comparison {
  compared: number;
  agreed: number;
  /** Most significant digits of a compared number. */
  digits: number;
  disagreements: Relation["disagreements"];
  /** Groups of rows that the summary speaks of. */
  seen: Map<LabelledRows, {keys: string[]; groups: Set<string>}>;
}

function summaryOf(from: Stated, to: FileRecords, tables: readonly LabelledRows[]): Relation | undefined {
  const comparison: Comparison = {compared: 0, agreed: 0, digits: 0, disagreements: [], seen: new Map()};
  for (const record of from.records) {
    for (const table of tables) compareRecord(comparison, from, record, table);
    if (comparison.compared >= 20 && comparison.agreed < comparison.compared * 0.2) return undefined;
  }
  const {compared, agreed, digits, disagreements, seen} = comparison;
  if (agreed < 3 || agreed < compared * share || digits < 3) return undefined;
  const missing = [...seen].flatMap(([table, {keys, groups}]) => missingGroups(from.path, table, keys, groups));
  return {
    kind: "summary",
    from: from.path,
    to: to.path,
    compared,
    agreed,
    disagreements: [...disagreements, ...missing].slice(0, mostDisagreements)
  };
}

function compareRecord(comparison: Comparison, from: Stated, {record, labels}: Stated["records"][number], table: LabelledRows): void {
  const rows = table.rowsOf(record.metric);
  if (rows === undefined || rows.unit !== record.unit) return;
  if (rows.definition !== undefined && rows.definition !== record.definition) return;
  const keys = [...labels.keys()].filter(key => table.labels.has(key));
  const group = keys.map(key => labels.get(key)).join("\n");
  const known = comparison.seen.get(table);
  if (known === undefined) comparison.seen.set(table, {keys, groups: new Set([group])});
  else known.groups.add(group);
  const members = (table.groupsBy(keys).get(group) ?? []).filter(row => typeof rows.values[row] === "number");
  if (members.length === 0) return;
  const rowTolerance = members.reduce((most, row) => Math.max(most, rows.toleranceOf(row)), 0);
  for (const {statistic, value, at} of record.statistics) {
    const expected = statisticsOf(statistic, members, rows);
    const precision = from.precision.get(`${record.metric}\n${statistic}`) ?? 0;
    const tolerance = precision + rowTolerance;
    if (expected.length === 0 || (tolerance > Math.abs(value) * coarsest && !Number.isInteger(value))) continue;
    comparison.compared += 1;
    comparison.digits = Math.max(comparison.digits, significantDigits(value, precision));
    if (expected.some(each => isSame(value, each, tolerance))) comparison.agreed += 1;
    else if (comparison.disagreements.length < mostDisagreements) {
      const to = sourcesOf(table.measurement, rows.field, members)[0] ?? {artifact: table.measurement.artifact, at: ""};
      comparison.disagreements.push({
        from: {artifact: from.path, at},
        to,
        why: "value",
        values: [value, expected[0] ?? 0],
        metric: record.metric
      });
    }
  }
}

function precisionOf(reported: readonly Reported[]): ReadonlyMap<string, number> {
  const groups = new Map<string, {values: number[]; unit: Reported["unit"]}>();
  for (const {metric, unit, statistics} of reported) {
    for (const {statistic, value} of statistics) {
      const key = `${metric}\n${statistic}`;
      const group = groups.get(key) ?? {values: [], unit};
      group.values.push(value);
      groups.set(key, group);
    }
  }
  return new Map([...groups].map(([key, {values, unit}]) => [key, halfUnit(values, unit)]));
}

/** What the statistic may be of these rows: a mean of rates is taken both ways. Empty for statistics that are not recomputed. */
function statisticsOf(statistic: Statistic, members: readonly number[], rows: Rows): number[] {
  const values = members.map(row => rows.values[row] ?? 0);
  const sum = values.reduce((total, value) => total + value, 0);
  if (statistic === "mean" || statistic === "overall")
    return [sum / values.length, ...(rows.overall === undefined ? [] : [rows.overall(members)])];
  if (statistic === "min") return [values.reduce((a, b) => Math.min(a, b))];
  if (statistic === "max") return [values.reduce((a, b) => Math.max(a, b))];
  if (statistic === "count") return [values.length];
  if (statistic === "sum") return [sum];
  if (statistic !== "p50") return [];
  const sorted = values.sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? 0;
  return [sorted.length % 2 === 1 ? upper : (upper + (sorted[(sorted.length >> 1) - 1] ?? 0)) / 2];
}

/** Rows whose labels no record of the summary has: it may hide failures. */
function missingGroups(
  from: string,
  {measurement, groupsBy}: LabelledRows,
  keys: readonly string[],
  groups: ReadonlySet<string>
): Relation["disagreements"] {
  return [...groupsBy(keys)].flatMap(([group, members]) =>
    groups.has(group)
      ? []
      : [
          {
            from: {artifact: from, at: ""},
            to: sourcesOf(measurement, "", members)[0] ?? {artifact: measurement.artifact, at: ""},
            why: "missing-row" as const
          }
        ]
  );
}
