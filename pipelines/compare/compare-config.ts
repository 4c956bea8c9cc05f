import {existsSync, readFileSync} from "node:fs";
import {dirname, resolve} from "node:path";
import {z} from "zod";
import {SpecError} from "../../agents/contracts/index.ts";
import {configError, parsedText} from "../config-text.ts";
import type {CompareSpec} from "./compare-spec.ts";

const text = z.union([z.string(), z.number()]).transform(String);
const texts = z.union([text.transform(one => [one]), z.array(text)]);
const labels = z.record(z.string(), text);

/** A written comparison: what the flags of `compare` are, under the same names. */
const configSchema = z.strictObject({
  $schema: z.string().optional().describe("Where this schema stands, for editors."),
  artifacts: text.optional().describe("Folder of benchmark artifacts, from the folder of this file."),
  agents: texts.optional().describe("Agent configurations: names under prompts/, or paths of folders."),
  models: texts.optional().describe("Names of models as the server knows them."),
  provider: text.optional().describe("Where to ask: auto, ollama, llamacpp, openai."),
  set: z
    .record(z.string(), z.union([z.number(), z.array(z.number())]))
    .optional()
    .describe("Options of the model; a list makes one configuration for each value."),
  skip: z.array(labels).optional().describe("Combinations to leave out: agent, model, options."),
  filter: z.array(labels).optional().describe("Combinations to keep."),
  repeats: z.int().positive().optional().describe("Reports by each configuration; below 6 no winner is named."),
  seed: z.int().nonnegative().optional().describe("Of the order of runs and of the models' sampling."),
  reference: text.optional().describe("Configuration that the others are compared with; the first one by default."),
  failOn: texts.optional().describe("What makes the command end with 6: acceptance<0.9"),
  lang: text.optional().describe("Language of the reports and of the comparison."),
  out: text.optional().describe("Where to write, from the folder of this file."),
  name: text.optional().describe("Name of the comparison's folder."),
  date: text.optional().describe("Day in the header, YYYY-MM-DD."),
  include: texts.optional().describe("Artifacts to read, as patterns."),
  exclude: texts.optional().describe("Artifacts not to read, as patterns.")
});

/** JSON Schema of `compare.yaml`, for editors. */
export function compareConfigSchema(): Record<string, unknown> {
  return z.toJSONSchema(configSchema, {io: "input"});
}

/** What a file asks for; paths in it are from its folder. @throws SpecError naming the file and the key. */
export async function readCompareConfig(path: string): Promise<Partial<CompareSpec>> {
  if (!existsSync(path)) throw new SpecError("config-missing", `${path}: no such file; write one with: chimera init`, {file: path});
  const {parse} = await import("yaml");
  const content = parsedText(path, () => parse(readFileSync(path, "utf8")));
  const config = configSchema.safeParse(content ?? {});
  if (!config.success) throw configError(path, config.error, Object.keys(configSchema.shape));
  const {$schema: _schema, set, skip, filter, repeats, seed, artifacts, out, agents, ...rest} = config.data;
  const folder = dirname(resolve(path));
  const spec = {
    ...rest,
    ...(artifacts === undefined ? {} : {artifacts: resolve(folder, artifacts)}),
    ...(out === undefined ? {} : {out: resolve(folder, out)}),
    ...(agents === undefined ? {} : {agents: agents.map(agent => (agent.startsWith(".") ? resolve(folder, agent) : agent))}),
    ...(set === undefined ? {} : {set: Object.entries(set).map(([key, value]) => `${key}=${[value].flat().join(",")}`)}),
    ...(skip === undefined ? {} : {skip: skip.map(written)}),
    ...(filter === undefined ? {} : {filter: filter.map(written)}),
    ...(repeats === undefined ? {} : {repeats: String(repeats)}),
    ...(seed === undefined ? {} : {seed: String(seed)})
  };
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
}

const written = (labelsByName: Readonly<Record<string, string>>): string =>
  Object.entries(labelsByName)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
