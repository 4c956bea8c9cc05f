import type {Claim, Evidence, Source} from "../../contracts/index.ts";
import {groupBy} from "../labels.ts";

/** A document's number of files of a type that no folder has. */
export interface WrongCount {
  claim: Claim;
  /** Extension of the files. */
  type: string;
  /** How many of them were read or listed in all. */
  count: number;
  places: Source[];
}

/** Extensions under the names that prose gives them. */
const extensions: Readonly<Record<string, readonly string[]>> = {
  csv: ["csv"],
  json: ["json"],
  jsonl: ["jsonl"],
  markdown: ["md", "markdown"],
  md: ["md", "markdown"],
  text: ["txt"],
  txt: ["txt"],
  log: ["log"],
  yaml: ["yaml", "yml"]
};

/** Right numbers of other types that show a document to count these folders. */
const fewestRight = 2;

/**
 * `44 JSON files` against the files of the folder and of each folder in it. A number that none of them has is wrong only when the
 * document gives at least two other types rightly: else it may count something else.
 */
export function wrongFileCounts({claims, artifacts}: Pick<Evidence, "claims" | "artifacts">): WrongCount[] {
  const counted = claims.flatMap(claim => {
    const type = String(claim.subject["type"] ?? "").toLowerCase();
    const endings = Object.hasOwn(extensions, type) ? extensions[type] : undefined;
    return claim.metric !== "files" || claim.hedge !== undefined || endings === undefined ? [] : [{claim, type, endings}];
  });
  return [...groupBy(counted, ({claim}) => claim.source.artifact).values()].flatMap(own => {
    const judged = own.map(item => ({...item, ...countsOf(artifacts, item.endings)}));
    const right = new Set(judged.filter(({claim, counts}) => counts.has(claim.value)).map(({type}) => type));
    if (right.size < fewestRight) return [];
    const wrong = judged.filter(({claim, counts, type}) => !counts.has(claim.value) && !right.has(type));
    return wrong.map(({claim, type, places}) => ({claim, type, count: places.length, places}));
  });
}

/** Numbers of files with these extensions below each folder. */
function countsOf(artifacts: Evidence["artifacts"], endings: readonly string[]): {counts: Set<number>; places: Source[]} {
  const files = artifacts.filter(({path}) => endings.includes(path.slice(path.lastIndexOf(".") + 1).toLowerCase())).map(({path}) => path);
  const below = new Map<string, number>();
  for (const path of files) {
    const folders = path.split("/").slice(0, -1);
    for (let depth = 0; depth <= folders.length; depth += 1) {
      const folder = folders.slice(0, depth).join("/");
      below.set(folder, (below.get(folder) ?? 0) + 1);
    }
  }
  return {counts: new Set(below.values()), places: files.map(artifact => ({artifact, at: ""}))};
}
