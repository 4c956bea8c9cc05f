import {isMetric, metricEntry, type Relation} from "../../contracts/index.ts";
import type {Context, FindingDraft} from "../context.ts";
import {groupBy} from "../labels.ts";

const MOST_MEMBERS = 4;

type Disagreement = Relation["disagreements"][number];

/** Numbers that a file copied from another under the name of another metric: one finding per copied file, however many copied it alike. */
export function misreadFindings({evidence, store}: Context): FindingDraft[] {
  const relations = evidence.relations
    .filter(({kind}) => kind === "copy" || kind === "cites")
    .map(relation => ({...relation, misread: relation.disagreements.filter(isMisread)}))
    .filter(({misread}) => misread.length > 0);
  return [...groupBy(relations, ({to}) => to).values()].flatMap((group): FindingDraft[] => {
    const [first] = group;
    if (first === undefined) return [];
    const sources = group.flatMap(({misread}) => misread.map(({from}) => from));
    const scope = {where: {source: first.to}};
    return [
      {
        kind: "inconsistent",
        variant: "misread",
        workload: first.to,
        words: {file: first.from, source: first.to},
        facts: {
          documents: store.count(
            "documents",
            group.length,
            scope,
            group.map(({from}) => ({artifact: from, at: ""}))
          ),
          wrong: store.count("misread_values", sources.length, scope, sources)
        },
        members: first.misread.slice(0, MOST_MEMBERS).map(item => memberOf(item, evidence, store)),
        severity: 0,
        gain: {share: 0, basis: "measured"},
        confidence: "high",
        reasons: []
      }
    ];
  });
}

const bare = (name = ""): string => name.split(".")[0] ?? name;

function isMisread({why, values, metric, toMetric}: Disagreement): boolean {
  return why === "metric" && values !== undefined && isMetric(bare(metric)) && isMetric(bare(toMetric)) && bare(metric) !== bare(toMetric);
}

function memberOf({from, to, values, metric, toMetric}: Disagreement, {claims}: Context["evidence"], store: Context["store"]) {
  const [written = 0, held = 0] = values ?? [];
  const claim = claims.find(({source, value}) => source.artifact === from.artifact && source.at === from.at && value === written);
  const value = (side: string, name: string, number: number, source: typeof from) =>
    store.add({
      kind: "reported",
      metric: name,
      subject: claim?.subject ?? {},
      where: {side, artifact: source.artifact, at: source.at},
      value: number,
      unit: metricEntry(name)?.unit ?? "unknown",
      digits: Math.min(claim?.digits ?? 4, 4),
      sources: [source]
    });
  const [wrong, real] = [bare(metric), bare(toMetric)];
  return {
    subject: claim?.subject ?? {},
    facts: {claimed: value("claimed", wrong, written, from), computed: value("computed", real, held, to)},
    words: {metric: wrong, real_metric: real}
  };
}
