import type {Finding} from "../../contracts/index.ts";
import {type BackendEffect, backendEffects, backendSubject} from "../backends.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {isUnrecorded} from "../environments.ts";
import {groupBy, labelKey} from "../labels.ts";

/**
 * Backends that should be faster and are shown to be slower than plain execution (`optimization_backfires`), and those that are
 * faster, with the calls that repay their compilation (`break_even`). What several runs measured is one member with its range, and says
 * in how many of them it was shown.
 */
export const compilation: Detector = context => {
  const effects = backendEffects(context);
  return [...groupBy(effects, ({plain}) => plain.session.tool)].flatMap(([tool, own]) => {
    const subjects = [...groupBy(own, effect => labelKey(backendSubject(effect))).values()];
    const slower = runsOf(subjects, effect => effect.verdict === "slower");
    const faster = runsOf(subjects, ({verdict, other}) => verdict === "faster" && other.compile !== undefined);
    return [
      ...(slower.length > 0 ? [backfires(context, tool, slower)] : []),
      ...(faster.length > 0 ? [breakEven(context, tool, faster)] : [])
    ];
  });
};

/** Runs of one backend on one model and device: those that show the effect, largest first, out of all that were made. */
interface Runs {
  shown: readonly [BackendEffect, ...BackendEffect[]];
  total: number;
}

function runsOf(subjects: readonly BackendEffect[][], isShown: (effect: BackendEffect) => boolean): Runs[] {
  const size = ({ratio}: BackendEffect): number => Math.abs(Math.log(ratio));
  return subjects
    .flatMap(group => {
      const [first, ...rest] = group.filter(isShown).sort((a, b) => size(b) - size(a));
      return first === undefined ? [] : [{shown: [first, ...rest] as const, total: group.length}];
    })
    .sort((a, b) => size(b.shown[0]) - size(a.shown[0]));
}

function backfires({store, pass}: Context, tool: string, runs: readonly Runs[]): FindingDraft {
  const effects = runs.flatMap(({shown}) => shown);
  const wasted = effects.reduce((sum, {plain, other}) => sum + other.value - plain.value, 0);
  return {
    ...base(effects, tool),
    kind: "optimization_backfires",
    members: runs.map(own => memberOf(store, own)),
    severity: pass.share(secondsOf(store, effects)),
    gain: {share: pass.share(wasted), basis: "measured"}
  };
}

function breakEven({store, pass}: Context, tool: string, runs: readonly Runs[]): FindingDraft {
  const effects = runs.flatMap(({shown}) => shown);
  const saved = effects.reduce((sum, {plain, other}) => sum + plain.value - other.value, 0);
  return {
    ...base(effects, tool),
    kind: "break_even",
    members: runs.map(own => {
      const member = memberOf(store, own);
      const calls = own.shown.map(effect => callsOf(store, effect)).sort((a, b) => store.value(a) - store.value(b));
      return {...member, facts: {...member.facts, ...ends("calls", calls)}};
    }),
    severity: pass.share(secondsOf(store, effects)),
    gain: {share: pass.share(saved), basis: "measured"}
  };
}

function base(
  effects: readonly BackendEffect[],
  tool: string
): Pick<Finding, "variant" | "workload" | "words" | "confidence" | "reasons" | "confounders"> {
  return {
    variant: "compiled",
    workload: tool,
    words: {plain: effects[0]?.plain.backend ?? "", tool},
    confidence: "medium",
    confounders: precisionNotes(effects),
    reasons: [
      {code: "one-run-each", values: {}},
      ...(isUnrecorded(effects.map(({other}) => other.session.environment)) ? [{code: "environment-not-recorded", values: {}}] : [])
    ]
  };
}

/** Seconds of one call of each, compilation included. */
const secondsOf = (store: Context["store"], effects: readonly BackendEffect[]): number =>
  effects.reduce((sum, {other}) => sum + other.value + (other.compile === undefined ? 0 : store.value(other.compile)), 0);

function memberOf(store: Context["store"], {shown, total}: Runs) {
  const [most] = shown;
  const compiles = shown.flatMap(({other}) => other.compile ?? []).sort((a, b) => store.value(a) - store.value(b));
  const scope = {subject: backendSubject(most), where: {of: "runs of the backend"}};
  const places = shown.flatMap(({other}) => store.get(other.fact).sources);
  return {
    subject: backendSubject(most),
    facts: {
      most: most.fact,
      least: (shown.at(-1) ?? most).fact,
      plain_fact: most.plain.fact,
      compiled: most.other.fact,
      ...ends("compile", compiles),
      shown: store.count("runs", shown.length, {...scope, where: {...scope.where, verdict: most.verdict}}, places, shown.length),
      total: store.count("runs", total, scope, places, total)
    },
    words: {has_compile: compiles.length === 0 ? "no" : "yes", runs: total === 1 ? "one" : "several"}
  };
}

/** First and last of sorted facts under two roles. */
function ends(role: string, sorted: readonly string[]): Record<string, string> {
  const [first, last] = [sorted[0], sorted.at(-1)];
  return first === undefined || last === undefined ? {} : {[`${role}_first`]: first, [`${role}_last`]: last};
}

function callsOf(store: Context["store"], {plain, other}: BackendEffect): string {
  const compile = other.compile ?? "";
  return store.add({
    kind: "derived",
    metric: "calls",
    statistic: "count",
    subject: {...other.subject, backend: other.backend},
    settings: other.settings,
    session: other.session.id,
    value: Math.ceil(store.value(compile) / (plain.value - other.value)),
    unit: "1",
    formula: "ceil(compile / (plain - compiled))",
    inputs: [compile, plain.fact, other.fact],
    sourceCount: 0
  });
}

/** Backends that ran in another precision than the plain one they are compared with. */
function precisionNotes(effects: readonly BackendEffect[]): Finding["confounders"] {
  const unlike = effects.filter(({plain, other}) => plain.subject.precision !== other.subject.precision);
  return [...groupBy(unlike, ({plain, other}) => `${plain.subject.precision} ${other.subject.precision}`).values()].map(group => ({
    code: "precision",
    values: {
      backends: [...new Set(group.map(({other}) => other.backend))].sort(),
      own: String(group[0]?.other.subject.precision ?? ""),
      plain: String(group[0]?.plain.subject.precision ?? "")
    }
  }));
}
