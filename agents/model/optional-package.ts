import type {z} from "zod";
import {ModelUnavailableError} from "./errors.ts";

/** Loads a package by name; replaced in tests. */
export type LoadPackage = (name: string) => Promise<unknown>;

/** From the program's own node_modules. The name is a variable so that no bundler looks for a package that need not be there. */
export const importPackage: LoadPackage = name => import(name);

/**
 * An optional package, checked to have what is used of it.
 * @param install what to install, with its version.
 * @throws ModelUnavailableError `model-package-missing` with the install command; `model-package-other` when it is not what was expected.
 */
export async function optionalPackage<S extends z.ZodType>(
  name: string,
  install: string,
  schema: S,
  load: LoadPackage
): Promise<z.output<S>> {
  const command = `npm install ${install}`;
  const loaded = await load(name).catch((error: unknown) => {
    const isMissing = /^ERR_MODULE_NOT_FOUND$|^MODULE_NOT_FOUND$/.test(codeOf(error));
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw isMissing
      ? new ModelUnavailableError("model-package-missing", `the package ${name} is not installed: ${command}`, {
          values: {name, command},
          cause: error
        })
      : new ModelUnavailableError("model-package-other", `the package ${name} cannot be loaded (${reason}): ${command}`, {
          values: {name, command, reason},
          cause: error
        });
  });
  const checked = schema.safeParse(loaded);
  if (checked.success) return checked.data;
  const reason = checked.error.issues[0]?.path.join(".") ?? "";
  throw new ModelUnavailableError("model-package-other", `the package ${name} is another version than expected (${reason}): ${command}`, {
    values: {name, command, reason}
  });
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : "";
}
