import type {Comparison, Contrast, Fact, ScoreName} from "../../contracts/index.ts";

type ScoredCell = Comparison["cells"][number];

/** What the scores are computed from: sentences asked for, or all that went over the wire. */
const formulas: Partial<Record<ScoreName, string>> = {
  acceptance: "by_model / asked",
  coverage: "findings_by_model / findings_of_summary",
  fallback: "by_template / asked",
  refused: "refused_once / asked",
  repairs: "repaired / asked",
  schema_valid: "valid_at_first / calls",
  agreement: "equal_pairs / pairs",
  decode_throughput: "output_tokens / decode_time"
};

/** The median of a score over the repeats of a cell; undefined when it was not measured. Without interval where repeats agree. */
export function scoreFact({id, scores}: ScoredCell, name: ScoreName): Fact | undefined {
  const score = scores[name];
  if (score === undefined) return undefined;
  const {median, interval, values, unit} = score;
  return {
    ...plainFact(`score.${name}.${id}`, median, unit),
    metric: name,
    statistic: "p50",
    n: values.length,
    ...(interval === undefined || interval[0] === interval[1] ? {} : {interval}),
    ...(formulas[name] === undefined ? {} : {formula: formulas[name]})
  };
}

/** How far a cell lies from the reference, with its sign: a ratio of times, a difference of shares. */
export function contrastFact({cell, score, effect, interval, verdict}: Contrast): Fact {
  const isRatio = score === "wall_time";
  return {
    ...plainFact(`contrast.${score}.${cell}`, effect, isRatio ? "x" : "fraction"),
    metric: score,
    statistic: isRatio ? "ratio" : "difference",
    ...(interval === undefined ? {} : {interval}),
    direction: verdict === "better" || verdict === "worse" ? verdict : "neutral",
    formula: isRatio ? "exp(median(ln b - ln a))" : "median(b - a)"
  };
}

/** The same without sign, for sentences that say which is higher. */
export function sizeFact(contrast: Contrast): Fact {
  const fact = contrastFact(contrast);
  if (contrast.score === "wall_time") return fact;
  const ends = contrast.interval?.map(Math.abs).toSorted((one, other) => one - other);
  const {interval: _signed, ...rest} = fact;
  return {
    ...rest,
    id: `size.${contrast.score}.${contrast.cell}`,
    value: Math.abs(contrast.effect),
    formula: "abs(median(b - a))",
    ...(ends === undefined ? {} : {interval: [ends[0] ?? 0, ends[1] ?? 0]})
  };
}

export function countFact(role: string, value: number): Fact {
  return plainFact(`comparison.${role}`, value, "1");
}

function plainFact(id: string, value: number, unit: Fact["unit"]): Fact {
  return {id, kind: "derived", subject: {}, settings: {}, value, unit, digits: 3, inputs: [], sources: [], sourceCount: 0};
}
