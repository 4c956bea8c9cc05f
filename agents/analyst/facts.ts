import {createHash} from "node:crypto";
import {type Fact, type Labels, type Reported, type Source, type Statistic, sourcesOf} from "../contracts/index.ts";
import {columnIn, type Part, valuesOf} from "./cells.ts";
import {sortedLabels} from "./labels.ts";
import {medianInterval} from "./statistics/median-interval.ts";
import {median} from "./statistics/quantile.ts";
import {mean, standardDeviation} from "./statistics/spread.ts";

/** A fact before it has an id. Labels and lists that are left out are empty. */
export type FactDraft = Omit<Fact, "id" | "subject" | "settings" | "inputs" | "sources" | "sourceCount" | "digits"> & {
  subject?: Labels;
  settings?: Labels;
  inputs?: string[];
  sources?: Source[];
  sourceCount?: number;
  digits?: number;
};

/** Where subject, settings and rows of a fact come from. */
export interface FactScope {
  subject?: Labels;
  settings?: Labels;
  where?: Labels;
  session?: string;
}

/** The facts of one analysis, each stated once. */
export class FactStore {
  readonly #facts = new Map<string, Fact>();

  /**
   * The id of a statement. Two values for one statement (the data say something twice and differently) are told apart by a number
   * in their order; the first keeps the plain id.
   */
  add(draft: FactDraft): string {
    const {where, versus, ...rest} = draft;
    const subject = sortedLabels(draft.subject ?? {});
    const settings = sortedLabels(draft.settings ?? {});
    const sources = draft.sources ?? [];
    for (let number = 1; ; number += 1) {
      const numbered = number === 1 ? where : {...where, number};
      const identity = [
        draft.kind,
        draft.metric,
        draft.definition,
        draft.statistic,
        subject,
        settings,
        numbered,
        draft.session,
        draft.versus
      ];
      const id = [draft.metric ?? draft.kind, draft.statistic ?? "value", slug(subject), digest(identity)].join(".");
      const known = this.#facts.get(id);
      if (known !== undefined && known.value !== draft.value) continue;
      if (known !== undefined) return id;
      this.#facts.set(id, {
        ...rest,
        ...(numbered === undefined ? {} : {where: sortedLabels(numbered)}),
        ...(versus === undefined ? {} : {versus: sortedLabels(versus)}),
        id,
        subject,
        settings,
        digits: draft.digits ?? 3,
        inputs: draft.inputs ?? [],
        sources: sources.slice(0, 20),
        sourceCount: draft.sourceCount ?? sources.length
      });
      return id;
    }
  }

  get(id: string): Fact {
    const fact = this.#facts.get(id);
    if (fact === undefined) throw new Error(`no such fact: ${id}`);
    return fact;
  }

  /** Numeric value of a fact. */
  value(id: string): number {
    const {value} = this.get(id);
    if (typeof value !== "number") throw new Error(`not a number: ${id}`);
    return value;
  }

  all(): Fact[] {
    return [...this.#facts.values()];
  }

  /** Median of a metric over rows, with interval and n; undefined when nothing was measured. */
  median(parts: readonly Part[], metric: string, scope: FactScope): string | undefined {
    const column = columnIn(parts, metric);
    const values = valuesOf(parts, metric);
    if (column === undefined || values.length === 0) return undefined;
    const interval = medianInterval(values);
    return this.add({
      kind: column.formula === undefined ? "measured" : "derived",
      metric,
      definition: column.definition,
      statistic: values.length === 1 ? "value" : "p50",
      ...scope,
      value: median(values),
      unit: column.unit,
      n: values.length,
      ...(interval === undefined ? {} : {interval}),
      ...(column.formula === undefined ? {} : {formula: column.formula}),
      sources: valueSources(parts, metric),
      sourceCount: values.length
    });
  }

  /** Median with interval from six values on; below that mean and standard deviation. */
  typical(parts: readonly Part[], metric: string, scope: FactScope): string | undefined {
    const column = columnIn(parts, metric);
    const values = valuesOf(parts, metric);
    const deviation = standardDeviation(values);
    if (column === undefined || deviation === undefined || values.length >= 6) return this.median(parts, metric, scope);
    return this.add({
      kind: column.formula === undefined ? "measured" : "derived",
      metric,
      definition: column.definition,
      statistic: "mean",
      ...scope,
      value: mean(values),
      unit: column.unit,
      n: values.length,
      deviation,
      ...(column.formula === undefined ? {} : {formula: column.formula}),
      sources: valueSources(parts, metric),
      sourceCount: values.length
    });
  }

  /**
   * Best single number that a record states, with its deviation: the mean, a value, the median; or the one asked for. Undefined when it
   * states none of them.
   */
  stated(record: Reported, wanted?: Statistic): string | undefined {
    const of = (name: Statistic) => record.statistics.find(({statistic}) => statistic === name);
    const value = wanted === undefined ? (of("mean") ?? of("value") ?? of("p50")) : of(wanted);
    const deviation = wanted === undefined || wanted === "mean" ? (of("std") ?? of("stderr")) : undefined;
    if (value === undefined) return undefined;
    return this.add({
      kind: "reported",
      metric: record.metric,
      definition: record.definition,
      statistic: value.statistic,
      subject: record.subject,
      settings: record.settings,
      session: record.session,
      value: value.value,
      unit: record.unit,
      ...(record.n === undefined ? {} : {n: record.n}),
      ...(deviation === undefined ? {} : {deviation: deviation.value}),
      sources: [{artifact: record.artifact, at: value.at}]
    });
  }

  /** A number of things that were counted. */
  count(metric: string, value: number, scope: FactScope, sources: Source[] = [], sourceCount?: number): string {
    return this.add({
      kind: "counted",
      metric,
      statistic: "count",
      ...scope,
      value,
      unit: "1",
      sources,
      sourceCount: sourceCount ?? Math.max(value, sources.length)
    });
  }
}

/** Places of the values that `valuesOf` gives; of every field they were derived from. */
export function valueSources(parts: readonly Part[], metric: string): Source[] {
  const definition = columnIn(parts, metric)?.definition;
  return parts.flatMap(({frame, rows}) => {
    const column = frame.columns.get(metric);
    if (column === undefined || column.definition !== definition) return [];
    const measured = rows.filter(row => column.values[row] !== null);
    return column.fields.flatMap(field => sourcesOf(frame.measurement, field, measured));
  });
}

function slug(labels: Labels): string {
  const text = Object.values(labels)
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return text === "" ? "all" : text.slice(0, 60);
}

const digest = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 10);
