import {createHash} from "node:crypto";
import {type Analysis, analysisSchema, type Evidence, type Finding, findingSchema, handOff} from "../contracts/index.ts";
import {cellsOf, isSteady} from "./cells.ts";
import {type AnalyzeOptions, type Context, type Detector, defaultOptions, type FindingDraft} from "./context.ts";
import {judgeClaims} from "./claims/judge.ts";
import {claimRemarksOf} from "./claims/remarks.ts";
import {dataRemarksOf} from "./data-remarks.ts";
import {alwaysCold} from "./detectors/always-cold.ts";
import {changed} from "./detectors/changed.ts";
import {coldStart} from "./detectors/cold-start.ts";
import {compilation} from "./detectors/compilation.ts";
import {dominantPhase} from "./detectors/dominant-phase.ts";
import {drift} from "./detectors/drift.ts";
import {factors} from "./detectors/factors.ts";
import {failures} from "./detectors/failures.ts";
import {inconsistent} from "./detectors/inconsistent.ts";
import {scalingLimit} from "./detectors/scaling-limit.ts";
import {spread} from "./detectors/spread.ts";
import {tradeoff} from "./detectors/tradeoff.ts";
import {utilization} from "./detectors/utilization.ts";
import {effectsOf} from "./effects.ts";
import {environmentRemarks} from "./environments.ts";
import {FactStore} from "./facts.ts";
import {framesOf} from "./frames.ts";
import {gapsOf} from "./gaps.ts";
import {headerOf} from "./header.ts";
import {isAborted} from "./history/run-series.ts";
import {labelKey} from "./labels.ts";
import {nextStepsOf} from "./next-steps.ts";
import {Pass} from "./pass.ts";
import {phaseRemarksOf} from "./phase-remarks.ts";
import {recommendationsOf} from "./recommendations.ts";
import {remarksOf} from "./remarks.ts";
import {tablesOf} from "./tables/index.ts";

/** Changes of the rules change the key of every stored analysis. */
export const analystVersion = "4";

const detectors: readonly Detector[] = [
  dominantPhase,
  coldStart,
  alwaysCold,
  failures,
  factors,
  compilation,
  spread,
  tradeoff,
  scalingLimit,
  changed,
  drift,
  utilization,
  inconsistent
];

const weights = {high: 1, medium: 0.6, low: 0.3} as const;

/**
 * Facts, findings (ranked by severity x confidence), recommendations, tables and gaps from what was read. Pure: the same evidence
 * gives the same analysis. @throws ContractError when a detector breaks the contract.
 */
export function analyze(evidence: Evidence, options: Partial<AnalyzeOptions> = {}): Analysis {
  const context = contextOf(evidence, {...defaultOptions, ...options});
  const findings = detectors
    .flatMap(detector => detector(context))
    .map(draft => withId(knownByName(context, draft)))
    .sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1));
  const tables = tablesOf(context);
  const remarks = [
    ...remarksOf(context),
    ...dataRemarksOf(context),
    ...phaseRemarksOf(context),
    ...environmentRemarks(context),
    ...claimRemarksOf(context),
    ...nextStepsOf(context)
  ];
  const gaps = gapsOf(context);
  const header = headerOf(context);
  const recommendations = recommendationsOf(context, findings);
  return handOff("analyst", analysisSchema, {
    version: 1,
    evidence: createHash("sha256").update(JSON.stringify(evidence)).digest("hex"),
    facts: context.store.all(),
    findings,
    recommendations,
    gaps,
    tables,
    remarks,
    header
  });
}

function contextOf(evidence: Evidence, options: AnalyzeOptions): Context {
  const store = new FactStore();
  const frames = framesOf(evidence);
  const all = cellsOf(frames.frames);
  const whole = all.filter(({session}) => !isAborted(evidence, session.artifacts));
  const cells = whole.length > 0 ? whole : all;
  const steady = cells.filter(isSteady);
  const effects = effectsOf(steady, store, {smallest: options.smallestEffect, level: options.level});
  const judgement = judgeClaims({evidence, frames});
  return {evidence, frames, cells, steady, effects, pass: new Pass(cells, frames.reported), judgement, store, options};
}

/** Severity x confidence; a finding of which nothing can be gained by the data ranks by severity all the same. */
const rank = ({severity, confidence}: Finding): number => severity * weights[confidence];

/** Columns that only their names explain may mean something else: what rests on them says so and is not fully relied on. */
function knownByName({store}: Context, draft: FindingDraft): FindingDraft {
  const ids = [...Object.values(draft.facts ?? {}), ...draft.members.flatMap(({facts}) => Object.values(facts))];
  if (!ids.some(id => store.get(id).definition === "as-named")) return draft;
  const {confidence, reasons = []} = draft;
  return {...draft, confidence: confidence === "high" ? "medium" : confidence, reasons: [...reasons, {code: "as-named", values: {}}]};
}

function withId(draft: FindingDraft): Finding {
  const identity = [
    draft.kind,
    draft.variant,
    draft.workload,
    labelKey(draft.subject ?? {}),
    draft.words ?? {},
    draft.members.map(({subject, words}) => [labelKey(subject), words ?? {}])
  ];
  const id = `${draft.kind}.${draft.variant}.${createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 10)}`;
  const {confidence, confounders = []} = draft;
  return findingSchema.parse({
    subject: {},
    facts: {},
    words: {},
    reasons: [],
    ...draft,
    confounders,
    confidence: confounders.length > 0 && confidence === "high" ? "medium" : confidence,
    id
  });
}
