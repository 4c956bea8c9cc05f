import {loadLocale, type Locale} from "../../agents/locale/index.ts";
import {localeNames, readLocaleFiles} from "../prompt-files.ts";

/**
 * Language of what the command says: the first of CHIMERA_LANG, LC_ALL and LANG that names one of ours, else English. Apart from the
 * language of the report.
 */
export function messageLanguage(environment: Readonly<Record<string, string | undefined>>, known: readonly string[]): string {
  const asked = ["CHIMERA_LANG", "LC_ALL", "LANG"].map(name => /^[a-z]+/i.exec(environment[name] ?? "")?.[0]?.toLowerCase());
  return asked.find(language => language !== undefined && known.includes(language)) ?? "en";
}

/** The messages of the command line and the words of their language; the report's own messages are not loaded. */
export function loadMessages(environment: Readonly<Record<string, string | undefined>>): Locale {
  const {name, texts} = readLocaleFiles(messageLanguage(environment, localeNames()), ["locale.yaml", "cli.yaml", "model.yaml"]);
  return loadLocale(name, texts);
}
