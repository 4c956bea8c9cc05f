import {type Labels, type NoteInput, statisticSchema} from "../contracts/index.ts";
import type {Reading, ReportedDraft, TableDraft} from "./reader.ts";

const statistics: ReadonlySet<string> = new Set(statisticSchema.options);

/**
 * A reading without what cannot be a value: numbers that are not finite (`1e999`), counts beyond what a number holds, statistics that the contract has no
 * name for. Damaged files have such; the rest of them still counts.
 */
export function soundReading(reading: Reading): Reading {
  const problems: NoteInput[] = [];
  const tables = reading.tables.map(table => soundTable(table, problems));
  const reported = reading.reported.flatMap(soundRecord);
  const {environment, settings, ...session} = reading.session;
  const own = {...session, environment: soundLabels(environment), ...(settings === undefined ? {} : {settings: soundLabels(settings)})};
  return {...reading, tables, reported, session: own, problems: [...reading.problems, ...problems]};
}

function soundTable(table: TableDraft, problems: NoteInput[]): TableDraft {
  const columns = table.columns.map(column => {
    const {values, field} = column;
    if (!Array.isArray(values) || values.every(isMeasurable)) return column;
    problems.push({code: "zero-not-measured", values: {field, count: values.filter(value => !isMeasurable(value)).length}});
    return {...column, values: values.map(value => (isMeasurable(value) ? value : null))};
  });
  const {times} = table;
  const clock = Array.isArray(times) && !times.every(isMeasurable) ? times.map(time => (isMeasurable(time) ? time : null)) : times;
  return {
    ...table,
    columns,
    subject: soundLabels(table.subject),
    settings: soundLabels(table.settings),
    factors: table.factors.map(factor => ({...factor, levels: factor.levels.map(level => (isLabel(level) ? level : null))})),
    ...(clock === undefined ? {} : {times: clock})
  };
}

const isMeasurable = (value: number | null) => value === null || Number.isFinite(value);
const isLabel = (level: unknown) =>
  typeof level === "string" || typeof level === "boolean" || (typeof level === "number" && Number.isFinite(level));

const soundLabels = (labels: Labels): Labels =>
  Object.values(labels).every(isLabel) ? labels : Object.fromEntries(Object.entries(labels).filter(([, label]) => isLabel(label)));

function soundRecord({n, failed, ...record}: ReportedDraft): ReportedDraft[] {
  const kept = record.statistics.filter(({statistic, value}) => statistics.has(statistic) && Number.isFinite(value));
  const isCount = (count: number | undefined, least: number): count is number => Number.isSafeInteger(count) && (count ?? -1) >= least;
  if (kept.length === 0 && record.statistics.length > 0 && record.histogram === undefined) return [];
  return [
    {
      ...record,
      subject: soundLabels(record.subject),
      settings: soundLabels(record.settings),
      statistics: kept,
      ...(isCount(n, 1) ? {n} : {}),
      ...(isCount(failed, 0) ? {failed} : {})
    }
  ];
}
