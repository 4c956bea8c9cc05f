import type {z} from "zod";
import {SpecError} from "../agents/contracts/index.ts";
import {closest} from "./suggestion.ts";

/** What `parse` makes of a file's text. @throws SpecError naming the file and the parser's first line. */
export function parsedText(file: string, parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
    throw new SpecError("config-not-yaml", `${file}: ${problem}; mend the file`, {file, problem}, error);
  }
}

/** The first thing that is wrong with a file, with the keys that are known. */
export function configError(file: string, {issues}: z.ZodError, known: readonly string[]): SpecError {
  const issue = issues[0];
  if (issue?.code === "unrecognized_keys" && issue.path.length === 0) {
    const key = issue.keys[0] ?? "";
    return new SpecError("config-unknown-key", `${file}: ${key}: unknown key; known: ${known.join(", ")}`, {
      file,
      key,
      known: known.join(", "),
      guess: closest(key, known) ?? "none"
    });
  }
  const key = issue?.path.join(".") ?? "";
  return new SpecError("config-wrong-value", `${file}: ${key}: wrong kind of value`, {file, key});
}
