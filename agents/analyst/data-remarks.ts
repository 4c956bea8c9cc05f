import {type Analysis, type NoteInput, noteSchema} from "../contracts/index.ts";
import type {Context} from "./context.ts";
import {sessionsWithoutResult} from "./detectors/failures.ts";
import type {Frame} from "./frames.ts";
import {rowLabels} from "./frames.ts";
import {groupBy} from "./labels.ts";

type Remark = Analysis["remarks"][number];

/** What readers saw in the data that forbids a comparison, and settings that the rows show not to have been in force. */
export function dataRemarksOf(context: Context): Remark[] {
  return [
    ...lostSessions(context),
    ...statedTotals(context),
    ...ruledMeans(context),
    ...otherDevices(context),
    ...wordTokens(context),
    ...toyModels(context),
    ...narrowIntervals(context),
    ...notMeasured(context),
    ...settingsNotInForce(context)
  ];
}

const remark = (section: Remark["section"], note: NoteInput): Remark => ({section, note: noteSchema.parse(note)});

const hasWarning = ({warnings}: {warnings: readonly {code: string}[]}, code: string): boolean =>
  warnings.some(warning => warning.code === code);

/** Named by their place; where other sessions share it, by their file. */
function lostSessions({evidence, frames}: Context): Remark[] {
  const isAlone = (place: string): boolean => evidence.sessions.filter(session => session.place === place).length === 1;
  const places = sessionsWithoutResult(frames.frames).map(([{session, measurement}]) =>
    isAlone(session.place) ? session.place : measurement.artifact
  );
  return places.length === 0
    ? []
    : [remark("limitations", {code: "sessions-without-result", values: {places: [...new Set(places)].sort()}})];
}

/** Totals and means of a file that its own rows contradict. */
function statedTotals({evidence, frames, store}: Context): Remark[] {
  const lost = new Set(sessionsWithoutResult(frames.frames).flatMap(own => own.map(({measurement}) => measurement.artifact)));
  return evidence.artifacts
    .filter(({path}) => !lost.has(path))
    .flatMap(({path, problems}) =>
      problems.flatMap(({code, values, source}) => {
        const {field, stated, found} = values;
        if (code !== "summary-differs" || typeof field !== "string" || typeof stated !== "number" || typeof found !== "number") return [];
        const fact = (side: string, value: number) =>
          store.add({
            kind: "reported",
            statistic: "value",
            where: {side, path, field},
            value,
            unit: "1",
            sources: [source ?? {artifact: path, at: field}]
          });
        const name = field.slice(field.lastIndexOf("/") + 1);
        return [
          remark("limitations", {
            code: "stated-differs",
            values: {file: path, field: name, stated: {fact: fact("stated", stated)}, found: {fact: fact("rows", found)}}
          })
        ];
      })
    );
}

function toyModels({frames, store}: Context): Remark[] {
  const warned = frames.reported.filter(record => hasWarning(record, "toy-model"));
  const [size] = warned.flatMap(({warnings}) => warnings.flatMap(({code, values}) => (code === "toy-model" ? [values.bytes] : [])));
  const [first] = warned;
  if (first === undefined || typeof size !== "number") return [];
  const fact = store.add({
    kind: "reported",
    metric: "model_size",
    statistic: "max",
    session: first.session,
    value: size,
    unit: "B",
    sources: [{artifact: first.artifact, at: ""}]
  });
  const places = [...new Set(warned.map(({place}) => place.place))].sort();
  return [remark("limitations", {code: "toy-model", values: {places, size: {fact}}})];
}

function narrowIntervals({frames}: Context): Remark[] {
  const files = frames.reported.filter(record => hasWarning(record, "interval-too-narrow")).map(({artifact}) => artifact);
  return files.length === 0 ? [] : [remark("limitations", {code: "interval-too-narrow", values: {files: [...new Set(files)].sort()}})];
}

/** Numbers that a program made up for a demonstration. */
function notMeasured({evidence}: Context): Remark[] {
  const own = evidence.artifacts.flatMap(({path, problems}) =>
    problems.flatMap(({code, values: {fields}}) => (code === "not-measured-here" && Array.isArray(fields) ? [{path, fields}] : []))
  );
  return [...groupBy(own, ({fields}) => fields.join(" ")).values()].map(group =>
    remark("limitations", {code: "not-measured-here", values: {fields: group[0]?.fields ?? [], files: group.map(({path}) => path)}})
  );
}

function ruledMeans({frames}: Context): Remark[] {
  const tests = [
    ...new Set(
      frames.reported
        .filter(record => hasWarning(record, "mean-ruled-by-first-call"))
        .map(({subject}) => String(subject.kernel ?? subject.test ?? subject.model ?? subject.backend ?? ""))
        .filter(name => name !== "")
    )
  ].sort();
  return tests.length === 0 ? [] : [remark("limitations", {code: "ruled-means", values: {tests}})];
}

function otherDevices({frames}: Context): Remark[] {
  const own = frames.reported.filter(record => hasWarning(record, "other-device"));
  if (own.length === 0) return [];
  const backends = [...new Set(own.map(({subject}) => String(subject.backend ?? subject.provider ?? "")))].sort();
  const places = [...new Set(own.map(({artifact}) => artifact))].sort();
  return [remark("limitations", {code: "other-device", values: {backends, places}})];
}

function wordTokens({frames}: Context): Remark[] {
  const files = frames.frames
    .filter(({columns}) => columns.get("output_tokens")?.definition === "words")
    .map(({measurement}) => measurement.artifact);
  return files.length === 0 ? [] : [remark("limitations", {code: "tokens-are-words", values: {files: [...new Set(files)].sort()}})];
}

/** Ollama loads a model again when the context window changes. */
const reloading = "num_ctx";

/**
 * A change of the context window that never made the model load again, while other changes of it always did: the two values were
 * one in force. Ollama raises too small a window for models with vision: https://github.com/ollama/ollama/blob/main/server/sched.go
 */
function settingsNotInForce({frames}: Context): Remark[] {
  return frames.frames.flatMap(frame => {
    const changes = changesOf(frame);
    const pairs = [...groupBy(changes, ({from, to}) => JSON.stringify([from, to].sort())).values()];
    const silent = pairs.filter(group => group.length > 1 && group.every(({isCold}) => !isCold));
    const loud = pairs.some(group => group.every(({isCold}) => isCold));
    if (!loud) return [];
    return silent.map(group => {
      const [low, high] = [group[0]?.from ?? 0, group[0]?.to ?? 0].sort((a, b) => a - b);
      const model = String(rowLabels(frame.measurement, 0).subject.model ?? "");
      return remark("limitations", {
        code: "setting-not-in-force",
        values: {model, from: `${reloading}=${low}`, to: `${reloading}=${high}`}
      });
    });
  });
}

/** Changes of the window from one row to the next under otherwise equal reloading settings, and whether the later call was cold. */
function changesOf({measurement, phases}: Frame): {from: number; to: number; isCold: boolean}[] {
  if (measurement.row !== "attempt") return [];
  const failed = new Set(measurement.failures.map(({row}) => row));
  const changes: {from: number; to: number; isCold: boolean}[] = [];
  for (let row = 1; row < measurement.rows; row += 1) {
    const [before, after] = [rowLabels(measurement, row - 1).settings, rowLabels(measurement, row).settings];
    const [from, to] = [before[reloading], after[reloading]];
    if (typeof from !== "number" || typeof to !== "number" || from === to || before.num_gpu !== after.num_gpu) continue;
    if (failed.has(row) || failed.has(row - 1)) continue;
    changes.push({from, to, isCold: phases[row] === "cold"});
  }
  return changes;
}
