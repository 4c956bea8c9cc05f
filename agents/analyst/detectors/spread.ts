import {type Cell, partsOf, valuesOf} from "../cells.ts";
import {isWorkAlike, shownSubject} from "../comparable.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {valueSources} from "../facts.ts";
import {groupBy, labelKey} from "../labels.ts";
import {median} from "../statistics/quantile.ts";
import {tukeyFences} from "../statistics/spread.ts";

/** Fewest attempts of equal work of which an outlier can be told, and how far it must stand from the median. */
const FEWEST = 10;
const FAR = 1.5;

/** Attempts of equal work under equal settings in one session that stand far outside the others (Tukey's fences, 1.5 times the median). */
export const spread: Detector = context =>
  [...groupBy(context.steady, ({session}) => session.tool)].flatMap(([tool, cells]) => {
    const members = [
      ...groupBy(cells, ({session, subject, settings}) => [session.id, labelKey(subject), labelKey(settings)].join(" ")).values()
    ].flatMap(group => memberOf(context, group) ?? []);
    return members.length === 0 ? [] : [findingOf(context, tool, members)];
  });

interface Member {
  draft: FindingDraft["members"][number];
  /** Seconds beyond the median in one pass: the mean excess of an attempt. */
  excess: number;
  cells: readonly Cell[];
}

function memberOf({store}: Context, cells: readonly Cell[]): Member | undefined {
  const parts = partsOf(cells);
  const metric = ["total_time", "e2e_latency", "latency"].find(name => valuesOf(parts, name).length >= FEWEST);
  const first = cells[0];
  if (metric === undefined || first === undefined || !isWorkAlike(cells) || !isWorkEven(cells)) return undefined;
  const values = valuesOf(parts, metric);
  const middle = median(values);
  const {high} = tukeyFences(values);
  const outliers = values.filter(value => value > high && value > FAR * middle);
  if (outliers.length === 0 || outliers.length > values.length / 4) return undefined;
  const subject = {...shownSubject(first.subject), ...first.settings};
  const scope = {subject: first.subject, settings: first.settings, session: first.session.id};
  const worst = store.add({
    kind: "measured",
    metric,
    statistic: "max",
    ...scope,
    where: {phase: first.phase},
    value: Math.max(...outliers),
    unit: "s",
    sources: valueSources(parts, metric),
    sourceCount: values.length
  });
  return {
    draft: {
      subject: shownSubject(subject),
      facts: {
        worst,
        median: store.median(parts, metric, {...scope, where: {phase: first.phase, of: "spread"}}) ?? "",
        outliers: store.count(
          "outliers",
          outliers.length,
          {...scope, where: {phase: first.phase}},
          valueSources(parts, metric),
          outliers.length
        ),
        n: store.count(
          "attempts",
          values.length,
          {...scope, where: {phase: first.phase, of: "spread"}},
          valueSources(parts, metric),
          values.length
        )
      },
      words: {metric, place: first.session.place}
    },
    excess: outliers.reduce((sum, value) => sum + value - middle, 0) / values.length,
    cells
  };
}

/** Each attempt did the same work within 3 %: a long answer is no outlier. */
function isWorkEven(cells: readonly Cell[]): boolean {
  const tokens = valuesOf(partsOf(cells), "output_tokens");
  return tokens.length === 0 || Math.max(...tokens) <= 1.03 * Math.min(...tokens);
}

function findingOf({pass}: Context, tool: string, members: readonly Member[]): FindingDraft {
  const share = pass.share(members.reduce((sum, {excess}) => sum + excess, 0));
  return {
    kind: "spread",
    variant: "outliers",
    workload: tool,
    members: members.map(({draft}) => draft),
    severity: share,
    gain: {share, basis: "measured"},
    confidence: "medium",
    reasons: [{code: "cause-not-recorded", values: {}}]
  };
}
