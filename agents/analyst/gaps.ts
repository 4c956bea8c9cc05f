import type {Gap, NoteInput} from "../contracts/index.ts";
import {gapSchema} from "../contracts/index.ts";
import type {Context} from "./context.ts";
import {valuesOf} from "./cells.ts";
import {groupBy, modelKey} from "./labels.ts";

/** What was not recorded, why it matters and what would be needed. Only what the data at hand could have used. */
export function gapsOf({frames, cells, evidence}: Context): Gap[] {
  const gaps: Gap[] = [];
  const metrics = new Set([...frames.frames.flatMap(({columns}) => [...columns.keys()]), ...frames.reported.map(({metric}) => metric)]);
  const has = (...names: string[]) => names.some(name => metrics.has(name));
  const add = (code: string, blocks: Gap["blocks"], values: NoteInput["values"] = {}) =>
    gaps.push(gapSchema.parse({what: {code, values}, why: {code, values}, needed: {code, values}, blocks}));
  const isInference = has("decode_throughput", "output_throughput");
  if (isInference && !has("energy", "power")) add("energy", ["utilization"]);
  const rated = ratedMetrics(frames, cells);
  if (isInference && !rated.has("accuracy") && !rated.has("loss")) {
    const others = [...new Set(frames.reported.filter(isRating).map(({place}) => place.place))].sort();
    if (rated.has("perplexity")) add("quality-only-perplexity", ["tradeoff"]);
    else if (others.length > 0) add("quality-of-models", ["tradeoff"], {models: measuredModels(cells), places: others});
    else add("quality", ["tradeoff"]);
  }
  if (isInference && !usesGpu(frames)) add(statesProcessor(frames) ? "gpu" : "device", []);
  if (isInference && !has("memory_used", "gpu_memory_used")) add("memory", ["tradeoff", "utilization"]);
  const unversioned = [
    ...new Set(
      evidence.sessions
        .filter(({environment, artifacts}) => environment.runtime === undefined && artifacts.some(path => isMeasured(path)))
        .map(({tool}) => tool)
    )
  ].sort();
  if (isInference && unversioned.length > 0) add("versions", ["changed"], {tools: unversioned});
  const cold = groupBy(
    cells.filter(({phase}) => phase === "cold"),
    ({subject}) => `${modelKey(subject)} ${subject.quantization ?? ""}`
  );
  if (cold.size > 0 && [...cold.values()].every(group => countRows(group) < FEWEST)) add("few-cold", ["cold_start"]);
  return gaps;

  function isMeasured(path: string): boolean {
    return frames.frames.some(({measurement}) => measurement.artifact === path && measurement.row === "attempt");
  }
}

/** Below this many values no interval is built. */
const FEWEST = 6;

const countRows = (cells: Context["cells"]): number =>
  cells.reduce((sum, {parts}) => sum + parts.reduce((rows, part) => rows + part.rows.length, 0), 0);

const isRating = ({metric}: {metric: string}): boolean => ["accuracy", "loss", "perplexity"].includes(metric);

/** Models with a measured speed, the shortest name of each. */
function measuredModels(cells: Context["cells"]): string[] {
  const named = cells.filter(({subject, parts}) => subject.model !== undefined && valuesOf(parts, "decode_throughput").length > 0);
  const names = [...groupBy(named, ({subject}) => modelKey(subject)).values()].map(group =>
    group.map(({subject}) => String(subject.model))
  );
  return names.flatMap(all => all.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? []).sort();
}

/** Quality metrics of the models whose speed was measured; those of other models say nothing about them. */
function ratedMetrics(frames: Context["frames"], cells: Context["cells"]): Set<string> {
  const models = new Set(cells.filter(({subject}) => subject.model !== undefined).map(({subject}) => modelKey(subject)));
  const quality = frames.reported.filter(
    record => isRating(record) && record.subject.model !== undefined && models.has(modelKey(record.subject))
  );
  return new Set(quality.map(({metric}) => metric));
}

/** What the files say of the machine, per table and record. */
const deviceLabels = (frames: Context["frames"]) => [
  ...frames.frames.map(({measurement, session}) => ({...measurement.subject, ...session.environment})),
  ...frames.reported.map(({subject, place}) => ({...subject, ...place.environment}))
];

/** Some file says that the processor did the work, or that there was no GPU. */
const statesProcessor = (frames: Context["frames"]): boolean =>
  deviceLabels(frames).some(
    ({gpu, backend, device}) => gpu === "none" || /^cpu$/i.test(`${backend ?? ""}`) || /^cpu$/i.test(`${device ?? ""}`)
  );

function usesGpu(frames: Context["frames"]): boolean {
  return deviceLabels(frames).some(
    ({gpu, backend, device}) =>
      (gpu !== undefined && gpu !== "" && gpu !== "none") || /cuda|rocm|metal|vulkan|gpu/i.test(`${backend ?? ""} ${device ?? ""}`)
  );
}
