import type {Analysis, NoteInput, Source} from "../contracts/index.ts";
import {noteSchema} from "../contracts/index.ts";
import {partsOf, valuesOf} from "./cells.ts";
import type {Context} from "./context.ts";
import {isAborted} from "./history/run-series.ts";
import {differing, groupBy, modelKey} from "./labels.ts";
import {median} from "./statistics/quantile.ts";

type Remark = Analysis["remarks"][number];

/** Statements about the data as a whole: what was left out and why, what was computed, what the order of measuring allows. */
export function remarksOf(context: Context): Remark[] {
  return [
    ...relationRemarks(context),
    ...hiddenRowRemarks(context),
    ...cachedRemarks(context),
    ...ttftRemarks(context),
    ...coldLevelRemarks(context),
    ...phaseRemarks(context),
    ...unreadRemarks(context),
    ...abortedRemarks(context),
    ...settingsRemarks(context),
    ...nameRemarks(context),
    ...orderRemarks(context)
  ];
}

const remark = (section: Remark["section"], note: NoteInput): Remark => ({section, note: noteSchema.parse(note)});

/** Rows that a summary does not mention: it may hide failures. */
function hiddenRowRemarks({evidence, store}: Context): Remark[] {
  return evidence.relations.flatMap(({kind, from, to, disagreements}) => {
    const missing = disagreements.filter(({why}) => why === "missing-row");
    if (kind !== "summary" || missing.length === 0) return [];
    const n = store.count(
      "hidden_rows",
      missing.length,
      {where: {from, to}},
      missing.map(item => item.to)
    );
    return [remark("data", {code: "summary-hides", values: {file: from, source: to, n: {fact: n}}})];
  });
}

/** More copies or summaries without a disagreement than this are named together. */
const MOST_RELATIONS = 3;

function relationRemarks({evidence, store}: Context): Remark[] {
  return (["copy", "summary"] as const).flatMap(kind => {
    const groups = [
      ...groupBy(
        evidence.relations.filter(relation => relation.kind === kind),
        ({from}) => from
      ).values()
    ].map(group => ({
      from: group[0]?.from ?? "",
      of: group.map(({to}) => to),
      compared: group.reduce((sum, item) => sum + item.compared, 0),
      wrong: group.flatMap(({disagreements}) => disagreements.filter(({why}) => why !== "missing-row"))
    }));
    const agreeing = groups.filter(({wrong}) => wrong.length === 0);
    const together = agreeing.length > MOST_RELATIONS;
    const count = (value: number, from: string, metric: string, sources: Source[]) => ({
      fact: store.count(metric, value, {where: {from, kind}}, sources, value)
    });
    const single = groups
      .filter(({wrong}) => wrong.length > 0 || !together)
      .map(({from, of, compared, wrong}) =>
        remark("data", {
          code: `${kind}-of${wrong.length > 0 ? "-differs" : ""}`,
          values: {
            file: from,
            of,
            compared: count(compared, from, "compared_values", [{artifact: from, at: ""}]),
            ...(wrong.length > 0
              ? {
                  wrong: count(
                    wrong.length,
                    from,
                    "disagreements",
                    wrong.map(item => item.from)
                  )
                }
              : {})
          }
        })
      );
    if (!together) return single;
    const files = agreeing.map(({from}) => from);
    const compared = agreeing.reduce((sum, item) => sum + item.compared, 0);
    const places = files.map(artifact => ({artifact, at: ""}));
    return [
      remark("data", {
        code: `${kind}-of-many`,
        values: {files, n: count(files.length, "several", "files", places), compared: count(compared, "several", "compared_values", places)}
      }),
      ...single
    ];
  });
}

/** Calls whose prompt came from the cache are in no comparison; how much faster their prefill was is the reason. */
function cachedRemarks({cells, store}: Context): Remark[] {
  const cached = cells.filter(({phase}) => phase === "cached");
  if (cached.length === 0) return [];
  const ratios = [...groupBy(cached, ({session, subject}) => `${session.id} ${modelKey(subject)}`).values()].flatMap(group => {
    const own = cells.filter(
      ({session, subject, phase}) =>
        phase === "warm" && session === group[0]?.session && modelKey(subject) === modelKey(group[0]?.subject ?? {})
    );
    const [fast, usual] = [valuesOf(partsOf(group), "prefill_throughput"), valuesOf(partsOf(own), "prefill_throughput")];
    if (fast.length === 0 || usual.length === 0) return [];
    const scope = {subject: {model: group[0]?.subject.model ?? ""}, session: group[0]?.session.id ?? ""};
    const inputs = [
      store.median(partsOf(group), "prefill_throughput", {...scope, where: {phase: "cached"}}),
      store.median(partsOf(own), "prefill_throughput", {...scope, where: {phase: "warm"}})
    ];
    return [
      store.add({
        kind: "derived",
        metric: "prefill_throughput",
        definition: "standard",
        statistic: "ratio",
        ...scope,
        where: {phase: "cached"},
        versus: {phase: "warm"},
        value: median(fast) / median(usual),
        unit: "x",
        digits: 2,
        formula: "median(cached) / median(warm)",
        inputs: inputs.filter(id => id !== undefined),
        sourceCount: 0
      })
    ];
  });
  const artifacts = [...new Set(cached.flatMap(({parts}) => parts.map(({frame}) => frame.measurement.artifact)))];
  const count = cached.reduce((sum, {parts}) => sum + parts.reduce((rows, part) => rows + part.rows.length, 0), 0);
  return [
    remark("data", {
      code: ratios.length > 0 ? "cached-prompts" : "cached-prompts-no-ratio",
      values: {
        files: artifacts,
        n: {fact: store.count("attempts", count, {where: {phase: "cached"}})},
        ...(ratios.length > 0 ? {ratios: {facts: ratios}} : {})
      }
    })
  ];
}

/** All cold calls of a session fall to one level of a setting: its effect cannot be told from the load. */
function coldLevelRemarks({cells}: Context): Remark[] {
  return [...groupBy(cells, ({session}) => session.id).values()].flatMap(group => {
    const cold = group.filter(({phase}) => phase === "cold");
    if (cold.length < 2) return [];
    return differing(group.map(({settings}) => settings)).flatMap(key => {
      const levels = new Set(cold.map(({settings}) => settings[key]));
      const [level] = levels;
      if (levels.size !== 1 || level === undefined) return [];
      return [
        remark("performance", {
          code: "cold-at-level",
          values: {place: group[0]?.session.place ?? "", setting: `${key}=${level}`, factor: key}
        })
      ];
    });
  });
}

function ttftRemarks({frames}: Context): Remark[] {
  const tools = new Set(frames.frames.filter(({columns}) => columns.get("ttft")?.formula !== undefined).map(({session}) => session.tool));
  return [...tools].map(tool => remark("data", {code: "ttft-derived", values: {tool}}));
}

function phaseRemarks({frames}: Context): Remark[] {
  const inferred = frames.frames.filter(({phaseBasis, phases}) => phaseBasis === "inferred" && phases.includes("cold"));
  if (inferred.length === 0) return [];
  return [remark("data", {code: "cold-inferred", values: {places: [...new Set(inferred.map(({session}) => session.place))]}})];
}

function unreadRemarks({evidence, store}: Context): Remark[] {
  return (["unknown", "unreadable", "partial", "empty", "duplicate"] as const).flatMap(status => {
    const artifacts = evidence.artifacts.filter(artifact => artifact.status === status);
    if (artifacts.length === 0) return [];
    const n = store.count(
      "files",
      artifacts.length,
      {where: {status}},
      artifacts.map(({path}) => ({artifact: path, at: ""}))
    );
    const duplicates = status === "unknown" || status === "unreadable" || status === "partial" ? "limitations" : "data";
    return [remark(duplicates, {code: `files-${status}`, values: {n: {fact: n}, files: artifacts.map(({path}) => path)}})];
  });
}

/** Sessions of which the data say that they were stopped before their end. */
function abortedRemarks({evidence, cells}: Context): Remark[] {
  const aborted = evidence.sessions.filter(({artifacts}) => isAborted(evidence, artifacts));
  if (aborted.length === 0) return [];
  const isUsed = cells.some(({session}) => aborted.some(({id}) => id === session.id));
  const code = isUsed ? "sessions-all-aborted" : "sessions-aborted";
  return [remark("limitations", {code, values: {places: aborted.map(({place}) => place)}})];
}

/** Sessions whose files state no settings cannot be compared with others on them. */
function settingsRemarks({cells}: Context): Remark[] {
  const measured = cells.filter(({parts}) =>
    parts.some(({frame, rows}) => rows.some(row => [...frame.columns.values()].some(({values}) => values[row] !== null)))
  );
  const silent = [...groupBy(measured, ({session}) => session.id).values()].filter(group =>
    group.every(({settings}) => Object.keys(settings).length === 0)
  );
  const places = [...new Set(silent.flatMap(group => group[0]?.session.place ?? []))];
  return places.length === 0 ? [] : [remark("limitations", {code: "settings-not-recorded", values: {places}})];
}

/** Variants of a model are matched by name across tools. */
function nameRemarks({cells, frames}: Context): Remark[] {
  const names = new Map<string, Set<string>>();
  for (const {subject, session} of [...cells, ...frames.reported.map(({subject, place}) => ({subject, session: place}))]) {
    if (subject.model === undefined) continue;
    const key = modelKey(subject);
    names.set(key, (names.get(key) ?? new Set()).add(`${session.tool}`));
  }
  return [...names.values()].some(tools => tools.size > 1) ? [remark("limitations", {code: "matched-by-name", values: {}})] : [];
}

/** Factors whose levels were measured one after the other. */
function orderRemarks({effects}: Context): Remark[] {
  const ordered = effects.filter(({ordered: isOrdered, primary, factor}) => isOrdered && primary && factor !== "quantization");
  const factors = [...new Set(ordered.map(({factor}) => factor))];
  return factors.length === 0 ? [] : [remark("limitations", {code: "order-not-random", values: {factors}})];
}
