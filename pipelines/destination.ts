import {z} from "zod";
import {SpecError} from "../agents/contracts/index.ts";
import type {Effects} from "./effects.ts";
import {errorCode} from "./error-code.ts";
import type {ReportPlan} from "./spec.ts";

/** Where a report goes. */
export interface Destination {
  /** `<out>/<name>/<lang>`. */
  folder: string;
  /** Sibling in which the new report is put together; unique to this run. */
  temporary: string;
  /** Identity of the artifacts: 16 hex of the hash of their real path. */
  artifacts: string;
}

const manifestSchema = z.object({generator: z.literal("chimera-report"), artifacts: z.string()});

/** Leftovers of killed runs are swept after this time: no run takes as long. */
const staleMs = 24 * 3600 * 1000;

type DestinationEffects = Pick<Effects, "disk" | "unique" | "clock">;

/**
 * Sees whether the report may be put there: the place is free, empty, or holds our report of the same artifacts.
 * @throws SpecError `output-not-ours`, `output-not-writable`
 */
export async function checkDestination(plan: ReportPlan, artifacts: string, effects: DestinationEffects): Promise<Destination> {
  const parent = `${plan.out}/${plan.name}`;
  const folder = `${parent}/${plan.lang}`;
  await writable(parent, async () => {
    await effects.disk.makeFolder(parent);
    await mend(parent, plan.lang, effects);
  });
  const existing = await effects.disk.stamp(folder);
  if (existing !== undefined && !(await isOurs(folder, artifacts, effects))) {
    throw new SpecError(
      "output-not-ours",
      `${folder}: holds something else than a report of these artifacts; give another --name or --out`,
      {
        path: folder
      }
    );
  }
  return {folder, temporary: `${parent}/.${plan.lang}.${effects.unique()}.new`, artifacts};
}

/** Puts the finished temporary folder in the place of the report. The report that was there stays until the new one can follow. */
export async function publish({folder, temporary}: Destination, {disk, unique}: Pick<Effects, "disk" | "unique">): Promise<void> {
  await writable(folder, async () => {
    const cut = folder.lastIndexOf("/");
    const aside = `${folder.slice(0, cut)}/.${folder.slice(cut + 1)}.${unique()}.old`;
    // Another process may put its report there between the two renames: then that one is moved aside in turn.
    for (let attempt = 0; ; attempt += 1) {
      await unless(["ENOENT"], () => disk.rename(folder, aside));
      const isDone = await unless(attempt < 20 ? ["ENOTEMPTY", "EEXIST"] : [], () => disk.rename(temporary, folder));
      await (isDone ? disk.syncFolder(folder.slice(0, cut)) : undefined);
      if (isDone) break;
      await disk.remove(aside);
    }
    await disk.remove(aside);
  });
}

/** Turns the system's refusal to write at `path` into a SpecError that names the place. */
export async function writable<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === undefined) throw error;
    throw new SpecError("output-not-writable", `${path}: cannot be written (${reason}); give another --out`, {path, reason}, error);
  }
}

/** Code of the system when it refuses to write somewhere; undefined for any other error. */
export function refusalOf(error: unknown): string | undefined {
  const code = errorCode(error);
  return code !== undefined && refusals.includes(code) ? code : undefined;
}

const refusals = ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOSPC", "EDQUOT", "ENAMETOOLONG", "EISDIR", "ELOOP"];

async function isOurs(folder: string, artifacts: string, {disk}: DestinationEffects): Promise<boolean> {
  if ((await disk.stamp(folder))?.kind !== "directory") return false;
  if ((await disk.names(folder)).length === 0) return true;
  try {
    const manifest = manifestSchema.safeParse(JSON.parse(await disk.readText(`${folder}/manifest.json`)));
    return manifest.success && manifest.data.artifacts === artifacts;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return false;
    throw error;
  }
}

/** A run that was killed between the two renames of `publish` left the old report aside: it is put back. Old leftovers go. */
async function mend(parent: string, lang: string, {disk, clock}: DestinationEffects): Promise<void> {
  const ours = (await disk.names(parent)).filter(name => name.startsWith(`.${lang}.`) && /\.[0-9a-z-]+\.(old|new)$/.test(name)).sort();
  const aside = ours.findLast(name => name.endsWith(".old"));
  if (aside !== undefined && (await disk.stamp(`${parent}/${lang}`)) === undefined) {
    await unless(["ENOENT", "ENOTEMPTY", "EEXIST"], () => disk.rename(`${parent}/${aside}`, `${parent}/${lang}`));
  }
  for (const name of ours) {
    const stamp = await disk.stamp(`${parent}/${name}`);
    if (stamp !== undefined && stamp.changedMs < clock.now().getTime() - staleMs) await disk.remove(`${parent}/${name}`);
  }
}

async function unless(codes: readonly string[], run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (codes.includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}
