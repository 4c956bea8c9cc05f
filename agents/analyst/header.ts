import type {Analysis, Labels} from "../contracts/index.ts";
import type {Part} from "./cells.ts";
import type {Context} from "./context.ts";
import {groupBy, modelKey} from "./labels.ts";

/** What the report's title and header name: the models with most attempts, the measuring period, what all sessions share. */
export function headerOf(context: Context): Analysis["header"] {
  return {models: modelsOf(context), facts: periodOf(context), environment: environmentOf(context)};
}

/** One name per model (the shortest), most attempted first. */
function modelsOf({cells}: Context): string[] {
  const named = cells.filter(({subject, parts}) => subject.model !== undefined && parts.some(hasMeasured));
  return [...groupBy(named, ({subject}) => modelKey(subject)).values()]
    .map(group => ({
      name: group.map(({subject}) => String(subject.model)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? "",
      attempts: group.reduce((sum, {parts}) => sum + parts.reduce((rows, part) => rows + part.rows.length, 0), 0)
    }))
    .sort((a, b) => b.attempts - a.attempts || (a.name < b.name ? -1 : 1))
    .map(({name}) => name);
}

/** Attempts that all failed name no model of the report. */
const hasMeasured = ({frame, rows}: Part): boolean =>
  [...frame.columns.values()].some(({values}) => rows.some(row => values[row] !== null));

/** First and last time with a zone that the data give. */
function periodOf({evidence, store}: Context): Record<string, string> {
  const times = evidence.sessions.flatMap(({startedAt, endedAt, artifacts}) =>
    [startedAt, endedAt].flatMap(time => (time?.utc === undefined ? [] : [{utc: time.utc, artifact: artifacts[0] ?? ""}]))
  );
  times.sort((a, b) => (a.utc < b.utc ? -1 : 1));
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return {};
  const date = (role: string, {utc, artifact}: typeof first) =>
    store.add({kind: "dated", metric: "time", where: {role}, value: utc, unit: "1", sources: [{artifact, at: ""}]});
  return {from: date("from", first), to: date("to", last)};
}

/** Environment labels that no session contradicts. */
function environmentOf({evidence}: Context): Labels {
  const values = new Map<string, Set<Labels[string]>>();
  for (const {environment} of evidence.sessions) {
    for (const [key, value] of Object.entries(environment)) values.set(key, (values.get(key) ?? new Set()).add(value));
  }
  return Object.fromEntries([...values].flatMap(([key, set]) => (set.size === 1 ? [[key, [...set][0] ?? ""]] : [])));
}
