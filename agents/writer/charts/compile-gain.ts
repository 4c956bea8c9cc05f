import type {Finding} from "../../contracts/index.ts";
import type {Draft} from "../draft.ts";
import {axisOf, categoriesOf, type Chart, described, fewestRows} from "./chart-block.ts";

/**
 * Compile time of each backend that repays it against how much shorter its calls are; in words it is a long list. Of several runs the
 * least gain and the longest compilation: so much can be relied on.
 */
export function compileGain(draft: Draft, {id, kind, members}: Finding): Chart[] {
  if (kind !== "break_even" || members.length < fewestRows) return [];
  const of = (role: string): (string | null)[] => members.map(({facts}) => facts[role] ?? null);
  const [ratios, compile] = [of("least"), of("compile_last")];
  const names = categoriesOf(
    draft,
    members.map(({subject}) => ({labels: subject, facts: {}})),
    ["backend", "model", "device"]
  );
  const cited = [...ratios, ...compile].flatMap(one => (one === null ? [] : [one]));
  draft.references.cite(
    id,
    cited.map(fact => ({text: "", fact}))
  );
  return [
    {
      type: "chart",
      ...described(draft, "compile", id, names, ratios, undefined),
      kind: "scatter",
      value: {title: draft.locale.text("chart.latency-ratio"), factor: 1, zero: 1},
      other: axisOf(
        draft,
        "compile_time",
        compile.flatMap(one => (one === null ? [] : [draft.fact(one)]))
      ),
      series: [{label: draft.locale.text("chart.latency-ratio"), facts: ratios, across: compile, texts: names}]
    }
  ];
}
