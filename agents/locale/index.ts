export {Locale, loadLocale, type Scope} from "./locale.ts";
export {LocaleError} from "./messages.ts";
export type {Scale} from "./quantities.ts";
export {code, joined, plain, text} from "./spans.ts";
