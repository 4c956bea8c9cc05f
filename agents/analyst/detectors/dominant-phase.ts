import type {Labels} from "../../contracts/index.ts";
import {partsOf} from "../cells.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {groupBy, labelKey, modelKey} from "../labels.ts";
import {phaseMetrics, type PhaseName, type PhaseUnit, phaseUnits} from "../phase-units.ts";

/** More members than this are summed up by the range of their shares. */
const MOST_NAMED = 3;

/** A phase must take at least this share to be called dominant. */
const LEAST_SHARE = 0.4;

/**
 * One phase takes most of the time of steady requests in every comparable setting that was measured (`single`); where the phase
 * differs between settings or sessions, that is said instead of a headline (`depends`).
 */
export const dominantPhase: Detector = context => {
  const clear = phaseUnits(context).filter(({isClear, n}) => isClear && n > 1);
  const findings: FindingDraft[] = [];
  const single: {phase: PhaseName; unit: PhaseUnit; all: PhaseUnit[]}[] = [];
  for (const units of [...groupBy(clear, unit => `${unit.session.tool} ${modelKey(unit.subject)}`).values()].flatMap(byVariant)) {
    const main = [...groupBy(units, ({session}) => session.id).values()].sort((a, b) => sum(b) - sum(a))[0] ?? [];
    const phase = main[0]?.top;
    if (phase === undefined) continue;
    if (units.every(({top}) => top === phase)) {
      if (main.every(({shares}) => shares[phase] >= LEAST_SHARE)) single.push(...main.map(unit => ({phase, unit, all: units})));
    } else findings.push(dependsFinding(context, units));
  }
  for (const group of groupBy(single, ({phase, unit}) => `${unit.session.tool} ${phase}`).values()) {
    findings.push(singleFinding(context, group));
  }
  return findings;
};

/** Each quantization speaks for itself where all are named. */
const byVariant = (units: readonly PhaseUnit[]): PhaseUnit[][] =>
  units.every(({subject}) => subject.quantization !== undefined)
    ? [...groupBy(units, ({subject}) => String(subject.quantization)).values()]
    : [[...units]];

const sum = (units: readonly PhaseUnit[]): number => units.reduce((total, {n}) => total + n, 0);

function singleFinding(context: Context, group: readonly {phase: PhaseName; unit: PhaseUnit; all: PhaseUnit[]}[]): FindingDraft {
  const {store, pass} = context;
  const phase = group[0]?.phase ?? "decode";
  const cells = group.flatMap(({unit}) => unit.cells);
  const seconds = pass.seconds([...new Set(group.flatMap(({all}) => all.flatMap(unit => unit.cells)))], phaseMetrics[phase]);
  const isOneModel = group.length > 1 && new Set(group.map(({unit}) => labelKey(unit.subject))).size === 1;
  const members = group.map(({unit}) => {
    const share = unit.facts[phase];
    const bound = store.add({
      kind: "derived",
      metric: "total_time",
      definition: "standard",
      statistic: "ratio",
      subject: unit.subject,
      settings: unit.split,
      session: unit.session.id,
      where: {phase: "warm", bound: phase},
      value: 1 / (1 - unit.shares[phase]),
      unit: "x",
      digits: 2,
      formula: "1 / (1 - share)",
      inputs: [share],
      sourceCount: 0
    });
    return {
      subject: isOneModel ? unit.split : {...unit.subject, ...unit.split},
      facts: {
        share,
        bound,
        other: otherShare(store, unit, phase),
        n: unit.count,
        ...tokens(context, unit),
        ...speedOf(context, unit, phase)
      },
      words: {phase}
    };
  });
  return {
    kind: "dominant_phase",
    variant: isOneModel ? "single-model" : group.length > MOST_NAMED ? "single-many" : "single",
    workload: group[0]?.unit.session.tool ?? "",
    ...(isOneModel ? {subject: group[0]?.unit.subject ?? {}} : {}),
    words: {phase, has_speed: members.every(({facts}) => facts.speed !== undefined) ? "yes" : "no"},
    members,
    severity: pass.share(seconds),
    gain: {share: pass.share(seconds), basis: "bound"},
    confidence: group.length > 1 || cells.length > 1 ? "high" : "medium",
    reasons: group.length > 1 || cells.length > 1 ? [{code: "holds-in-all-settings", values: {}}] : [{code: "one-setting", values: {}}]
  };
}

/** What all other phases and the rest take together: nothing more can be gained there. */
function otherShare(store: Context["store"], unit: PhaseUnit, phase: PhaseName): string {
  return store.add({
    kind: "derived",
    metric: "total_time",
    definition: "standard",
    statistic: "share",
    subject: unit.subject,
    settings: unit.split,
    session: unit.session.id,
    where: {phase: "warm", without: phase},
    value: 1 - unit.shares[phase],
    unit: "fraction",
    digits: 2,
    formula: "1 - share",
    inputs: [unit.facts[phase]],
    sourceCount: 0
  });
}

function dependsFinding(context: Context, units: readonly PhaseUnit[]): FindingDraft {
  const {pass} = context;
  const cells = units.flatMap(unit => unit.cells);
  return {
    kind: "dominant_phase",
    variant: isLengthUneven(context, units) ? "depends-on-length" : "depends",
    workload: units[0]?.session.tool ?? "",
    subject: modelOnly(units[0]?.subject ?? {}),
    members: units.map(unit => ({
      subject: unit.split,
      facts: {share: unit.facts[unit.top], n: unit.count, ...tokens(context, unit)},
      words: {phase: unit.top, place: unit.session.place}
    })),
    severity: pass.share(units.reduce((seconds, unit) => seconds + pass.seconds(unit.cells, phaseMetrics[unit.top]), 0)),
    confidence: cells.length > 2 ? "high" : "medium",
    reasons: []
  };
}

/** The medians of the answers' lengths differ, so that they may be what shifts the shares. */
function isLengthUneven(context: Context, units: readonly PhaseUnit[]): boolean {
  const medians = units.flatMap(unit => tokens(context, unit).tokens ?? []).map(id => context.store.value(id));
  return medians.length > 1 && Math.max(...medians) > 1.03 * Math.min(...medians);
}

const modelOnly = ({model}: Labels): Labels => (model === undefined ? {} : {model});

/** How fast the phase goes. */
function speedOf({store}: Context, {subject, split, session, cells}: PhaseUnit, phase: PhaseName): {speed?: string} {
  if (phase === "load") return {};
  const id = store.median(partsOf(cells), `${phase}_throughput`, {subject, settings: split, session: session.id, where: {phase: "warm"}});
  return id === undefined ? {} : {speed: id};
}

function tokens({store}: Context, {subject, split, session, cells}: PhaseUnit): {tokens?: string} {
  const id = store.median(partsOf(cells), "output_tokens", {subject, settings: split, session: session.id, where: {phase: "warm"}});
  return id === undefined ? {} : {tokens: id};
}
