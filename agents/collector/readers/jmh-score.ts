import {type Unit, writtenUnit} from "../../contracts/index.ts";
import {timesFactor} from "../quantity.ts";

/** What a score of JMH measures, by its unit. */
export interface JmhScale {
  metric: "throughput" | "time_per_op";
  unit: Unit;
  /** Base unit = score * factor. */
  factor: number;
}

/** `ops/ms` -> 1/s, `us/op` -> s; undefined for a unit that is neither. */
export function jmhScale(scoreUnit: string): JmhScale | undefined {
  const time = writtenUnit(/^ops\/(\w+)$/.exec(scoreUnit)?.[1] ?? "");
  if (time?.unit === "s") return {metric: "throughput", unit: "1/s", factor: 1 / time.factor};
  const perOperation = writtenUnit(/^(.+)\/op$/.exec(scoreUnit)?.[1] ?? "");
  return perOperation?.unit === "s" ? {metric: "time_per_op", unit: "s", factor: perOperation.factor} : undefined;
}

/** Score in the base unit. */
export const jmhValue = (value: number, {factor}: JmhScale): number =>
  factor > 1 ? value * Math.round(factor) : timesFactor(value, factor);
