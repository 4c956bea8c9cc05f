import {type Analysis, type Block, type Fact, handOff, type Report, reportSchema, type SectionId} from "../contracts/index.ts";
import type {Locale} from "../locale/index.ts";
import {documentWords} from "./document-words.ts";
import {Draft} from "./draft.ts";
import {configurationLine, headerOf, titleOf} from "./header.ts";
import {appendix} from "./sections/appendix.ts";
import {bottlenecks} from "./sections/bottlenecks.ts";
import {data} from "./sections/data.ts";
import {limitations} from "./sections/limitations.ts";
import {nextSteps} from "./sections/next-steps.ts";
import {performance} from "./sections/performance.ts";
import {recommendations} from "./sections/recommendations.ts";
import {summary} from "./sections/summary.ts";

/** Changes of the rules change the key of every stored report. */
export const writerVersion = "1";

export interface WriteOptions {
  locale: Locale;
  /** ISO day that the header prints. */
  date: string;
  agentType: string;
  /** Absent: no model was used. */
  model?: string;
  /** Options that were set, by name. */
  configuration: Readonly<Record<string, string | number>>;
}

/**
 * The localized report: every sentence from the locale's messages, every value put in by code with the fact it stands for. Pure.
 * @throws LocaleError for a message that the locale lacks; ContractError when the report breaks its contract.
 */
export function write(analysis: Analysis, options: WriteOptions): Report {
  const draft = new Draft(analysis, options.locale);
  const title = titleOf(draft);
  const header = headerOf(draft, options);
  const makers: [Exclude<SectionId, "history">, (draft: Draft) => Block[]][] = [
    ["summary", summary],
    ["data", data],
    ["performance", performance],
    ["bottlenecks", bottlenecks],
    ["recommendations", recommendations],
    ["next_steps", nextSteps],
    ["limitations", limitations],
    ["appendix", last => appendix(last, configurationLine(options.configuration))]
  ];
  const sections = makers.map(([id, make]) => {
    const blocks = make(draft);
    return {
      id,
      title: options.locale.text(`section.${id}`),
      blocks: blocks.length > 0 ? blocks : [draft.paragraph(options.locale.message(`empty.${id}`))]
    };
  });
  const cited = new Set([
    ...draft.references.entries().flatMap(([, facts]) => facts),
    ...header.flatMap(({value}) => value.flatMap(({fact}) => fact ?? []))
  ]);
  return handOff("writer", reportSchema, {
    version: 1,
    locale: options.locale.name,
    words: documentWords(options.locale),
    ...(options.model === undefined ? {} : {model: options.model}),
    title,
    header,
    sections,
    facts: withInputs(analysis.facts, cited)
  });
}

/** The cited facts and, from them back, all that they were computed from, in the order of the analysis. */
function withInputs(facts: readonly Fact[], cited: ReadonlySet<string>): Fact[] {
  const byId = new Map(facts.map(fact => [fact.id, fact]));
  const wanted = new Set(cited);
  for (const id of wanted) for (const input of byId.get(id)?.inputs ?? []) wanted.add(input);
  return facts.filter(({id}) => wanted.has(id));
}
