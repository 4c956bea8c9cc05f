import {existsSync} from "node:fs";
import {z} from "zod";
import {SpecError} from "../agents/contracts/index.ts";
import type {ReportSpec} from "./spec.ts";
import {closest} from "./suggestion.ts";

const fileName = "chimera.config.yaml";

const text = z.union([z.string(), z.number()]).transform(String);
const texts = z.union([text.transform(one => [one]), z.array(text)]);

/** `chimera.config.yaml`: what the flags of `report` are, under the same names. */
const configSchema = z.strictObject({
  lang: text.optional(),
  agent: text.optional(),
  model: text.optional(),
  provider: text.optional(),
  set: z.record(z.string(), text).optional(),
  format: texts.optional(),
  out: text.optional(),
  name: text.optional(),
  date: text.optional(),
  include: texts.optional(),
  exclude: texts.optional(),
  "base-url": text.optional(),
  timeout: text.optional()
});

/** What the configuration of the folder asks for; nothing when there is none. @throws SpecError naming the file and the key. */
export async function readConfig(folder: string): Promise<Partial<ReportSpec>> {
  if (!existsSync(`${folder}/${fileName}`)) return {};
  const [{cosmiconfig}, {parse}] = await Promise.all([import("cosmiconfig"), import("yaml")]);
  const explorer = cosmiconfig("chimera", {loaders: {".yaml": (_, content) => parsed(() => parse(content))}});
  const loaded = await explorer.load(`${folder}/${fileName}`);
  return configSpec(loaded?.config ?? {});
}

function configSpec(content: unknown): Partial<ReportSpec> {
  const config = configSchema.safeParse(content);
  if (!config.success) throw configError(config.error);
  const {set, "base-url": baseUrl, ...rest} = config.data;
  const spec = {...rest, baseUrl, ...(set === undefined ? {} : {set: Object.entries(set).map(([key, value]) => `${key}=${value}`)})};
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
}

function parsed(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
    throw new SpecError("config-not-yaml", `${fileName}: ${problem}; mend the file`, {file: fileName, problem}, error);
  }
}

function configError({issues}: z.ZodError): SpecError {
  const issue = issues[0];
  const known = Object.keys(configSchema.shape);
  if (issue?.code === "unrecognized_keys" && issue.path.length === 0) {
    const key = issue.keys[0] ?? "";
    return new SpecError("config-unknown-key", `${fileName}: ${key}: unknown key; known: ${known.join(", ")}`, {
      file: fileName,
      key,
      known: known.join(", "),
      guess: closest(key, known) ?? "none"
    });
  }
  const key = issue?.path.join(".") ?? "";
  return new SpecError("config-wrong-value", `${fileName}: ${key}: wrong kind of value`, {file: fileName, key});
}
