import {matchesGlob} from "../../agents/collector/index.ts";
import {SpecError, type Time} from "../../agents/contracts/index.ts";
import {realArtifacts} from "../artifacts.ts";
import type {Effects} from "../effects.ts";
import {errorCode} from "../error-code.ts";
import type {Failure} from "./failure.ts";
import {listedRuns} from "./listed-runs.ts";
import {timeInName} from "./run-time.ts";

/** A folder of artifacts that gets a report. */
export interface Run {
  /** Unique in the batch; also the name of the report's folder. */
  name: string;
  /** Absolute. */
  path: string;
  /** What its name or the list of runs tells; the times in its data come first. */
  time?: Time;
}

export interface FoundRuns {
  /** `run-2` before `run-10`. */
  runs: Run[];
  /** What looks like a run and cannot be one: a link that leads nowhere, a second run of the same name. */
  failed: {name: string; failure: Failure}[];
}

interface Place {
  root: string;
  /** Patterns; none: the direct sub-folders. */
  patterns: readonly string[];
  /** Absolute path where reports go: neither it nor what it lies in is a run. */
  out: string;
}

/** Deepest folder below the root that patterns are tried on. */
const deepest = 12;

type FindEffects = Pick<Effects, "disk" | "folder">;

/**
 * The runs of a folder (its sub-folders, or those that fit a pattern) or of a file that lists them. Hidden folders, `node_modules` and
 * folders that hold reports of ours are none; of a link and the run it leads to only the run counts.
 * @throws SpecError when `root` is not there, or is a list that cannot be read.
 */
export async function findRuns(place: Place, effects: FindEffects): Promise<FoundRuns> {
  const real = await realArtifacts(place.root, effects);
  const isFile = (await effects.folder.stat(real)).kind === "file";
  const paths = isFile ? undefined : (await candidates(place, "", 0, effects)).map(path => ({name: path, path: `${place.root}/${path}`}));
  const listed = paths ?? listedRuns(place.root, await effects.disk.readText(real));
  return await distinct(listed, effects);
}

/** Relative paths of folders and of links. */
async function candidates(place: Place, folder: string, depth: number, effects: FindEffects): Promise<string[]> {
  const entries = await effects.folder.readDirectory(`${place.root}/${folder}`);
  const found: string[] = [];
  for (const {name, kind} of entries) {
    const path = `${folder}${name}`;
    if (name.startsWith(".") || name === "node_modules" || (kind !== "directory" && kind !== "link")) continue;
    if (`${place.out}/`.startsWith(`${place.root}/${path}/`)) continue;
    const isRun = place.patterns.length === 0 || matchesGlob(place.patterns, path.normalize("NFC"));
    if (kind === "link" && (!isRun || (await leadsToFile(`${place.root}/${path}`, effects)))) continue;
    if (kind === "directory" && (await effects.disk.stamp(`${place.root}/${path}/.chimera`)) !== undefined) continue;
    if (isRun) found.push(path);
    else if (kind === "directory" && depth < deepest) found.push(...(await candidates(place, `${path}/`, depth + 1, effects)));
  }
  return found;
}

async function leadsToFile(path: string, {folder}: FindEffects): Promise<boolean> {
  try {
    return (await folder.stat(path)).kind !== "directory";
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

async function distinct(listed: readonly Run[], effects: FindEffects): Promise<FoundRuns> {
  const byPath = new Map<string, Run>();
  const failed: FoundRuns["failed"] = [];
  for (const {name, path, time = timeInName(name)} of listed) {
    const run = {name: folderName(name), path, ...(time === undefined ? {} : {time})};
    const real = await effects.disk.realPath(path).catch(error => unlessCoded(error));
    if (real === undefined)
      failed.push({name: run.name, failure: {code: "artifacts-missing", message: `${path}: is not there`, values: {path}}});
    else if (!byPath.has(real) || real === path) byPath.set(real, run);
  }
  const byName = new Map<string, Run>();
  for (const run of byPath.values()) {
    const other = byName.get(run.name);
    const values = {path: run.path, other: other?.path ?? "", name: run.name};
    if (other === undefined) byName.set(run.name, run);
    else
      failed.push({
        name: run.name,
        failure: {code: "run-name-taken", message: `${run.path}: ${run.name} is taken by ${values.other}`, values}
      });
  }
  return {runs: [...byName.values()].sort((a, b) => names.compare(a.name, b.name) || (a.name < b.name ? -1 : 1)), failed};
}

function unlessCoded(error: unknown): undefined {
  if (errorCode(error) === undefined) throw error;
  return undefined;
}

const names = new Intl.Collator("en", {numeric: true});

/** One folder for `2026-11/run-1`, whatever stands in it. */
const folderName = (path: string): string =>
  path
    .normalize("NFC")
    .replace(/\/+/g, "--")
    .replace(/^\.+/, "")
    .replace(/[\\\p{Cc}]/gu, "_");

/** @throws SpecError when there is not a single run. */
export function requireRuns({runs, failed}: FoundRuns, root: string): void {
  if (runs.length + failed.length > 0) return;
  throw new SpecError(
    "runs-missing",
    `${root}: holds no runs; expected a sub-folder per run (a single folder of artifacts: chimera report)`,
    {
      path: root
    }
  );
}
