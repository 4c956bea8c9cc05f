import type {DocumentWords} from "../contracts/index.ts";
import type {Locale} from "../locale/index.ts";

/** What documents say around a report, in its language. */
export function documentWords(locale: Locale): DocumentWords {
  const word = (key: string): string => locale.text(`document.${key}`);
  return {
    contents: word("contents"),
    figure: word("figure"),
    table: word("table"),
    sort: word("sort"),
    source: word("source"),
    byModel: word("by-model"),
    byNamedModel: locale.text("document.by-named-model", {name: "{name}"}),
    supposition: word("supposition"),
    page: locale.text("document.page", {page: "{page}", pages: "{pages}"})
  };
}
