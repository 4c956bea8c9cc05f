import {z} from "zod";
import type {Disk} from "../disk.ts";
import {hashOf} from "../store.ts";
import {isGone, type OwnerEffects, ownerSchema} from "./owner.ts";

export interface JournalEffects extends OwnerEffects {
  disk: Pick<Disk, "create" | "remove" | "names" | "readText" | "stamp" | "makeFolder">;
}

const entrySchema = z.strictObject({
  version: z.literal(1),
  owner: ownerSchema,
  /** Folder of the report that is being made, and of its unfinished parts; relative to the folder of reports. */
  report: z.string(),
  temporary: z.string()
});

/** A report of another machine that nobody finished in this time is not being made any more. */
const staleMs = 24 * 3600 * 1000;

/**
 * What is being made in a folder of reports: a file per report, there from before its first byte until it is in its place. What a killed
 * process was at is known by it.
 */
export interface Journal {
  begin: (report: string, temporary: string) => Promise<void>;
  end: (report: string) => Promise<void>;
  /** Removes what processes that are gone left behind; returns the folders of the reports they were making. */
  sweep: () => Promise<Set<string>>;
}

/** @param out absolute path of the folder of reports; paths of reports are in it. */
export function openJournal(out: string, effects: JournalEffects): Journal {
  const folder = `${out}/.chimera/begun`;
  const relative = (path: string): string => path.slice(out.length + 1);
  const fileOf = (report: string, id: string): string => `${folder}/${hashOf([relative(report)]).slice(0, 20)}.${id}.json`;
  const {disk, owner} = effects;
  return {
    begin: async (report, temporary) => {
      const entry = {version: 1, owner, report: relative(report), temporary: relative(temporary)};
      const file = fileOf(report, owner.id);
      await disk.makeFolder(folder);
      await disk.remove(file);
      await disk.create(file, JSON.stringify(entry), {sync: true});
    },
    end: report => disk.remove(fileOf(report, owner.id)),
    sweep: async () => {
      const found = new Set<string>();
      for (const name of await disk.names(folder)) {
        const left = await leftBehind(`${folder}/${name}`, effects);
        if (left === undefined) continue;
        if (left.report !== "") {
          found.add(`${out}/${left.report}`);
          await disk.remove(`${out}/${left.temporary}`);
        }
        await disk.remove(`${folder}/${name}`);
      }
      return found;
    }
  };
}

/** Undefined for what a living process is at. A torn entry was written in the moment of a kill: nothing had been begun yet. */
async function leftBehind(file: string, effects: JournalEffects): Promise<{report: string; temporary: string} | undefined> {
  const stamp = await effects.disk.stamp(file);
  if (stamp === undefined) return undefined;
  const text = await effects.disk.readText(file).catch(() => "");
  try {
    const {owner, report, temporary} = entrySchema.parse(JSON.parse(text));
    const isInside = [report, temporary].every(path => !path.startsWith("/") && !path.split("/").includes(".."));
    if (!isGone(owner, stamp.changedMs, staleMs, effects)) return undefined;
    return isInside ? {report, temporary} : {report: "", temporary: ""};
  } catch {
    return {report: "", temporary: ""};
  }
}
