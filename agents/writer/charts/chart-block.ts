import type {Block, Fact, Labels} from "../../contracts/index.ts";
import {plain, text} from "../../locale/index.ts";
import type {Draft} from "../draft.ts";

export type Chart = Extract<Block, {type: "chart"}>;

/** Fewest values of which a picture says more than the table or the sentence beside it. */
export const fewestRows = 3;

/** A row of a table as a category of a chart: the labels that tell it from the others, and of how many measurements it is. */
export function categoriesOf(
  {locale, fact}: Draft,
  rows: readonly {labels: Labels; facts: Readonly<Record<string, string>>}[],
  keys: readonly string[]
): string[] {
  const telling = keys.filter(key => new Set(rows.map(({labels}) => labels[key])).size > 1);
  const places = tailsOf(rows.flatMap(({labels}) => (typeof labels.place === "string" ? [labels.place] : [])));
  return rows.map(({labels, facts}) => {
    const words = (telling.length === 0 ? keys.slice(0, 1) : telling).flatMap(key => {
      const value = labels[key];
      if (value === undefined) return [];
      return [key === "place" ? (places.get(String(value)) ?? String(value)) : wordOf(locale, key, value)];
    });
    const n = facts["n"] === undefined ? undefined : fact(facts["n"]).value;
    return `${words.join(" · ")}${typeof n === "number" ? ` (n\u00a0=\u00a0${locale.integer(n)})` : ""}`;
  });
}

/** Each path by as many of its last parts as tell all of them apart: the table beside the chart has them whole. */
function tailsOf(paths: readonly string[]): Map<string, string> {
  const all = [...new Set(paths)];
  const tails = (parts: number): string[] => all.map(path => path.split("/").slice(-parts).join("/"));
  const most = Math.max(1, ...all.map(path => path.split("/").length));
  const parts = Array.from({length: most}, (_, index) => index + 1).find(count => new Set(tails(count)).size === all.length) ?? most;
  const shown = tails(parts);
  return new Map(all.map((path, index) => [path, shown[index] ?? path]));
}

/** Numbers need the name of what they are. */
function wordOf(locale: Draft["locale"], key: string, value: string | number | boolean): string {
  if (key === "phase") return locale.has(`state.${value}`) ? locale.text(`state.${value}`) : String(value);
  return typeof value === "number" ? `${key}=${value}` : String(value);
}

/** Axis of a metric: its name and the unit in which its values are best read. */
export function axisOf({locale}: Draft, role: string, facts: readonly Fact[]): Chart["value"] {
  const {scale} = locale.quantities.columnFormat(facts);
  return {title: titled(roleName(locale, role), scale.name), factor: scale.factor};
}

export const titled = (name: string, unit: string): string => (unit === "" ? name : `${name}, ${unit}`);

/** `decode_throughput@ollama` is `decode_throughput`. */
export function roleName(locale: Draft["locale"], role: string): string {
  const [base = role] = role.split("@");
  return locale.metric(base, "nom") ?? (locale.has(`column.${base}`) ? locale.text(`column.${base}`) : base);
}

/** Values beside the marks, in the scale of the axis, without unit. */
export function textsOf({locale, fact}: Draft, ids: readonly (string | null)[]): (string | null)[] {
  const facts = ids.flatMap(id => (id === null ? [] : [fact(id)]));
  const format = locale.quantities.columnFormat(facts);
  return ids.map(id => {
    if (id === null) return null;
    const {interval: _interval, deviation: _deviation, ...bare} = fact(id);
    return plain(locale.quantities.cell(bare, format));
  });
}

/** Caption and description: what is drawn, and the largest and the smallest value with what they belong to. */
export function described(
  draft: Draft,
  kind: string,
  id: string,
  names: readonly string[],
  ids: readonly (string | null)[],
  place: string | undefined
): Pick<Chart, "id" | "caption" | "alt"> {
  const {locale} = draft;
  const known = ids
    .flatMap((one, index) => (one === null ? [] : [{fact: draft.fact(one), name: names[index] ?? ""}]))
    .sort((a, b) => Number(a.fact.value) - Number(b.fact.value));
  const [least, most] = [known[0], known.at(-1)];
  const more = {
    place: place === undefined ? [] : [{text: place, style: "code" as const}],
    place_key: place === undefined ? "none" : "some",
    least_name: [{text: least?.name ?? "", style: "code" as const}],
    most_name: [{text: most?.name ?? "", style: "code" as const}]
  };
  const facts = {...(least === undefined ? {} : {least: least.fact}), ...(most === undefined ? {} : {most: most.fact})};
  return {
    id: `chart-${id}`,
    caption: locale.message(`chart.${kind}.caption`, {more, facts}),
    alt: [
      ...locale.message(`chart.${kind}.alt`, {more, facts}),
      ...(known.length === 0 ? [] : [text(" "), ...locale.message("chart.ends", {more, facts})])
    ]
  };
}
