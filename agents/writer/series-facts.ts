import type {Fact, HistorySeries, Labels} from "../contracts/index.ts";

/** Changes in steps of a tenth of a percent. */
const FINEST = 0.001;

const factBase = ({metric, definition, subject, settings, phase}: HistorySeries) => ({
  metric,
  definition,
  subject,
  settings,
  ...(phase === "unknown" ? {} : {where: {phase} as Labels}),
  inputs: []
});

/** Value of the newest run. */
export function lastFact(series: HistorySeries, run: string): Fact {
  const last = series.points.at(-1);
  const n = last?.n;
  return {
    ...factBase(series),
    id: `${series.id}.last`,
    kind: "measured",
    statistic: n === 1 ? "value" : "p50",
    value: last?.median ?? 0,
    unit: series.unit,
    ...(n === undefined ? {} : {n}),
    digits: 3,
    sources: series.sources.map(({artifact, at}) => ({artifact: `${run}/${artifact}`, at})),
    sourceCount: series.sourceCount
  };
}

/** A value of a series that is no fact of its own in the page: what the newest run is compared with. */
export const valueFact = (series: HistorySeries, which: string, value: number): Fact => ({
  ...factBase(series),
  id: `${series.id}.${which}`,
  kind: "measured",
  statistic: "p50",
  value,
  unit: series.unit,
  digits: 3,
  sources: [],
  sourceCount: 0
});

/** A change as a fraction, `ratio - 1`, 0 below half a tenth of a percent; an interval narrower than a tenth says nothing more. */
export function ratioFact(series: HistorySeries, which: string, ratio: number, interval?: readonly [number, number]): Fact {
  const isWide = interval !== undefined && interval[1] - interval[0] > FINEST;
  return {
    ...factBase(series),
    id: `${series.id}.${which}`,
    kind: "derived",
    statistic: "difference",
    value: Math.abs(ratio - 1) < FINEST / 2 ? 0 : ratio - 1,
    unit: "fraction",
    ...(isWide ? {interval: [interval[0] - 1, interval[1] - 1] as [number, number]} : {}),
    digits: 2,
    formula: "b / a - 1",
    inputs: [`${series.id}.last`],
    sources: [],
    sourceCount: 0
  };
}
