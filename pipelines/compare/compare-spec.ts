import {SpecError} from "../../agents/contracts/index.ts";
import {planReport, type ReportPlan, type ReportSpec, type SpecContext} from "../spec.ts";
import {closest} from "../suggestion.ts";
import {type Condition, parsedCondition} from "./condition.ts";
import {cellsOf, filtered, type PlannedCell} from "./matrix.ts";

/** What was asked for, by flags or a file; nothing of it is checked. Lists: names joined by commas, or several of them. */
export interface CompareSpec extends Omit<ReportSpec, "agent" | "model" | "format"> {
  agents?: readonly string[];
  models?: readonly string[];
  /** `num_ctx=1024,2048`: one configuration for each value. */
  set?: readonly string[];
  /** Combinations to leave out, `model=gemma3:1b,num_ctx=2048`. */
  skip?: readonly string[];
  /** Combinations to keep, in the same form. */
  filter?: readonly string[];
  repeats?: string;
  seed?: string;
  /** Id of a configuration, or labels that only one has. */
  reference?: string;
  /** `acceptance<0.9`: what must not be. */
  failOn?: readonly string[];
}

/** A checked `CompareSpec`. */
export interface ComparePlan {
  /** What all configurations share: artifacts, language, date, place of the comparison. */
  base: ReportPlan;
  cells: readonly ComparedCell[];
  /** Id of a cell. */
  reference: string;
  repeats: number;
  seed: number;
  failOn: readonly Condition[];
}

export interface ComparedCell extends PlannedCell {
  /** The report that this configuration makes. */
  plan: ReportPlan;
}

const defaults = {agents: ["baseline", "chimera"], repeats: "8", seed: "1"};

/** @throws SpecError for the first thing that is wrong, with what was expected. */
export function planComparison(spec: CompareSpec, context: SpecContext): ComparePlan {
  const {agents, models, set = [], skip = [], filter = [], repeats, seed, reference, failOn = [], ...shared} = spec;
  const named = listed(models ?? []);
  if (named.length === 0) {
    throw new SpecError("compare-no-model", "no model is named; add --models, such as --models gemma3:1b,gemma3:latest", {});
  }
  const plan = (agent: string, model: string, options: readonly string[]): ReportPlan =>
    planReport({provider: "auto", ...shared, agent, model, set: options}, context);
  const all = cellsOf({
    agents: listed(agents ?? defaults.agents),
    models: named,
    options: optionValues(set, value => plan("baseline", named[0] ?? "", [value]).options),
    exclude: skip.map(labelsOf)
  });
  const kept = filter.reduce<readonly PlannedCell[]>((cells, labels) => filtered(cells, labelsOf(labels)), all);
  const cells = kept.map(cell => {
    const options = Object.entries(cell.options).map(([name, value]) => `${name}=${value}`);
    return {...cell, plan: plan(cell.agent, cell.model, options)};
  });
  const [first] = cells;
  if (first === undefined) throw new Error("cellsOf gave no cell");
  const name = shared.name ?? `${first.plan.name}-comparison`;
  return {
    base: {...first.plan, name},
    cells,
    reference: reference === undefined ? first.id : referenceOf(reference, cells),
    repeats: wholeNumber("--repeats", repeats ?? defaults.repeats, 1),
    seed: wholeNumber("--seed", seed ?? defaults.seed, 0),
    failOn: failOn.map(parsedCondition)
  };
}

const listed = (texts: readonly string[]): string[] =>
  texts
    .flatMap(text => text.split(","))
    .map(text => text.trim())
    .filter(text => text !== "");

/** Each value checked like one of `report`'s. */
function optionValues(set: readonly string[], check: (setting: string) => Record<string, number>): Record<string, number[]> {
  const options: Record<string, number[]> = {};
  for (const setting of set) {
    const [, key, values] = /^([^=]*)=(.*)$/s.exec(setting) ?? [];
    const settings = key === undefined || values === undefined ? [setting] : values.split(",").map(value => `${key}=${value.trim()}`);
    for (const [name, value] of settings.flatMap(one => Object.entries(check(one)))) {
      const known = options[name] ?? [];
      options[name] = known.includes(value) ? known : [...known, value];
    }
  }
  return options;
}

function labelsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    listed([text]).map(label => {
      const [, name, value] = /^([^=]+)=(.+)$/s.exec(label) ?? [];
      if (name !== undefined && value !== undefined) return [name.trim(), value.trim()];
      throw new SpecError("option-not-a-pair", `${label}: expected key=value`, {setting: label});
    })
  );
}

function referenceOf(text: string, cells: readonly PlannedCell[]): string {
  const exact = cells.find(({id}) => id === text);
  const fitting =
    exact !== undefined ? [exact] : text.includes("=") ? filtered(cells, labelsOf(text)) : cells.filter(({agent}) => agent === text);
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only.id;
  const known = cells.map(({id}) => id);
  throw new SpecError(
    "compare-reference-unclear",
    `--reference ${text}: ${only === undefined ? "none of the configurations" : "more than one configuration"}; there are: ${known.join("; ")}`,
    {reference: text, count: only === undefined ? "none" : "several", known: known.join("; "), guess: closest(text, known) ?? "none"}
  );
}

function wholeNumber(flag: string, text: string, least: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new SpecError("not-a-count", `${flag} ${text}: expected a whole number from ${least}`, {flag, value: text, least: String(least)});
}
