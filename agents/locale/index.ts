export {Locale, loadLocale, type Scope} from "./locale.ts";
export {noteText} from "./note-text.ts";
export {LocaleError} from "./messages.ts";
export type {ColumnFormat} from "./quantities.ts";
export type {ProseWords} from "./prose-words.ts";
export {capitalised, code, joined, plain, text} from "./spans.ts";
