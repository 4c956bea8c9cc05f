import {type Claim, metricEntry} from "../../contracts/index.ts";
import type {Context} from "../context.ts";
import {anchoredRows, isPlain} from "./anchored-rows.ts";
import {type Candidate, candidateFinder} from "./candidates.ts";
import {type ClaimLabels, claimLabeller, knownNames} from "./claim-labels.ts";
import {toleranceOf} from "./tolerance.ts";

/** What the data say of the claims of documents. */
export interface Judgement {
  agreed: readonly Claim[];
  contradicted: readonly Contradiction[];
  /** Values of known metrics that nothing in the data can be compared with for certain. */
  unmatched: readonly Claim[];
}

export interface Contradiction {
  claim: Claim;
  labels: ClaimLabels;
  /** What the data give; of several the nearest, of several largest or smallest ones the extreme. */
  found: Candidate;
  /** Several values could be meant, and the claim is none of them. */
  isNearest: boolean;
}

interface Case {
  claim: Claim;
  labels: ClaimLabels;
  /** What the row of the file says that the claim's row is. */
  row: Candidate | undefined;
  candidates: readonly Candidate[];
  agreeing: readonly Candidate[];
}

type Read = Pick<Context, "evidence" | "frames">;

/** Agreements, of at least three digits, that show a document to speak of a file that it does not name. */
const fewestAgreements = 3;

/**
 * Compares claims with rows and stated statistics of the same metric and subject. A claim agrees with any statistic of any file. It is
 * contradicted only when it names what was measured and which statistic (or there is one value), when it is no rough or limiting number, when
 * the document speaks of that file (lies beside it, names it, or agrees with it elsewhere), and when no file agrees.
 */
export function judgeClaims(context: Read): Judgement {
  const labelsOf = claimLabeller(knownNames(context.evidence));
  const find = candidateFinder(context);
  const anchored = anchoredRows(context);
  const comparable = context.evidence.claims.filter(isComparable);
  const cases = comparable.map((claim): Case => {
    const labels = labelsOf(claim);
    const candidates = find(claim, labels);
    const row = anchored.get(claim);
    return {claim, labels, row, candidates, agreeing: agreeing(claim, row === undefined ? candidates : [row])};
  });
  const about = spokenOf(context, cases);
  const contradicted = cases.flatMap(({claim, labels, row, candidates, agreeing: own}): Contradiction[] => {
    const isExact = row === undefined ? claim.hedge === undefined : isPlain(claim.hedge);
    if (own.length > 0 || !isExact || claim.value === 0 || claim.digits < 2 || isOfKin(claim, labels, find)) return [];
    const expected = row === undefined ? about(claim, expectedOf(claim, labels, candidates)) : [row];
    if (row === undefined && labels.isFromHeading && isElsewhere(claim, find)) return [];
    const extreme = furthest(claim, expected);
    const found = extreme ?? nearest(claim, expected);
    return found === undefined ? [] : [{claim, labels, found, isNearest: extreme === undefined && expected.length > 1}];
  });
  const wrong = new Set(contradicted.map(({claim}) => claim));
  const right = new Set(cases.flatMap(one => (one.agreeing.some(found => isMeant(one, found, about)) ? [one.claim] : [])));
  return {
    agreed: [...right],
    contradicted,
    unmatched: comparable.filter(claim => !wrong.has(claim) && !right.has(claim))
  };
}

/** A metric of ours in its unit; counts and shares below one are often written without. */
function isComparable({metric, unit, value}: Claim): boolean {
  const known = metric === undefined ? undefined : metricEntry(metric)?.unit;
  if (known === undefined) return false;
  return unit === known || (unit === undefined && (known === "1" || (known === "fraction" && value <= 1)));
}

function agreeing(claim: Claim, candidates: readonly Candidate[]): Candidate[] {
  const tolerance = toleranceOf(claim);
  return candidates.filter(({value}) => Math.abs(value - claim.value) <= tolerance);
}

/**
 * An agreement that is no chance: the claim is no limit and no difference, all its settings are recorded, and it names what was measured or,
 * with a statistic, lies beside the file or names it.
 */
function isMeant({claim, labels}: Case, found: Candidate, about: ReturnType<typeof spokenOf>): boolean {
  const {statistic, digits, hedge} = claim;
  if (found.isLoose === true || hedge === "bound" || hedge === "versus" || hedge === "change") return false;
  if (statistic !== undefined && statistic !== found.statistic && found.n > 1) return false;
  const isNamed = ["model", "kernel", "backend", "quantization"].some(key => labels.subject[key] !== undefined);
  if (isNamed) return digits >= (found.n > 1 && statistic === undefined ? 3 : 2);
  return statistic !== undefined && digits >= 3 && about(claim, [found]).length > 0;
}

/** Statistics that the claim must equal; empty when it could be about another. */
function expectedOf(claim: Claim, {subject}: ClaimLabels, candidates: readonly Candidate[]): Candidate[] {
  if (subject["model"] === undefined && subject["kernel"] === undefined) return [];
  const exact = candidates.filter(({isExact}) => isExact);
  const {statistic} = claim;
  if (statistic !== undefined) return exact.filter(each => each.statistic === statistic || (each.n === 1 && each.statistic === "value"));
  // Without a named statistic only a single value of a file can be meant.
  return exact.filter(each => each.statistic === "value");
}

/** Metrics that prose calls by one name: `throughput`, `latency`. */
const kin: readonly (readonly string[])[] = [
  ["decode_throughput", "output_throughput", "total_throughput", "prefill_throughput", "input_throughput"],
  ["latency", "e2e_latency", "total_time", "wall_time", "test_time", "run_time", "decode_time"],
  ["memory_used", "gpu_memory_used"]
];

/** Another metric that may be meant has the value. */
function isOfKin(claim: Claim, labels: ClaimLabels, find: ReturnType<typeof candidateFinder>): boolean {
  const family = kin.find(metrics => metrics.some(metric => metric === claim.metric)) ?? [];
  return family.some(metric => metric !== claim.metric && agreeing(claim, find({...claim, metric}, labels)).length > 0);
}

/** The value stands under another subject of the same metric: the heading may not be what it is about. */
function isElsewhere(claim: Claim, find: ReturnType<typeof candidateFinder>): boolean {
  return agreeing(claim, find(claim, {subject: {}, settings: {}, isFromHeading: false})).length > 0;
}

/** Of several largest or smallest values the extreme one is meant. */
function furthest({statistic}: Claim, candidates: readonly Candidate[]): Candidate | undefined {
  if (statistic !== "max" && statistic !== "min") return undefined;
  const sign = statistic === "max" ? 1 : -1;
  return candidates.reduce<Candidate | undefined>(
    (best, each) => (best === undefined || each.value * sign > best.value * sign ? each : best),
    undefined
  );
}

function nearest(claim: Claim, candidates: readonly Candidate[]): Candidate | undefined {
  const distance = ({value}: Candidate) => Math.abs(value - claim.value);
  return candidates.reduce<Candidate | undefined>(
    (best, each) => (best === undefined || distance(each) < distance(best) ? each : best),
    undefined
  );
}

/** Candidates in files that a document speaks of: those it names, else those beside it or in agreement with it elsewhere. */
function spokenOf({evidence}: Read, cases: readonly Case[]): (claim: Claim, candidates: readonly Candidate[]) => readonly Candidate[] {
  const named = new Set(evidence.relations.filter(({kind}) => kind === "cites").map(({from, to}) => `${from}\n${to}`));
  const counts = new Map<string, number>();
  for (const {claim, agreeing: own} of cases) {
    if (claim.digits < fewestAgreements || !isPlain(claim.hedge)) continue;
    for (const artifact of new Set(own.map(({artifact}) => artifact))) {
      const key = `${claim.source.artifact}\n${artifact}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return ({source: {artifact: document}}, candidates) => {
    const cited = candidates.filter(({artifact}) => named.has(`${document}\n${artifact}`));
    if (cited.length > 0) return cited;
    return candidates.filter(
      ({artifact}) => folderOf(document) === folderOf(artifact) || (counts.get(`${document}\n${artifact}`) ?? 0) >= fewestAgreements
    );
  };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
