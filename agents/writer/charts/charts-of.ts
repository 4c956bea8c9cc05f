import type {Table} from "../../contracts/index.ts";
import type {Draft} from "../draft.ts";
import {axisOf, categoriesOf, type Chart, described, fewestRows, roleName, textsOf, titled} from "./chart-block.ts";

/** More rows than these are read in the table. */
const mostRows = 24;

/** The charts of a table; none where the table says it as well. */
export function chartsOf(draft: Draft, table: Table): Chart[] {
  if (table.rows.length > mostRows) return [];
  switch (table.kind) {
    case "speed":
      return [...speeds(draft, table), ...firstTokens(draft, table)];
    case "phases":
      return phases(draft, table);
    case "effects":
      return effects(draft, table);
    case "levels":
      return levels(draft, table);
    case "quantizations":
      return speedAgainstQuality(draft, table);
    case "scaling":
      return scaling(draft, table);
    default:
      return [];
  }
}

/** Where it was measured; of a table over several places the tool. */
const placeOf = ({words}: Table): string | undefined => (words["places"] === "many" ? words["tool"] : words["place"]);

type Row = Table["rows"][number];

const idsOf = (rows: readonly Row[], role: string): (string | null)[] => rows.map(({facts}) => facts[role] ?? null);
const factsOf = ({fact}: Draft, ids: readonly (string | null)[]) => ids.flatMap(id => (id === null ? [] : [fact(id)]));

/** Decode speed of each row with its interval. */
function speeds(draft: Draft, table: Table): Chart[] {
  const rows = table.rows.filter(({facts}) => facts["decode_throughput"] !== undefined);
  if (rows.length < fewestRows) return [];
  const ids = idsOf(rows, "decode_throughput");
  const categories = categoriesOf(draft, rows, table.labels);
  return [
    {
      type: "chart",
      ...described(draft, "speed", table.id, categories, ids, placeOf(table)),
      kind: "bars",
      value: axisOf(draft, "decode_throughput", factsOf(draft, ids)),
      other: {title: "", factor: 1},
      categories,
      series: [{label: roleName(draft.locale, "decode_throughput"), facts: ids, texts: textsOf(draft, ids)}]
    }
  ];
}

/** Time to first token, a cold bar beside a warm one, where both were measured. */
function firstTokens(draft: Draft, table: Table): Chart[] {
  const keys = table.labels.filter(key => key !== "phase");
  const named = (row: Row): string => JSON.stringify(keys.map(key => row.labels[key]));
  const of = (phase: string) =>
    new Map(table.rows.filter(({labels, facts}) => labels["phase"] === phase && facts["ttft"] !== undefined).map(row => [named(row), row]));
  const [cold, warm] = [of("cold"), of("warm")];
  const rows = [...warm.entries()].flatMap(([name, row]) => (cold.has(name) ? [row] : []));
  if (rows.length === 0) return [];
  const series = [cold, warm].map((phase, index) => {
    const facts = rows.map(row => phase.get(named(row))?.facts["ttft"] ?? null);
    return {label: draft.locale.text(`state.${index === 0 ? "cold" : "warm"}`), facts};
  });
  const ids = series.flatMap(({facts}) => facts);
  const texts = textsOf(draft, ids);
  const categories = categoriesOf(
    draft,
    rows.map(({labels}) => ({labels, facts: {}})),
    keys
  );
  return [
    {
      type: "chart",
      ...described(draft, "ttft", `${table.id}-ttft`, [...categories, ...categories], ids, placeOf(table)),
      kind: "bars",
      value: axisOf(draft, "ttft", factsOf(draft, ids)),
      other: {title: "", factor: 1},
      categories,
      series: series.map((one, index) => ({...one, texts: texts.slice(index * rows.length, (index + 1) * rows.length)}))
    }
  ];
}

/** Shares of the request's time, stacked. */
function phases(draft: Draft, table: Table): Chart[] {
  const roles = ["load", "prefill", "decode", "rest"].filter(role => table.columns.includes(role));
  if (table.rows.length < 2) return [];
  const categories = categoriesOf(draft, table.rows, table.labels);
  const all = roles.flatMap(role => idsOf(table.rows, role));
  return [
    {
      type: "chart",
      ...described(draft, "phases", table.id, categories, idsOf(table.rows, "decode"), placeOf(table)),
      kind: "stacked",
      value: {
        title: titled(draft.locale.text("chart.share"), draft.locale.quantities.scale("fraction", 1).name),
        factor: axisOf(draft, "decode", factsOf(draft, all)).factor
      },
      other: {title: "", factor: 1},
      categories,
      series: roles.map(role => ({
        label: roleName(draft.locale, `${role}_time`),
        facts: idsOf(table.rows, role),
        texts: largeOnes(draft, idsOf(table.rows, role))
      }))
    }
  ];
}

/** Smaller parts have no room for their number. */
const leastLabelled = 0.08;

function largeOnes(draft: Draft, ids: readonly (string | null)[]): (string | null)[] {
  return textsOf(draft, ids).map((text, index) => {
    const id = ids[index];
    return typeof id === "string" && Number(draft.fact(id).value) >= leastLabelled ? text : null;
  });
}

/** Ratios against "no difference", a dot and an interval for each metric. */
function effects(draft: Draft, table: Table): Chart[] {
  const roles = table.columns.filter(role => role !== "n");
  const subjects = categoriesOf(
    draft,
    table.rows,
    table.labels.filter(key => !["factor", "to", "from"].includes(key))
  );
  const categories = table.rows.map(({labels}, index) => `${labels["factor"]}: ${labels["from"]} → ${labels["to"]}, ${subjects[index]}`);
  if (table.rows.length * roles.length < fewestRows) return [];
  const ids = roles.flatMap(role => idsOf(table.rows, role));
  return [
    {
      type: "chart",
      ...described(
        draft,
        "effects",
        table.id,
        roles.flatMap(() => categories),
        ids,
        placeOf(table)
      ),
      kind: "points",
      value: {title: draft.locale.text("chart.ratio"), factor: 1, zero: 1},
      other: {title: "", factor: 1},
      categories,
      series: roles.map(role => ({label: roleName(draft.locale, role), facts: idsOf(table.rows, role)}))
    }
  ];
}

/** The spread between levels beside what shuffling the levels gives. */
function levels(draft: Draft, table: Table): Chart[] {
  const roles = table.columns.filter(role => role !== "n" && !role.endsWith("_noise"));
  if (table.rows.length * roles.length < fewestRows) return [];
  const categories = categoriesOf(
    draft,
    table.rows,
    table.labels.filter(key => key !== "levels")
  );
  const ids = roles.flatMap(role => idsOf(table.rows, role));
  return [
    {
      type: "chart",
      ...described(
        draft,
        "levels",
        table.id,
        roles.flatMap(() => categories),
        ids,
        placeOf(table)
      ),
      kind: "points",
      value: {title: titled(draft.locale.text("chart.spread"), draft.locale.quantities.scale("fraction", 1).name), factor: 0.01, zero: 0},
      other: {title: "", factor: 1},
      categories,
      series: roles.map(role => ({
        label: roleName(draft.locale, role),
        facts: idsOf(table.rows, role),
        noise: idsOf(table.rows, `${role}_noise`)
      }))
    }
  ];
}

/** Each variant at its speed and its perplexity. */
function speedAgainstQuality(draft: Draft, table: Table): Chart[] {
  const role = table.columns.find(one => one.startsWith("decode_throughput"));
  const rows = role === undefined ? [] : table.rows.filter(({facts}) => facts[role] !== undefined && facts["perplexity"] !== undefined);
  if (role === undefined || rows.length < fewestRows) return [];
  const [speed, quality] = [idsOf(rows, role), idsOf(rows, "perplexity")];
  const names = categoriesOf(
    draft,
    rows.map(({labels}) => ({labels, facts: {}})),
    table.labels
  );
  return [
    {
      type: "chart",
      ...described(draft, "quality", table.id, names, quality, table.words["model"]),
      kind: "scatter",
      value: axisOf(draft, "perplexity", factsOf(draft, quality)),
      other: axisOf(draft, role, factsOf(draft, speed)),
      series: [{label: roleName(draft.locale, "perplexity"), facts: quality, across: speed, texts: names}]
    }
  ];
}

/** Throughput over the number of clients, a line for each setting. */
function scaling(draft: Draft, table: Table): Chart[] {
  const clients = ({labels}: Row): number | undefined => (typeof labels["concurrency"] === "number" ? labels["concurrency"] : undefined);
  const rows = table.rows.filter(row => clients(row) !== undefined && row.facts["throughput"] !== undefined);
  const places = [...new Set(rows.map(row => clients(row) ?? 0))].sort((a, b) => a - b);
  if (places.length < fewestRows) return [];
  const keys = table.labels.filter(key => key !== "concurrency");
  const lines = [...new Set(rows.map(row => lineName(row, keys)))];
  const series = lines.map(label => ({
    label: label === "" ? draft.locale.text("column.throughput") : label,
    facts: places.map(place => rows.find(row => clients(row) === place && lineName(row, keys) === label)?.facts["throughput"] ?? null)
  }));
  const ids = series.flatMap(({facts}) => facts);
  return [
    {
      type: "chart",
      ...described(
        draft,
        "scaling",
        table.id,
        lines.flatMap(line => places.map(place => `${line === "" ? "" : `${line} · `}${place}`)),
        ids,
        placeOf(table)
      ),
      kind: "lines",
      value: {
        ...axisOf(draft, "throughput", factsOf(draft, ids)),
        title: titled(draft.locale.text("column.throughput"), draft.locale.quantities.columnFormat(factsOf(draft, ids)).scale.name)
      },
      other: {title: draft.locale.text("column.concurrency"), factor: 1},
      places,
      series
    }
  ];
}

function lineName(row: Row, keys: readonly string[]): string {
  return keys
    .flatMap(key =>
      row.labels[key] === undefined ? [] : [typeof row.labels[key] === "string" ? String(row.labels[key]) : `${key}=${row.labels[key]}`]
    )
    .join(" · ");
}
