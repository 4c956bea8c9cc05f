import {type Artifact, placeOf, sourcesOf, type Table} from "../../contracts/index.ts";
import {failedAttempts} from "../detectors/failures.ts";
import type {Context} from "../context.ts";
import {groupBy} from "../labels.ts";

/** What was read, by folder: files, attempts, failed attempts and the tools. Files in no session are in the row of their folder too. */
export function inventoryTable(context: Context): Omit<Table, "id"> {
  const {evidence, frames, store} = context;
  const failed = failedAttempts(frames.frames);
  const folders = groupBy(
    evidence.artifacts.filter(({status}) => status !== "ignored"),
    folderOf(evidence.artifacts.map(({path}) => path))
  );
  const rows = [...folders].map(([folder, artifacts]) => {
    const paths = new Set(artifacts.map(({path}) => path));
    const own = frames.frames.filter(({measurement}) => paths.has(measurement.artifact) && measurement.row === "attempt");
    const attempts = own.reduce((sum, {measurement}) => sum + measurement.rows, 0);
    const lost = failed.filter(({frame}) => paths.has(frame.measurement.artifact));
    const tools = [
      ...new Set(evidence.sessions.filter(session => session.artifacts.some(path => paths.has(path))).map(({tool}) => tool))
    ].sort();
    const scope = {where: {folder}};
    return {
      labels: {folder: folder === "" ? "." : folder, tools: tools.join(", ")},
      facts: {
        files: store.count(
          "files",
          artifacts.length,
          scope,
          artifacts.map(({path}) => ({artifact: path, at: ""})),
          artifacts.length
        ),
        attempts: store.count(
          "attempts",
          attempts,
          {where: {folder, of: "inventory"}},
          own.flatMap(({measurement}) => sourcesOf(measurement, "", allRows(measurement.rows))),
          attempts
        ),
        failed: store.count(
          "failed_attempts",
          lost.length,
          {where: {folder, of: "inventory"}},
          lost.map(({frame, row}) => ({artifact: frame.measurement.artifact, at: placeOf(frame.measurement, row)})),
          lost.length
        )
      }
    };
  });
  return {
    kind: "inventory",
    section: "data",
    words: {},
    facts: {},
    labels: ["folder", "tools"],
    columns: ["files", "attempts", "failed"],
    rows,
    notes: []
  };
}

const allRows = (rows: number): number[] => Array.from({length: rows}, (_, row) => row);

/** A folder that holds more than this share of the files is told by its sub-folders. */
const MOST_OF_ALL = 0.5;

/** Folder of a file as the table tells it: the first part of the path, or the second where that folder holds most of the files. */
function folderOf(paths: readonly string[]): (artifact: Artifact) => string {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(topOf(path), (counts.get(topOf(path)) ?? 0) + 1);
  return ({path}) => {
    const parts = path.split("/").slice(0, -1);
    const isLarge = (counts.get(topOf(path)) ?? 0) > MOST_OF_ALL * paths.length;
    return parts.slice(0, isLarge ? 2 : 1).join("/");
  };
}

const topOf = (path: string): string => (path.includes("/") ? (path.split("/")[0] ?? "") : "");
