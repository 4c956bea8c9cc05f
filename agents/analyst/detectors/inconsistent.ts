import type {Labels} from "../../contracts/index.ts";
import {sameSetting} from "../comparable.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import type {Effect} from "../effects.ts";
import {environmentNotes} from "../environments.ts";
import {groupBy, modelKey} from "../labels.ts";
import {quantizationTradeoffs} from "../quantizations.ts";
import {claimFindings, fileCountFindings} from "./contradicted-claims.ts";
import {misreadFindings} from "./misread-copies.ts";

/**
 * Sources that contradict each other: two tools about one factor (`tools`), a summary or copy and its rows (`summary`, `copy`), prose and
 * the data (`claims`, `file-counts`), numbers that were copied under another name (`misread`).
 */
export const inconsistent: Detector = context => [
  ...toolFindings(context),
  ...claimFindings(context),
  ...fileCountFindings(context),
  ...misreadFindings(context),
  ...relationFindings(context)
];

interface Conflict {
  shown: Effect;
  other: Effect;
}

function toolFindings(context: Context): FindingDraft[] {
  const {effects, pass} = context;
  const spoken = spokenByTradeoff(context);
  const conflicts = effects.flatMap((shown): Conflict[] => {
    if (shown.verdict !== "shown" || shown.basis === "levels" || spoken.has(variantKey(shown.subject, shown.to))) return [];
    const others = effects.filter(
      other =>
        other.session.tool !== shown.session.tool &&
        sameSetting(other.factor) === sameSetting(shown.factor) &&
        other.metric === shown.metric &&
        definitionOf(context, other) === definitionOf(context, shown) &&
        other.from === shown.from &&
        other.to === shown.to &&
        modelKey(other.subject) === modelKey(shown.subject)
    );
    if (others.some(({verdict, ratio}) => verdict === "shown" && ratio > 1 === shown.ratio > 1)) return [];
    const other = others[0];
    return other === undefined || (other.verdict === "shown" && other.session.tool < shown.session.tool) ? [] : [{shown, other}];
  });
  return [
    ...groupBy(conflicts, ({shown, other}) =>
      [sameSetting(shown.factor), ...[shown.session.tool, other.session.tool].sort()].join(" ")
    ).values()
  ].map(group => {
    const {shown, other} = group[0] as Conflict;
    const environment = environmentNotes(shown.session, other.session);
    const seconds = group.reduce(
      (sum, {shown: one, other: two}) => sum + pass.seconds([...one.cells.values(), ...two.cells.values()].flat(), timeOf(one.metric)),
      0
    );
    return {
      kind: "inconsistent",
      variant: shown.factor === "quantization" ? "tools-variants" : "tools",
      workload: [shown.session.tool, other.session.tool].sort().join("+"),
      words: {
        factor: shown.factor,
        from: String(shown.from),
        to: String(shown.to),
        setting_from: `${shown.factor}=${shown.from}`,
        setting_to: `${shown.factor}=${shown.to}`
      },
      members: group.map(item => ({
        subject: shown.factor === "quantization" ? {quantization: item.shown.to} : {model: item.other.subject.model ?? ""},
        facts: {effect: item.shown.fact, other: item.other.fact},
        words: {
          metric: item.shown.metric,
          tool: item.shown.session.tool,
          other_tool: item.other.session.tool,
          verdict: item.other.verdict === "shown" ? "opposite" : "none",
          change: item.shown.ratio > 1 ? "higher" : "lower"
        }
      })),
      severity: pass.share(seconds),
      gain: {share: 0, basis: "measured"},
      confidence: "medium",
      confounders: environment.confounders,
      reasons: [{code: "one-run-each", values: {}}, ...environment.reasons]
    };
  });
}

/** Effects on quantities that are measured differently do not contradict each other. */
const definitionOf = ({store}: Context, {fact}: Effect): string | undefined => store.get(fact).definition;

const variantKey = (subject: Labels, quantization: Labels[string]): string => `${modelKey(subject)} ${quantization}`;

/** Variants whose speed the trade-off already tells tool by tool. */
function spokenByTradeoff(context: Context): Set<string> {
  return new Set(
    quantizationTradeoffs(context).flatMap(({model, variants}) =>
      variants.filter(({quality_verdict: verdict}) => verdict === "worse").map(({quantization}) => variantKey({model}, quantization))
    )
  );
}

/** The seconds that a rate speaks of. */
const timeOf = (metric: string): string | undefined => ({decode_throughput: "decode_time", prefill_throughput: "prefill_time"})[metric];

function relationFindings({evidence, store}: Context): FindingDraft[] {
  return evidence.relations
    .filter(({kind, disagreements}) => (kind === "summary" || kind === "copy") && disagreements.some(({why}) => why === "value"))
    .map(({kind, from, to, compared, agreed, disagreements}) => {
      const examples = disagreements.filter(({values, why}) => values !== undefined && why === "value").slice(0, 3);
      const scope = {where: {from, to}};
      return {
        kind: "inconsistent",
        variant: kind === "summary" ? "summary" : "copy",
        workload: from,
        words: {file: from, source: to},
        facts: {
          compared: store.count("compared_values", compared, scope, [{artifact: from, at: ""}], compared),
          wrong: store.count(
            "disagreements",
            compared - agreed,
            scope,
            disagreements.map(item => item.from)
          )
        },
        members:
          examples.length === 0
            ? [{subject: {}, facts: {}}]
            : examples.map(({from: claimed, to: computed, values, metric}, index) => {
                const value = (side: string, number: number, source: typeof claimed) =>
                  store.add({
                    kind: "reported",
                    ...(metric === undefined ? {} : {metric}),
                    statistic: "value",
                    where: {side, artifact: source.artifact, at: source.at, number: index + 1},
                    value: number,
                    unit: "unknown",
                    sources: [source]
                  });
                return {
                  subject: {},
                  facts: {claimed: value("claimed", values?.[0] ?? 0, claimed), computed: value("computed", values?.[1] ?? 0, computed)},
                  words: {place: `${claimed.artifact}:${claimed.at}`}
                };
              }),
        severity: 0,
        gain: {share: 0, basis: "measured"},
        confidence: "high",
        reasons: []
      };
    });
}
