import type {Labels} from "../contracts/index.ts";
import type {Context} from "./context.ts";
import {groupBy, labelKey, withoutKeys} from "./labels.ts";
import {type Latency, latenciesOf} from "./latencies.ts";
import {holm} from "./statistics/holm.ts";
import {mannWhitney} from "./statistics/mann-whitney.ts";
import {ratioOfMedians} from "./statistics/ratio-of-medians.ts";
import {welch} from "./statistics/welch.ts";

/** One backend against the plain one on the same subject under the same settings, in one session. */
export interface BackendEffect {
  plain: Latency;
  other: Latency;
  /** Latency of the backend over that of the plain one: above 1 is slower. */
  ratio: number;
  interval?: readonly [number, number];
  /** Fact of the ratio. */
  fact: string;
  verdict: "slower" | "faster" | "not-shown";
}

/** Names of execution without an optimizer, as tools write them; the first that occurs is what others are compared with. */
const plainBackends = ["eager", "plain", "baseline", "none", "torch"];

/** Every backend against the plain one; Holm over all of one tool. Means ruled by a single call are not compared. */
export function backendEffects(context: Context): BackendEffect[] {
  const effects = [
    ...groupBy(latenciesOf(context), ({session, subject, settings}) =>
      [session.id, labelKey(withoutKeys(subject, ["precision"])), labelKey(settings)].join(" ")
    ).values()
  ].flatMap(group => group.flatMap(other => againstPlain(context, other, group) ?? []));
  for (const family of groupBy(effects, ({plain}) => plain.session.tool).values()) {
    const adjusted = holm(family.map(({p}) => p));
    family.forEach((effect, index) => {
      const isShown = (adjusted[index] ?? 1) < context.options.level && Math.abs(effect.ratio - 1) >= context.options.smallestEffect;
      effect.verdict = isShown ? (effect.ratio > 1 ? "slower" : "faster") : "not-shown";
    });
  }
  return effects;
}

/** The plain backend in the same precision; where there is none, in another, which then moves along. */
function againstPlain(context: Context, other: Latency, group: readonly Latency[]): (BackendEffect & {p: number}) | undefined {
  const plains = plainBackends.flatMap(name => group.filter(({backend}) => backend === name));
  const plain = plains.find(({subject}) => subject.precision === other.subject.precision) ?? plains[0];
  const isCompared = plain !== undefined && !plains.includes(other) && !plain.isRuled && !other.isRuled;
  return isCompared ? comparison(context, plain, other) : undefined;
}

function comparison({store}: Context, plain: Latency, other: Latency): (BackendEffect & {p: number}) | undefined {
  const test = testOf(plain, other);
  if (test === undefined) return undefined;
  const {ratio, interval, p} = test;
  const fact = store.add({
    kind: "derived",
    metric: "latency",
    definition: "standard",
    statistic: "ratio",
    subject: {...other.subject, backend: other.backend},
    settings: other.settings,
    session: other.session.id,
    versus: {backend: plain.backend},
    direction: ratio > 1 ? "worse" : "better",
    value: ratio,
    unit: "x",
    n: Math.min(plain.n, other.n),
    ...(interval === undefined ? {} : {interval: [interval[0], interval[1]] as [number, number]}),
    formula:
      plain.values !== undefined && other.values !== undefined && interval !== undefined ? "median(b) / median(a)" : "mean(b) / mean(a)",
    inputs: [plain.fact, other.fact],
    sourceCount: 0
  });
  return {plain, other, ratio, ...(interval === undefined ? {} : {interval}), fact, verdict: "not-shown", p};
}

function testOf(plain: Latency, other: Latency): {ratio: number; interval?: readonly [number, number]; p: number} | undefined {
  if (plain.values !== undefined && other.values !== undefined && plain.n >= 6 && other.n >= 6) {
    const {ratio, interval} = ratioOfMedians(plain.values, other.values);
    return {ratio, ...(interval === undefined ? {} : {interval}), p: mannWhitney(plain.values, other.values).p};
  }
  if (plain.std === undefined || other.std === undefined) return undefined;
  const result = welch({mean: plain.mean, std: plain.std, n: plain.n}, {mean: other.mean, std: other.std, n: other.n});
  return result === undefined ? undefined : {ratio: other.mean / plain.mean, p: result.p};
}

/** What a finding about a backend names. */
export const backendSubject = ({other}: BackendEffect): Labels => {
  const {model, device} = other.subject;
  return {backend: other.backend, ...(model === undefined ? {} : {model}), ...(device === undefined ? {} : {device})};
};
