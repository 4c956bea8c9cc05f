import {readdirSync, readFileSync} from "node:fs";
import {type Locale, loadLocale} from "../../agents/locale/index.ts";
import type {Analysis, Report} from "../../agents/contracts/index.ts";
import {write} from "../../agents/writer/index.ts";

const folder = new URL("../../prompts/report/", import.meta.url);
const loaded = new Map<string, Locale>();

/** A locale of the tree. */
export function localeOf(name: string): Locale {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const files = readdirSync(new URL(`${name}/`, folder)).filter(file => file.endsWith(".yaml"));
  const locale = loadLocale(name, Object.fromEntries(files.map(file => [file, readFileSync(new URL(`${name}/${file}`, folder), "utf8")])));
  loaded.set(name, locale);
  return locale;
}

/** Text of a template beside the locales: `ru/report.md.hbs`, `report.html.hbs`. */
export const templateText = (path: string): string => readFileSync(new URL(path, folder), "utf8");

/** The report of an analysis with a fixed date. */
export const reportOf = (analysis: Analysis, locale = "ru"): Report =>
  write(analysis, {locale: localeOf(locale), date: "2026-11-25", agentType: "Baseline", configuration: {}});
