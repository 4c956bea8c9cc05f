import {loadLocale, type Locale} from "../../agents/locale/index.ts";
import {localeNames, readLocaleFiles} from "../prompt-files.ts";
import {messageLanguage} from "./messages.ts";

/** Messages about batches; loaded when the first is needed. */
export function batchLocale(): () => Locale {
  let loaded: Locale | undefined;
  return () => {
    if (loaded !== undefined) return loaded;
    const names = ["locale.yaml", "cli.yaml", "batch.yaml", "history.yaml", "messages.yaml"];
    const {name, texts} = readLocaleFiles(messageLanguage(process.env, localeNames()), names);
    loaded = loadLocale(name, texts);
    return loaded;
  };
}
