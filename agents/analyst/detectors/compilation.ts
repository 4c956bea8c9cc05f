import {type BackendEffect, backendEffects, backendSubject} from "../backends.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {groupBy, labelKey} from "../labels.ts";

/**
 * Backends that should be faster and are shown to be slower than plain execution (`optimization_backfires`), and those that are
 * faster, with the calls that repay their compilation (`break_even`).
 */
export const compilation: Detector = context => {
  const effects = backendEffects(context);
  return [...groupBy(effects, ({plain}) => plain.session.tool)].flatMap(([tool, own]) => {
    const slower = own.filter(({verdict}) => verdict === "slower");
    const faster = slowestToRepay(
      context,
      own.filter(({verdict, other}) => verdict === "faster" && other.compile !== undefined)
    );
    return [
      ...(slower.length > 0 ? [backfires(context, tool, slower)] : []),
      ...(faster.length > 0 ? [breakEven(context, tool, faster)] : [])
    ];
  });
};

/** Of several sessions with one subject the one that repays latest speaks. */
function slowestToRepay({store}: Context, effects: readonly BackendEffect[]): BackendEffect[] {
  const calls = ({plain, other}: BackendEffect) => store.value(other.compile ?? "") / (plain.value - other.value);
  return [...groupBy(effects, effect => labelKey(backendSubject(effect))).values()].flatMap(
    group => [...group].sort((a, b) => calls(b) - calls(a))[0] ?? []
  );
}

const byRatio = (a: BackendEffect, b: BackendEffect): number => b.ratio - a.ratio;

function backfires({store, pass}: Context, tool: string, effects: readonly BackendEffect[]): FindingDraft {
  const sorted = [...effects].sort(byRatio);
  const wasted = sorted.reduce((sum, {plain, other}) => sum + other.value - plain.value, 0);
  const spent = sorted.reduce((sum, {other}) => sum + other.value + (other.compile === undefined ? 0 : store.value(other.compile)), 0);
  return {
    kind: "optimization_backfires",
    variant: "compiled",
    workload: tool,
    words: {plain: sorted[0]?.plain.backend ?? "", tool},
    members: sorted.map(effect => ({
      subject: backendSubject(effect),
      facts: {
        ratio: effect.fact,
        plain_fact: effect.plain.fact,
        compiled: effect.other.fact,
        ...(effect.other.compile === undefined ? {} : {compile: effect.other.compile})
      },
      words: {has_compile: effect.other.compile === undefined ? "no" : "yes"}
    })),
    severity: pass.share(spent),
    gain: {share: pass.share(wasted), basis: "measured"},
    confidence: "medium",
    reasons: [{code: "one-run-each", values: {}}]
  };
}

function breakEven({store, pass}: Context, tool: string, effects: readonly BackendEffect[]): FindingDraft {
  const members = [...effects]
    .sort((a, b) => byRatio(b, a))
    .map(effect => {
      const {plain, other} = effect;
      const saved = plain.value - other.value;
      const compile = other.compile ?? "";
      const scope = {subject: {...other.subject, backend: other.backend}, settings: other.settings, session: other.session.id};
      const calls = store.add({
        kind: "derived",
        metric: "calls",
        statistic: "count",
        ...scope,
        value: Math.ceil(store.value(compile) / saved),
        unit: "1",
        formula: "ceil(compile / (plain - compiled))",
        inputs: [compile, plain.fact, other.fact],
        sourceCount: 0
      });
      return {subject: backendSubject(effect), facts: {ratio: effect.fact, plain_fact: plain.fact, compiled: other.fact, compile, calls}};
    });
  const seconds = effects.reduce((sum, {other}) => sum + other.value + store.value(other.compile ?? ""), 0);
  return {
    kind: "break_even",
    variant: "compiled",
    workload: tool,
    words: {plain: effects[0]?.plain.backend ?? "", tool},
    members,
    severity: pass.share(seconds),
    gain: {share: pass.share(effects.reduce((sum, {plain, other}) => sum + plain.value - other.value, 0)), basis: "measured"},
    confidence: "medium",
    reasons: [{code: "one-run-each", values: {}}]
  };
}
