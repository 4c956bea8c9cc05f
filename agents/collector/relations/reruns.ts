import type {Measurement, Relation, Reported} from "../../contracts/index.ts";
import type {FileRecords} from "./values.ts";

/**
 * Files that measure the same once more: same format, equal subject, equal recorded settings, pairing levels and phases, as many
 * rows; of unknown make only if the names differ in their digits alone. Without a subject and a setting or pairing recorded on both sides nothing is said. Each is a rerun of the first of its kind, in path order.
 */
export function reruns(files: readonly FileRecords[], isRelated: (a: string, b: string) => boolean): Relation[] {
  const firsts = new Map<string, FileRecords>();
  return files.flatMap(file => {
    const identity = identityOf(file);
    if (identity === undefined) return [];
    const first = firsts.get(identity);
    if (first === undefined) firsts.set(identity, file);
    if (first === undefined || isRelated(file.path, first.path)) return [];
    const {compared, agreed} = equalValues(file, first);
    return agreed === compared ? [] : [{kind: "rerun" as const, from: file.path, to: first.path, compared, agreed, disagreements: []}];
  });
}

/** Undefined when too little is recorded to call two files the same work. */
function identityOf({path, format, measurements, reported}: FileRecords): string | undefined {
  const records = [...measurements.map(ofMeasurement), ...reported.map(ofReported)];
  const hasSubject = records.some(({subject}) => subject.length > 0);
  const hasSetting = records.some(({settings}) => settings.length > 0);
  if (!hasSubject || !hasSetting) return undefined;
  const make = format.startsWith("generic-") ? path.slice(path.lastIndexOf("/") + 1).replace(/\d+/g, "") : "";
  return JSON.stringify([format, make, ...records.map(record => JSON.stringify(record)).sort()]);
}

interface Identity {
  subject: string[];
  settings: string[];
  rest: unknown[];
}

const sorted = (labels: object) =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort();

function ofMeasurement({part, row, subject, settings, rows, factors, phases, columns}: Measurement): Identity {
  const levels = (roles: readonly string[]) =>
    factors.filter(({role}) => roles.includes(role)).map(factor => `${factor.key}=${factor.levels.map(String).sort().join("|")}`);
  return {
    subject: [...sorted(subject), ...levels(["subject"])].sort(),
    settings: [...sorted(settings), ...levels(["setting", "pairing"])].sort(),
    rest: [part, row, rows, [...new Set(phases)].sort(), columns.map(({metric}) => metric).sort()]
  };
}

function ofReported({subject, settings, metric, role, statistics}: Reported): Identity {
  return {subject: sorted(subject), settings: sorted(settings), rest: [metric, role, statistics.map(({statistic}) => statistic)]};
}

function equalValues(a: FileRecords, b: FileRecords): {compared: number; agreed: number} {
  const [ours, others] = [a, b].map(({measurements, reported}) => [
    ...measurements.flatMap(({columns}) => columns.flatMap(({values}) => (Array.isArray(values) ? values : [values.mean]))),
    ...reported.flatMap(({statistics}) => statistics.map(({value}) => value))
  ]);
  if (ours === undefined || others === undefined) return {compared: 0, agreed: 0};
  return {compared: ours.length, agreed: ours.filter((value, index) => value === others[index]).length};
}
