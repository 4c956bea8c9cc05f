import {z} from "zod";
import {type Comparison, SpecError, scoreNames} from "../../agents/contracts/index.ts";
import {closest} from "../suggestion.ts";

const operatorSchema = z.enum(["<", "<=", ">", ">="]);

/** What makes a comparison fail: the median of a score of any cell on the wrong side of a limit. */
export const conditionSchema = z.strictObject({text: z.string(), score: z.enum(scoreNames), operator: operatorSchema, limit: z.number()});
export type Condition = z.infer<typeof conditionSchema>;

/** `acceptance<0.9`, `wall_time>30`, `acceptance<90%`. @throws SpecError saying what was expected. */
export function parsedCondition(text: string): Condition {
  const [, name = "", sign, number, percent] = /^\s*([a-z_]+)\s*(<=|>=|<|>)\s*([+-]?\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text) ?? [];
  const operator = operatorSchema.safeParse(sign).data;
  if (operator === undefined) {
    throw new SpecError("condition-not-valid", `${text}: expected a score, < or >, and a number, such as acceptance<0.9`, {
      condition: text
    });
  }
  const score = scoreNames.find(known => known === name);
  if (score === undefined) {
    throw new SpecError("condition-unknown-score", `${text}: no score ${name}; there are: ${scoreNames.join(", ")}`, {
      condition: text,
      score: name,
      known: scoreNames.join(", "),
      guess: closest(name, scoreNames) ?? "none"
    });
  }
  return {text, score, operator, limit: Number(number) / (percent === "%" ? 100 : 1)};
}

/** A cell that meets a condition, with the median that does. */
export interface Failing {
  condition: Condition;
  cell: string;
  median: number;
}

/** Cells that meet one of the conditions. A score that was not measured meets none. */
export function failing({cells}: Pick<Comparison, "cells">, conditions: readonly Condition[]): Failing[] {
  return conditions.flatMap(condition =>
    cells.flatMap(({id, scores}) => {
      const median = scores[condition.score]?.median;
      return median !== undefined && meets(median, condition) ? [{condition, cell: id, median}] : [];
    })
  );
}

function meets(value: number, {operator, limit}: Condition): boolean {
  switch (operator) {
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
  }
}
