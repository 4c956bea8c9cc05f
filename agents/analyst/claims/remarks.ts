import {type Analysis, type NoteInput, noteSchema} from "../../contracts/index.ts";
import type {Context} from "../context.ts";

type Remark = Analysis["remarks"][number];

/** What was compared of the numbers in documents, what could not be, and files that documents name and the folder does not have. */
export function claimRemarksOf(context: Context): Remark[] {
  return [...comparedRemarks(context), ...missingRemarks(context)];
}

const remark = (section: Remark["section"], note: NoteInput): Remark => ({section, note: noteSchema.parse(note)});

function comparedRemarks({evidence, judgement: {agreed, contradicted, unmatched}, store}: Context): Remark[] {
  if (evidence.claims.length === 0 || agreed.length + contradicted.length + unmatched.length === 0) return [];
  const count = (metric: string, claims: readonly {source: {artifact: string; at: string}}[]) => ({
    fact: store.count(
      metric,
      claims.length,
      {},
      claims.map(({source}) => source)
    )
  });
  const wrong = contradicted.map(({claim}) => claim);
  return [
    ...(agreed.length === 0
      ? []
      : [
          remark("data", {
            code: contradicted.length === 0 ? "claims-agree" : "claims-compared",
            values: {
              n: count("agreed_claims", agreed),
              ...(wrong.length === 0 ? {} : {wrong: count("contradicted_claims", wrong)}),
              files: [...new Set([...agreed, ...wrong].map(({source}) => source.artifact))].sort()
            }
          })
        ]),
    ...(unmatched.length === 0
      ? []
      : [
          remark("limitations", {
            code: "claims-unmatched",
            values: {n: count("unmatched_claims", unmatched), files: [...new Set(unmatched.map(({source}) => source.artifact))].sort()}
          })
        ])
  ];
}

function missingRemarks({evidence, store}: Context): Remark[] {
  const missing = evidence.relations.filter(({disagreements}) => disagreements.some(({why}) => why === "missing-file"));
  const files = [...new Set(missing.map(({to}) => to))].sort();
  if (files.length === 0) return [];
  const sources = missing.flatMap(({disagreements}) => disagreements.map(({from}) => from));
  const n = store.count("files", files.length, {where: {cited: "missing"}}, sources, files.length);
  return [remark("data", {code: "cited-missing", values: {n: {fact: n}, files}})];
}
