import type {Labels} from "../../contracts/index.ts";
import type {Contradiction} from "../claims/judge.ts";
import {wrongFileCounts} from "../claims/file-counts.ts";
import type {Context, FindingDraft} from "../context.ts";
import type {FactStore} from "../facts.ts";

/** Contradictions that the finding shows; the others are counted. */
const MOST_MEMBERS = 5;

/** A contradiction and those like it: the same values in other documents, the same metric in other rows of the table. */
interface Group {
  lead: Contradiction;
  similar: number;
}

/** Numbers of documents that the data contradict, all in one finding: the greatest differences first, counts of things last. */
export function claimFindings({judgement: {contradicted, agreed}, store}: Context): FindingDraft[] {
  const groups = grouped([...contradicted].sort((a, b) => importance(b) - importance(a)));
  if (groups.length === 0) return [];
  const sources = contradicted.map(({claim}) => claim.source);
  const documents = [...new Set(sources.map(({artifact}) => artifact))].sort();
  return [
    {
      kind: "inconsistent",
      variant: "claims",
      workload: "documents",
      facts: {
        wrong: store.count("contradicted_claims", contradicted.length, {}, sources),
        agreed: store.count(
          "agreed_claims",
          agreed.length,
          {},
          agreed.map(({source}) => source)
        ),
        documents: store.count(
          "documents",
          documents.length,
          {where: {claims: "contradicted"}},
          documents.map(artifact => ({artifact, at: ""}))
        )
      },
      members: groups.slice(0, MOST_MEMBERS).map(group => memberOf(group, store)),
      severity: 0,
      gain: {share: 0, basis: "measured"},
      confidence: "high",
      reasons: []
    }
  ];
}

/** How far apart the values are; a number of tokens matters less than a speed. */
function importance({claim, found}: Contradiction): number {
  const distance = found.value === 0 ? 10 : Math.abs(Math.log(Math.abs(claim.value / found.value)));
  return claim.unit === undefined || claim.unit === "1" ? distance / 1000 : distance;
}

function grouped(sorted: readonly Contradiction[]): Group[] {
  const groups: Group[] = [];
  const known = new Map<string, Group>();
  for (const lead of sorted) {
    const {claim, found} = lead;
    const values = `${claim.metric} ${claim.value} ${found.value}`;
    const column = `${claim.source.artifact} ${claim.table ?? claim.source.at} ${claim.metric}`;
    const group = known.get(values) ?? known.get(column);
    if (group !== undefined) group.similar += 1;
    const own = group ?? {lead, similar: 0};
    if (group === undefined) groups.push(own);
    for (const key of [values, column]) if (!known.has(key)) known.set(key, own);
  }
  return groups;
}

function memberOf({lead: {claim, labels, found, isNearest}, similar}: Group, store: FactStore): FindingDraft["members"][number] {
  const subject: Labels = {...found.subject, ...labels.subject, ...labels.settings};
  const metric = claim.metric ?? "";
  const {artifact, at} = claim.source;
  const measured = found.source();
  const value = (side: string, number: number, source: typeof measured, digits: number, n?: number) =>
    store.add({
      kind: "reported",
      metric,
      ...(claim.statistic === undefined ? {} : {statistic: claim.statistic}),
      subject,
      where: {side, artifact: source.artifact, at: source.at},
      value: number,
      unit: claim.unit ?? "1",
      digits,
      ...(n === undefined ? {} : {n}),
      sources: [source]
    });
  return {
    subject,
    facts: {
      claimed: value("claimed", claim.value, claim.source, claim.digits),
      computed: value("computed", found.value, measured, Math.max(3, Math.min(claim.digits, 5)), found.n),
      ...(similar === 0
        ? {}
        : {similar: store.count("contradicted_claims", similar, {where: {like: `${artifact}:${at}`, metric}}, [claim.source], similar)})
    },
    words: {
      metric,
      place: `${artifact}:${at}`,
      source: measured.artifact,
      statistic: claim.statistic ?? "value",
      nearest: isNearest ? "yes" : "no",
      has_similar: similar === 0 ? "no" : "yes"
    }
  };
}

/** Numbers of files that documents state and no folder has. */
export function fileCountFindings({evidence, store}: Context): FindingDraft[] {
  const wrong = wrongFileCounts(evidence);
  if (wrong.length === 0) return [];
  return [
    {
      kind: "inconsistent",
      variant: "file-counts",
      workload: "documents",
      members: wrong.slice(0, MOST_MEMBERS).map(({claim, type, count, places}) => ({
        subject: {},
        facts: {
          claimed: store.count("files", claim.value, {where: {side: "claimed", ...claim.source}}, [claim.source], 1),
          computed: store.count("files", count, {where: {type}}, places)
        },
        words: {type, place: `${claim.source.artifact}:${claim.source.at}`}
      })),
      severity: 0,
      gain: {share: 0, basis: "measured"},
      confidence: "high",
      reasons: []
    }
  ];
}
