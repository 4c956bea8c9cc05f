import {isMetric, metricEntry, type Relation} from "../../contracts/index.ts";
import type {Context, FindingDraft} from "../context.ts";
import {groupBy} from "../labels.ts";

const MOST_MEMBERS = 5;

type Disagreement = Relation["disagreements"][number];

/** Numbers that files copied from others under the name of another metric: one finding, an example of each kind per copied file. */
export function misreadFindings({evidence, store}: Context): FindingDraft[] {
  const misread = evidence.relations
    .filter(({kind}) => kind === "copy" || kind === "cites")
    .flatMap(({from, to, disagreements}) => disagreements.filter(isMisread).map(item => ({file: from, source: to, item})));
  if (misread.length === 0) return [];
  const documents = [...new Set(misread.map(({file}) => file))].sort();
  const examples = [...groupBy(misread, ({source, item}) => `${source} ${bare(item.metric)} ${bare(item.toMetric)}`).values()];
  const sources = misread.map(({item}) => item.from);
  return [
    {
      kind: "inconsistent",
      variant: "misread",
      workload: "documents",
      facts: {
        documents: store.count(
          "documents",
          documents.length,
          {where: {values: "misread"}},
          documents.map(artifact => ({artifact, at: ""}))
        ),
        wrong: store.count("misread_values", sources.length, {}, sources)
      },
      members: examples.slice(0, MOST_MEMBERS).flatMap(([first]) => (first === undefined ? [] : [memberOf(first, evidence, store)])),
      severity: 0,
      gain: {share: 0, basis: "measured"},
      confidence: "high",
      reasons: []
    }
  ];
}

interface Misread {
  file: string;
  source: string;
  item: Disagreement;
}

const bare = (name = ""): string => name.split(".")[0] ?? name;

function isMisread({why, values, metric, toMetric}: Disagreement): boolean {
  return why === "metric" && values !== undefined && isMetric(bare(metric)) && isMetric(bare(toMetric)) && bare(metric) !== bare(toMetric);
}

function memberOf({file, source: copied, item}: Misread, {claims}: Context["evidence"], store: Context["store"]) {
  const {from, to, values, metric, toMetric} = item;
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
    words: {metric: wrong, real_metric: real, file: `${file}:${from.at}`, source: copied}
  };
}
