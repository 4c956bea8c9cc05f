import type {Labels, NoteInput} from "../../contracts/index.ts";
import {columnIn, partsOf, valuesOf} from "../cells.ts";
import {namedSubject} from "../comparable.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {groupBy, labelKey, onlyKeys} from "../labels.ts";
import {cellsOfStep, type RunSession, type Step, sessionSteps, speedMetrics, timeMetrics} from "../history/session-steps.ts";
import {median} from "../statistics/quantile.ts";

/** More members than this are told together. */
const MOST_MEMBERS = 6;

/**
 * The same benchmark was run several times in one folder and a later session is better or worse than the ones before it
 * (`worse`, `better`; `-many` for many settings at once). One finding per session, direction and metric.
 */
export const changed: Detector = context => {
  const steps = sessionSteps(context);
  const leading = [...groupBy(steps, cellKey).values()].flatMap(leadingSteps);
  return [
    ...groupBy(leading, ({after, before, verdict, metric}) => [after.session.id, placesOf(before), verdict, metric].join(" ")).values()
  ].map(group => findingOf(context, group, steps));
};

const cellKey = ({after, subject, settings, phase, verdict}: Step): string =>
  [after.session.id, labelKey(subject), labelKey(settings), phase, verdict].join(" ");

/** The time of an attempt speaks for the speeds of its parts; without it each speed for itself. */
function leadingSteps(steps: readonly Step[]): Step[] {
  const time = timeMetrics.flatMap(metric => steps.find(step => step.metric === metric) ?? []);
  return time.length > 0 ? time.slice(0, 1) : [...steps];
}

const placesOf = (before: readonly RunSession[]): string => before.map(({session}) => session.place).join(", ");

function findingOf(context: Context, group: readonly Step[], all: readonly Step[]): FindingDraft {
  const [lead] = group;
  if (lead === undefined) throw new Error("a finding without steps");
  const {pass, store} = context;
  const {after, before, verdict, metric} = lead;
  const isMany = group.length > MOST_MEMBERS;
  const members = group.map(step => memberOf(context, step, all));
  const concerned = group.flatMap(step => cellsOfStep(after, step));
  const lost = group.reduce((sum, step, index) => {
    const ratio = store.value(members[index]?.facts.effect ?? "");
    const slower = step.metric.endsWith("throughput") ? 1 / ratio : ratio;
    return sum + pass.seconds(cellsOfStep(after, step)) * Math.max(0, 1 - 1 / slower);
  }, 0);
  return {
    kind: "changed",
    variant: isMany ? `${verdict}-many` : verdict,
    workload: after.session.tool,
    words: {
      place: after.session.place,
      before_first: before[0]?.session.place ?? "",
      before_last: before.at(-1)?.session.place ?? "",
      several: before.length > 1 ? "yes" : "no",
      metric,
      direction: store.value(members[0]?.facts.effect ?? "") > 1 ? "more" : "less"
    },
    ...(isMany ? {facts: {n: store.count("comparisons", group.length, {session: after.session.id, where: {metric, verdict}})}} : {}),
    members,
    severity: pass.share(pass.seconds(concerned)),
    ...(verdict === "worse" ? {gain: {share: pass.share(lost), basis: "measured" as const}} : {}),
    confidence: group.every(({basis}) => basis === "runs") ? "high" : "medium",
    confounders: unique(group.flatMap(({confounders}) => confounders)).map(({code, values = {}}) => ({code, values})),
    reasons: unique(group.flatMap(({reasons}) => reasons)).map(({code, values = {}}) => ({code, values}))
  };
}

const unique = (notes: readonly NoteInput[]): NoteInput[] => [...new Map(notes.map(note => [JSON.stringify(note), note])).values()];

function memberOf(context: Context, step: Step, all: readonly Step[]): FindingDraft["members"][number] {
  const effect = effectOf(context, step);
  const parts = timeMetrics.some(metric => metric === step.metric)
    ? speedMetrics.flatMap(metric => {
        const same = all.find(other => other.metric === metric && other.after === step.after && cellKey(other) === cellKey(step));
        if (same === undefined) return [];
        const {interval: _, ...rest} = same;
        const isAlike = placesOf(same.before) === placesOf(step.before);
        return [{metric, facts: effectOf(context, isAlike ? same : {...rest, before: step.before})}];
      })
    : [];
  const [decode, prefill] = ["decode_throughput", "prefill_throughput"].map(metric => parts.find(part => part.metric === metric));
  return {
    subject: subjectOf(step),
    facts: {
      ...effect,
      ...(decode === undefined ? {} : {decode: decode.facts.effect}),
      ...(prefill === undefined ? {} : {prefill: prefill.facts.effect})
    },
    words: {has_decode: decode === undefined ? "no" : "yes", has_prefill: prefill === undefined ? "no" : "yes"}
  };
}

/** The subject, with the settings in which the cells of the session differ. */
function subjectOf({subject, settings, after}: Step): Labels {
  const varying = Object.keys(settings).filter(key => new Set(after.cells.map(cell => cell.settings[key])).size > 1);
  return {...namedSubject(subject), ...onlyKeys(settings, varying)};
}

/** Value before, value after and their ratio. */
function effectOf({store}: Context, step: Step): {effect: string; before: string; after: string} {
  const {metric, subject, settings, phase, before, after, interval} = step;
  const scope = {subject, settings, where: {phase}};
  const medianIn = (run: RunSession) => store.median(partsOf(cellsOfStep(run, step)), metric, {...scope, session: run.session.id}) ?? "";
  const [own, ...others] = before.map(medianIn);
  const parts = partsOf(cellsOfStep(after, step));
  const definition = columnIn(parts, metric)?.definition ?? "standard";
  const unit = columnIn(parts, metric)?.unit ?? "unknown";
  const from =
    others.length === 0
      ? (own ?? "")
      : store.add({
          kind: "derived",
          metric,
          definition,
          statistic: "p50",
          ...scope,
          where: {phase, sessions: placesOf(before)},
          value: median([own ?? "", ...others].map(id => store.value(id))),
          unit,
          n: before.length,
          formula: "median(session medians)",
          inputs: [own ?? "", ...others],
          sourceCount: 0
        });
  const to = medianIn(after);
  const ratio = store.value(to) / store.value(from);
  const effect = store.add({
    kind: "derived",
    metric,
    definition,
    statistic: "ratio",
    ...scope,
    session: after.session.id,
    versus: {sessions: placesOf(before)},
    direction: step.verdict,
    value: ratio,
    unit: "x",
    n: Math.min(...[after, ...before].map(run => valuesOf(partsOf(cellsOfStep(run, step)), metric).length)),
    ...(interval === undefined ? {} : {interval: [interval[0], interval[1]] as [number, number]}),
    digits: 2,
    formula: "b / a",
    inputs: [from, to],
    sourceCount: 0
  });
  return {effect, before: from, after: to};
}
