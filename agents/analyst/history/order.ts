import type {History, RunSeries} from "../../contracts/index.ts";

type Timed = Pick<RunSeries, "run" | "time">;

/** Oldest first: by the times of the data, or by name where one has no time with a zone. */
export function orderOfRuns<T extends Timed>(runs: readonly T[]): {order: Exclude<History["order"], "given">; ordered: T[]} {
  const byName = (a: T, b: T) => names.compare(a.run, b.run) || (a.run < b.run ? -1 : 1);
  const utc = ({time}: T) => time?.utc ?? "";
  if (runs.every(run => utc(run) !== "")) {
    return {order: "time", ordered: runs.toSorted((a, b) => Date.parse(utc(a)) - Date.parse(utc(b)) || byName(a, b))};
  }
  return {order: "name", ordered: runs.toSorted(byName)};
}

/** `run-2` before `run-10`. */
const names = new Intl.Collator("en", {numeric: true});
