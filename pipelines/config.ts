import {existsSync} from "node:fs";
import {z} from "zod";
import {configError, parsedText} from "./config-text.ts";
import type {ReportSpec} from "./spec.ts";

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
  const explorer = cosmiconfig("chimera", {loaders: {".yaml": (_, content) => parsedText(fileName, () => parse(content))}});
  const loaded = await explorer.load(`${folder}/${fileName}`);
  return configSpec(loaded?.config ?? {});
}

function configSpec(content: unknown): Partial<ReportSpec> {
  const config = configSchema.safeParse(content);
  if (!config.success) throw configError(fileName, config.error, Object.keys(configSchema.shape));
  const {set, "base-url": baseUrl, ...rest} = config.data;
  const spec = {...rest, baseUrl, ...(set === undefined ? {} : {set: Object.entries(set).map(([key, value]) => `${key}=${value}`)})};
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
}
