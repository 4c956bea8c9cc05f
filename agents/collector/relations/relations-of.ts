import type {Evidence, Relation} from "../../contracts/index.ts";
import {copies} from "./copies.ts";
import {reruns} from "./reruns.ts";
import {summaries} from "./summaries.ts";
import {recordsByFile} from "./values.ts";

/** How files hang together, by their values (READING section 4): copy before summary before rerun, at most one of them for a pair. */
export function relationsOf(evidence: Pick<Evidence, "artifacts" | "measurements" | "reported">): Relation[] {
  const files = recordsByFile(evidence);
  const relations = copies(files);
  const copied = new Set(relations.map(({from}) => from));
  const originals = files.filter(({path}) => !copied.has(path));
  relations.push(...summaries(originals, isRelatedIn(relations)));
  const derived = new Set(relations.filter(({kind}) => kind !== "rerun").map(({from}) => from));
  relations.push(
    ...reruns(
      files.filter(({path}) => !derived.has(path)),
      isRelatedIn(relations)
    )
  );
  return relations;
}

function isRelatedIn(relations: readonly Relation[]): (a: string, b: string) => boolean {
  const pairs = new Set(relations.flatMap(({from, to}) => [`${from}\n${to}`, `${to}\n${from}`]));
  return (a, b) => pairs.has(`${a}\n${b}`);
}
