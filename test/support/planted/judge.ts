import type {Analysis, Finding, Note} from "../../../agents/contracts/index.ts";
import {groupBy} from "../../../agents/analyst/labels.ts";
import {median} from "../../../agents/analyst/statistics/quantile.ts";
import {factValue} from "../folder.ts";
import type {Expected, Folder} from "./folder.ts";
import {isSteady, type Request} from "./requests.ts";

/** What an analysis says of a planted folder. */
export interface Verdict {
  isFound: boolean;
  /** What it asserts although it was not planted, or not so; empty is right. */
  wrong: string[];
}

export function judge(folder: Folder, analysis: Analysis): Verdict {
  const wrong = analysis.findings.flatMap(finding => {
    const fault = faultOf(folder, analysis, finding);
    return fault === undefined ? [] : [`${finding.kind}.${finding.variant}: ${fault}`];
  });
  const notes = analysis.tables.flatMap(({notes: own}) => own.filter(({code}) => code.startsWith("models-")));
  wrong.push(...notes.flatMap(note => noteFault(folder, analysis, note) ?? []));
  const {expected} = folder;
  const isFound =
    expected === undefined ||
    (expected.kind === "models-compared" && notes.some(({values}) => isPart(expected.words ?? {}, values))) ||
    analysis.findings.some(finding => isExpected(finding, expected) && faultOf(folder, analysis, finding) === undefined);
  return {isFound, wrong};
}

const confidences = ["low", "medium", "high"];

function isExpected(finding: Finding, {kind, words = {}, subject = {}, variants, atMost}: Expected): boolean {
  const labels = [finding.subject, ...finding.members.map(member => ({...finding.subject, ...member.subject}))];
  const allWords = [finding.words, ...finding.members.map(member => ({...finding.words, ...member.words}))];
  return (
    finding.kind === kind &&
    (variants === undefined || variants.includes(finding.variant)) &&
    allWords.some(own => isPart(words, own)) &&
    labels.some(own => isPart(subject, own)) &&
    confidences.indexOf(finding.confidence) <= confidences.indexOf(atMost ?? "high")
  );
}

const isPart = (part: Record<string, unknown>, whole: Record<string, unknown>): boolean =>
  Object.entries(part).every(([key, value]) => String(whole[key]) === String(value));

/** The sentence below a table that compares two models. */
function noteFault({requests}: Folder, analysis: Analysis, {values: {fast, slow, ratio}}: Note): string | undefined {
  const said = typeof ratio === "object" && "fact" in ratio ? factValue(analysis, ratio.fact) : Number.NaN;
  const planted = plantedRatio(requests.filter(isSteady), "model", String(slow), String(fast), "decode_throughput") ?? Number.NaN;
  return planted > 1.015 && !isFar(said, planted) ? undefined : `models-compared: x ${said}, planted ${planted}`;
}

type Judge = (folder: Folder, finding: Finding, value: (id: string | undefined) => number) => string | undefined;

/** Why a finding is not carried by what was planted; undefined when it is. */
function faultOf(folder: Folder, analysis: Analysis, finding: Finding): string | undefined {
  return judges[finding.kind](folder, finding, id => factValue(analysis, id));
}

const judges: Readonly<Record<Finding["kind"], Judge>> = {
  dominant_phase: phaseFault,
  cold_start: (folder, finding, value) => (finding.variant === "every" ? alwaysColdFault : coldFault)(folder, finding, value),
  failures: failureFault,
  factor_matters: factorFault,
  no_effect_shown: silenceFault,
  tradeoff: tradeoffFault,
  optimization_backfires: backendFault,
  break_even: backendFault,
  scaling_limit: scalingFault,
  spread: spreadFault,
  changed: changeFault,
  utilization: ({load}, {variant}) => (variant === load ? undefined : `not ${variant}`),
  inconsistent: inconsistentFault
};

const isFar = (said: number, planted: number, least = 0.04): boolean =>
  Math.abs(Math.log(said / planted)) > 0.3 * Math.abs(Math.log(planted)) + least;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Requests that carry the labels: model, quantization, settings. */
const withLabels = (requests: readonly Request[], labels: Record<string, unknown>): Request[] =>
  requests.filter(({model, quantization, options}) => isPart(labels, {model, quantization, ...options}));

function phaseFault({requests}: Folder, finding: Finding, value: (id: string | undefined) => number): string | undefined {
  for (const {subject, words, facts} of finding.members) {
    const steady = requests.filter(isSteady);
    const own = withLabels(steady.length > 0 ? steady : requests, {...finding.subject, ...subject});
    const total = sum(own.map(({load, prefill, decode, rest}) => load + prefill + decode + rest));
    const shares = (["load", "prefill", "decode"] as const).map(phase => ({phase, share: sum(own.map(request => request[phase])) / total}));
    const [first, second] = shares.sort((a, b) => b.share - a.share);
    if (first === undefined || second === undefined || first.phase !== words.phase) return `${words.phase} is not the longest phase`;
    if (first.share < second.share + 0.02) return `${words.phase} is no longer than ${second.phase}`;
    if (Math.abs(value(facts.share) - first.share) > 0.06) return `share ${value(facts.share)}, planted ${first.share}`;
  }
  return undefined;
}

function coldFault({requests}: Folder, {facts}: Finding, value: (id: string | undefined) => number): string | undefined {
  const cold = requests.filter(request => request.cold && request.error === undefined && request.incomplete === undefined);
  if (cold.length === 0) return "no call was cold";
  if (value(facts.n) !== cold.length) return `${value(facts.n)} cold calls, planted ${cold.length}`;
  const usual = (model: string) => mean(requests.filter(request => isSteady(request) && request.model === model).map(({load}) => load));
  const extra = sum(cold.map(({model, load}) => load - usual(model)));
  const tolerance = 0.15 + 0.25 / Math.sqrt(cold.length);
  return Math.abs(value(facts.extra) / extra - 1) > tolerance ? `${value(facts.extra)} s beyond, planted ${extra} s` : undefined;
}

function alwaysColdFault({requests}: Folder, {members}: Finding, value: (id: string | undefined) => number): string | undefined {
  for (const {subject, facts} of members) {
    const own = withLabels(requests, subject).filter(({error}) => error === undefined);
    if (own.some(({cold}) => cold === undefined)) return "some calls were warm";
    const planted = sum(own.map(({load}) => load)) / sum(own.map(({load, prefill, decode, rest}) => load + prefill + decode + rest));
    if (Math.abs(value(facts.share) - planted) > 0.06) return `share ${value(facts.share)}, planted ${planted}`;
  }
  return undefined;
}

function failureFault({requests}: Folder, {variant, facts}: Finding, value: (id: string | undefined) => number): string | undefined {
  const planted = requests.filter(({error, incomplete}) => (variant === "incomplete" ? incomplete : error !== undefined)).length;
  return value(facts.failed) === planted ? undefined : `${value(facts.failed)} failed, planted ${planted}`;
}

const metricOf: Readonly<Record<string, (request: Request) => number>> = {
  total_time: ({load, prefill, decode, rest}) => load + prefill + decode + rest,
  e2e_latency: ({load, prefill, decode, rest}) => load + prefill + decode + rest,
  decode_throughput: ({tokens, decode}) => tokens / decode,
  prefill_throughput: ({promptTokens, prefill}) => promptTokens / prefill
};

/** Ratio that was planted between two levels of a factor where all else is equal; undefined when a level has no steady request. */
function plantedRatio(requests: readonly Request[], factor: string, from: string, to: string, metric: string): number | undefined {
  const levelOf = (request: Request) => String({...request, ...request.options}[factor]);
  const measure = metricOf[metric]!;
  const blocks = groupBy(requests, ({model, options}) =>
    JSON.stringify([factor === "model" || factor === "quantization" ? "" : model, {...options, [factor]: 0}])
  );
  const ratios = [...blocks.values()].flatMap(own => {
    const [a, b] = [from, to].map(level => own.filter(request => levelOf(request) === level).map(measure));
    return a!.length === 0 || b!.length === 0 ? [] : [median(b!) / median(a!)];
  });
  return ratios.length === 0 ? undefined : median(ratios);
}

function factorFault({requests}: Folder, finding: Finding, value: (id: string | undefined) => number): string | undefined {
  const {factor = "", from = "", to = "", metric = ""} = finding.words;
  for (const {subject, facts, words} of finding.members) {
    const {quantization, ...labels} = {...finding.subject, ...subject};
    const models = factor === "quantization" || factor === "model" ? {} : labels;
    const [low, high] =
      factor === "quantization" ? [from, String(quantization)] : factor === "model" ? [from, to] : [words.low ?? from, words.high ?? to];
    const planted = plantedRatio(withLabels(requests.filter(isSteady), models), factor, low, high, metric);
    const said = finding.variant === "levels" ? 1 + value(facts.effect) : value(facts.effect);
    if (planted === undefined) return `no warm calls at both levels of ${factor}`;
    if (Math.abs(Math.log(planted)) < Math.log(1.015)) return `${factor} does nothing to ${metric}`;
    if (said > 1 !== planted > 1) return `${factor} does the opposite to ${metric}`;
    if (isFar(said, planted)) return `${factor}: ${metric} x ${said}, planted ${planted}`;
  }
  return undefined;
}

/** Silence is wrong where an effect of a tenth and more was planted. */
function silenceFault({requests}: Folder, finding: Finding): string | undefined {
  const {factor = "", metric = ""} = finding.words;
  for (const {subject} of finding.members) {
    const {quantization: _, ...labels} = subject;
    const own = withLabels(requests.filter(isSteady), factor === "quantization" ? {} : labels);
    const levels = [...new Set(own.map(request => String({...request, ...request.options}[factor])))];
    const ratios = levels.flatMap(level => plantedRatio(own, factor, levels[0]!, level, metric) ?? []);
    if (ratios.some(ratio => Math.abs(Math.log(ratio)) > Math.log(1.1))) return `${factor} changes ${metric}`;
  }
  return undefined;
}

function tradeoffFault({requests, perplexity}: Folder, finding: Finding, value: (id: string | undefined) => number): string | undefined {
  const base = finding.words.base ?? "";
  for (const {subject, facts} of finding.members) {
    const variant = String(subject.quantization);
    const [own, usual] = [perplexity?.get(variant), perplexity?.get(base)];
    if (own === undefined || usual === undefined || own.value < usual.value * 1.02) return `${variant} is not worse than ${base}`;
    const planted = plantedRatio(requests.filter(isSteady), "quantization", base, variant, "decode_throughput") ?? 1;
    if (facts.speed !== undefined && isFar(value(facts.speed), planted)) return `${variant}: x ${value(facts.speed)}, planted ${planted}`;
    if (finding.variant === "quality-loss" && planted > 1.1) return `${variant} is faster`;
  }
  return undefined;
}

function backendFault({backends}: Folder, {kind, members}: Finding, value: (id: string | undefined) => number): string | undefined {
  for (const {subject, facts} of members) {
    const [plain, own] = [backends?.get("eager"), backends?.get(String(subject.backend))];
    if (plain === undefined || own === undefined) return "no backends were planted";
    const planted = own.seconds / plain.seconds;
    if (kind === "break_even" ? planted > 0.985 : planted < 1.015) return `${subject.backend}: planted x ${planted}`;
    if (isFar(value(facts.most), planted)) return `${subject.backend}: x ${value(facts.most)}, planted ${planted}`;
    if (kind !== "break_even") continue;
    const calls = (own.compile ?? 0) / (plain.seconds - own.seconds);
    if (isFar(value(facts.calls_last) / calls, 1, 0.35)) return `pays after ${value(facts.calls_last)}, planted ${calls}`;
  }
  return undefined;
}

function scalingFault({scaling}: Folder, {variant, facts}: Finding, value: (id: string | undefined) => number): string | undefined {
  if (scaling === undefined) return "no clients were planted";
  const levels = [...scaling];
  const [first, last] = [levels[0]!, levels.at(-1)!];
  const perClient = last[1] / first[1] / (last[0] / first[0]);
  if (variant.startsWith("flat")) return last[1] / first[1] > 1.05 ? `grows ${last[1] / first[1]} times` : undefined;
  if (perClient > 0.6) return `efficiency ${perClient} at ${last[0]} clients`;
  const knee = levels.find(([, speed]) => speed >= 0.95 * last[1])?.[0] ?? last[0];
  return value(facts.knee) === knee ? undefined : `knee at ${value(facts.knee)}, planted ${knee}`;
}

function changeFault({changes}: Folder, {variant, words, members}: Finding, value: (id: string | undefined) => number): string | undefined {
  const planted = [...(changes ?? [])].find(([place]) => words.place?.startsWith(place))?.[1];
  if (planted === undefined) return `nothing changed in ${words.place}`;
  if (variant.startsWith("worse") !== planted > 1) return `${words.place} is not ${variant}`;
  const wrong = members
    .map(({facts}) => value(facts.effect) ** (words.metric?.endsWith("throughput") ? -1 : 1))
    .filter(said => isFar(said, planted));
  return wrong.length === 0 ? undefined : `x ${wrong[0]}, planted ${planted}`;
}

function spreadFault({requests}: Folder, {members}: Finding, value: (id: string | undefined) => number): string | undefined {
  const planted = requests.filter(request => isSteady(request) && request.far !== undefined).length;
  const said = sum(members.map(({facts}) => value(facts.outliers)));
  return said === planted && planted > 0 ? undefined : `${said} outliers, planted ${planted}`;
}

function inconsistentFault(
  {wrongCells = 0}: Folder,
  {variant, facts}: Finding,
  value: (id: string | undefined) => number
): string | undefined {
  if (variant !== "summary") return "not planted";
  return value(facts.wrong) === wrongCells ? undefined : `${value(facts.wrong)} cells wrong, planted ${wrongCells}`;
}
