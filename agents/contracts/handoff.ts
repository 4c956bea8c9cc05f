import type {z} from "zod";
import {ContractError} from "./errors.ts";

/** Parses what a stage hands on. @throws ContractError naming the stage, the path and the value. */
export function handOff<S extends z.ZodType>(stage: string, schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  throw new ContractError(stage, path.map(String).join("."), shown(valueAt(value, path)), issue?.message ?? "invalid");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current: unknown = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
