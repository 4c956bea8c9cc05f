import {type Block, type Comparison, type Fact, handOff, type Report, reportSchema, type SectionId} from "../../contracts/index.ts";
import {code, type Locale, text} from "../../locale/index.ts";
import {documentWords} from "../document-words.ts";
import {configurations, differences, refusals} from "./tables.ts";
import {conclusions} from "./conclusions.ts";
import {howToRun, method} from "./closing.ts";
import {type SentenceTexts, texts} from "./texts.ts";

export interface WriteComparisonOptions {
  locale: Locale;
  /** ISO day that the header prints. */
  date: string;
  /** What the cells made of the same sentences, of one repeat each. */
  sentences: readonly SentenceTexts[];
  /** Cell -> words of the command line that make its report. */
  commands: Readonly<Record<string, string>>;
}

/** What the sections share: the comparison, the language, and all facts that were printed. */
export interface ComparisonDraft {
  comparison: Comparison;
  locale: Locale;
  /** Keeps the fact for the report and hands it back. */
  keep: (fact: Fact) => Fact;
}

/** The localized report of a comparison: what differs, what does not, the texts side by side. Pure. @throws LocaleError, ContractError */
export function writeComparison(comparison: Comparison, options: WriteComparisonOptions): Report {
  const {locale} = options;
  const facts = new Map<string, Fact>();
  const draft: ComparisonDraft = {
    comparison,
    locale,
    keep: fact => {
      facts.set(fact.id, fact);
      return fact;
    }
  };
  const makers: readonly [SectionId, () => Block[]][] = [
    ["summary", () => conclusions(draft)],
    ["configurations", () => configurations(draft)],
    ["differences", () => differences(draft)],
    ["refusals", () => refusals(draft)],
    ["texts", () => texts(draft, options.sentences)],
    ["run", () => howToRun(draft, options.commands)],
    ["method", () => method(draft)]
  ];
  const sections = makers
    .map(([id, make]) => ({id, title: locale.text(`compare.section.${id}`), blocks: make()}))
    .filter(({blocks}) => blocks.length > 0);
  return handOff("writer", reportSchema, {
    version: 1,
    locale: locale.name,
    words: documentWords(locale),
    title: locale.message("compare.title", {more: {artifacts: [code(comparison.artifacts)]}}),
    header: headerOf(draft, options.date),
    sections,
    facts: [...facts.values()]
  });
}

function headerOf({comparison, locale}: ComparisonDraft, date: string): Report["header"] {
  const count = (value: number) => [{text: locale.integer(value), form: "count" as const}];
  return [
    {label: locale.text("header.date"), value: [{text: locale.quantities.date(date), form: "date"}]},
    {label: locale.text("compare.header.reference"), value: [code(comparison.reference)]},
    {label: locale.text("compare.header.repeats"), value: count(comparison.repeats)},
    {label: locale.text("compare.header.order"), value: [text(`${locale.text("compare.header.seed")} `), code(String(comparison.seed))]}
  ];
}
