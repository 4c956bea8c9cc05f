import type {Labels} from "../../contracts/index.ts";
import type {StatedMetric} from "../stated-record.ts";

const events: Readonly<Record<string, StatedMetric>> = {
  instructions: {metric: "instruction_count"},
  cycles: {metric: "cycle_count"},
  "cpu-cycles": {metric: "cycle_count"},
  "context-switches": {metric: "context_switches"},
  cs: {metric: "context_switches"},
  "page-faults": {metric: "page_faults"},
  faults: {metric: "page_faults"},
  "task-clock": {metric: "cpu_time", definition: "task-clock"},
  "cpu-clock": {metric: "cpu_time", definition: "cpu-clock"}
};
/** What perf derives itself and prints behind `#`. */
export const derived: readonly {words: RegExp; metric: StatedMetric}[] = [
  {words: /^([\d.,]+)\s+insn per cycle/, metric: {metric: "instructions_per_cycle"}},
  {words: /^([\d.,]+)\s*% of all branches/, metric: {metric: "branch_miss_rate", per: 100}},
  {words: /^([\d.,]+)\s*% of all cache refs/, metric: {metric: "cache_miss_rate", per: 100}},
  {words: /^([\d.,]+)\s+CPUs utilized/, metric: {metric: "x.cpus_utilized", unit: "1"}}
];

/** By the words alone, as reports for programs have them: `insn per cycle`, `of all branches`. */
export const derivedMetric = (words: string): StatedMetric | undefined =>
  derived.find(({words: pattern}) => pattern.test(`1 ${words}`) || pattern.test(`1% ${words}`))?.metric;

/** Metric of an event; `unit` as perf writes it: none for counts. */
export function perfMetric(name: string, unit: string | undefined): StatedMetric {
  const known = Object.hasOwn(events, name) ? events[name] : undefined;
  const per = unit === "msec" ? 1e3 : unit === "ns" ? 1e9 : 1;
  const own: StatedMetric = {metric: `x.${name}`, unit: unit === "Joules" ? "J" : unit === undefined || unit === "" ? "1" : "s"};
  return {...(known ?? own), per};
}

/** `cycles:u`, `cpu_core/cycles/u` -> name; which mode and which kind of core are labels. */
export function perfEvent(written: string): {name: string; labels: Labels} {
  const [, unit, inner, innerMode, plain, plainMode] =
    /^(?:(\w+)\/([^/]+)\/(?::?([ukhGHp]+))?|([^/:]+)(?::([ukhGHp]+))?)$/.exec(written) ?? [];
  const mode = innerMode ?? plainMode;
  return {
    name: inner ?? plain ?? written,
    labels: {...(mode === undefined ? {} : {"x.mode": mode}), ...(unit === undefined ? {} : {"x.pmu": unit})}
  };
}
