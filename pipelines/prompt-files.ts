import {readdirSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {hashOf} from "./store.ts";

/** The same place seen from `pipelines/` and from the bundle in `dist/`. */
const promptsFolder = fileURLToPath(new URL("../prompts", import.meta.url));

/** Texts of one language's folder, by file name. */
export interface LocaleFiles {
  name: string;
  texts: Readonly<Record<string, string>>;
  /** Hash of names and texts. */
  key: string;
}

/** Languages a report can be written in: folders under prompts/report with a `locale.yaml`. */
export function localeNames(): string[] {
  const folders = readdirSync(`${promptsFolder}/report`, {withFileTypes: true}).filter(entry => entry.isDirectory());
  return folders
    .map(({name}) => name)
    .filter(name => readdirSync(`${promptsFolder}/report/${name}`).includes("locale.yaml"))
    .sort();
}

/** All files of a language, or the ones named. */
export function readLocaleFiles(name: string, only?: readonly string[]): LocaleFiles {
  const folder = `${promptsFolder}/report/${name}`;
  const files = readdirSync(folder)
    .filter(file => /\.(yaml|hbs)$/.test(file) && (only?.includes(file) ?? true))
    .sort();
  const texts = Object.fromEntries(files.map(file => [file, readFileSync(`${folder}/${file}`, "utf8")]));
  return {name, texts, key: hashOf(Object.entries(texts).flat())};
}

/** The page around a report, the same for all languages. */
export const readHtmlTemplate = (): string => readFileSync(`${promptsFolder}/report/report.html.hbs`, "utf8");

/** The pages of a PDF, the same for all languages. */
export const readTypstTemplate = (): string => readFileSync(`${promptsFolder}/report/report.typ`, "utf8");

/** Agent configurations: `baseline` and `chimera`, and every folder of prompts with an `agent.yaml`. */
export function agentNames(): string[] {
  const folders = readdirSync(promptsFolder, {withFileTypes: true}).filter(entry => entry.isDirectory());
  const packs = folders.map(({name}) => name).filter(name => readdirSync(`${promptsFolder}/${name}`).includes("agent.yaml"));
  return [...new Set(["baseline", "chimera", ...packs])].sort();
}
