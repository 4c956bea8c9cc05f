import type {Table} from "../../contracts/index.ts";
import type {Context} from "../context.ts";
import type {Effect} from "../effects.ts";
import {differing, groupBy, labelKey} from "../labels.ts";

const columns = ["prefill_throughput", "decode_throughput", "total_time", "e2e_latency", "latency"] as const;

/**
 * Ratios of paired medians per setting (`effects`), and spread against noise of settings with more levels (`levels`); one table of
 * each per session.
 */
export function effectTables(context: Context): Omit<Table, "id">[] {
  const settings = context.effects.filter(({factor}) => factor !== "quantization");
  return [...groupBy(settings, ({session}) => session.id).values()].flatMap(own => [
    ...tableOf(
      context,
      own.filter(({basis}) => basis !== "levels"),
      "effects"
    ),
    ...tableOf(
      context,
      own.filter(({basis}) => basis === "levels"),
      "levels"
    )
  ]);
}

function tableOf({store}: Context, effects: readonly Effect[], kind: "effects" | "levels"): Omit<Table, "id">[] {
  const first = effects[0];
  if (first === undefined) return [];
  const ordered = [...effects].sort((a, b) => (a.factor < b.factor ? -1 : a.factor > b.factor ? 1 : 0));
  const used = columns.filter(metric => effects.some(effect => effect.metric === metric));
  const rows = [
    ...groupBy(ordered, ({factor, from, to, subject, basis}) =>
      labelKey({factor, subject: labelKey(subject), ...(basis === "levels" ? {} : {from, to})})
    ).values()
  ].map(group => {
    const effect = group[0] ?? first;
    const facts: Record<string, string> = {
      n: store.count(
        "comparisons",
        effect.n,
        {
          subject: effect.subject,
          session: effect.session.id,
          where: {factor: effect.factor, from: effect.from, to: effect.to, basis: effect.basis}
        },
        [],
        effect.n
      )
    };
    for (const {metric, fact, noise} of group) {
      facts[metric] = fact;
      if (noise !== undefined) facts[`${metric}_noise`] = noise;
    }
    return {
      labels: {
        ...effect.subject,
        factor: effect.factor,
        ...(kind === "levels" ? {levels: effect.sweep.levels.join(", ")} : {to: effect.to, from: effect.from})
      },
      facts
    };
  });
  const withNoise = kind === "levels" ? used.flatMap(metric => [metric, `${metric}_noise`]) : [...used];
  return [
    {
      kind,
      section: "performance",
      words: {place: first.session.place, tool: first.session.tool, basis: first.basis},
      facts: {},
      labels: [
        "factor",
        ...(kind === "levels" ? ["levels"] : ["to", "from"]),
        ...differing(
          effects.map(({subject}) => subject),
          ["model"]
        )
      ],
      columns: ["n", ...withNoise],
      rows,
      notes: []
    }
  ];
}
