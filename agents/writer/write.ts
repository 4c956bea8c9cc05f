import {
  type Analysis,
  type Block,
  type Fact,
  handOff,
  type Report,
  type RewordedSection,
  reportSchema,
  rewordedSections,
  type SectionId,
  type Span
} from "../contracts/index.ts";
import type {Locale} from "../locale/index.ts";
import {lettered, unlettered} from "../prose/index.ts";
import {documentWords} from "./document-words.ts";
import {Draft} from "./draft.ts";
import {configurationLine, headerOf, titleOf} from "./header.ts";
import type {ModelUse} from "./model-use.ts";
import {restyled} from "./restyled.ts";
import {appendix} from "./sections/appendix.ts";
import {bottlenecks} from "./sections/bottlenecks.ts";
import {data} from "./sections/data.ts";
import {limitations} from "./sections/limitations.ts";
import {nextSteps} from "./sections/next-steps.ts";
import {performance} from "./sections/performance.ts";
import {recommendations} from "./sections/recommendations.ts";
import {summary} from "./sections/summary.ts";
import {mapSentences} from "./sentences.ts";

/** Changes of the rules change the key of every stored report. */
export const writerVersion = "2";

export interface WriteOptions {
  locale: Locale;
  /** ISO day that the header prints. */
  date: string;
  agentType: string;
  /** Absent: no model was used. */
  model?: ModelUse;
  /** Why the model that was asked for is not used: code of the error. */
  modelMissing?: string;
  /** Options that were set, by name. */
  configuration: Readonly<Record<string, string | number>>;
}

/**
 * The localized report: every sentence from the locale's messages, every value put in by code with the fact it stands for;
 * where a model's rewording was accepted, that with the same values. Pure.
 * @throws LocaleError for a message that the locale lacks; ContractError when the report breaks its contract.
 */
export function write(analysis: Analysis, options: WriteOptions): Report {
  const draft = new Draft(analysis, options.locale);
  const {model} = options;
  const title = titleOf(draft);
  const header = headerOf(draft, options);
  const makers: [Exclude<SectionId, "history">, (draft: Draft) => Block[]][] = [
    ["summary", summary],
    ["data", data],
    ["performance", performance],
    ["bottlenecks", one => bottlenecks(one, model?.explanations)],
    ["recommendations", recommendations],
    ["next_steps", nextSteps],
    ["limitations", one => limitations(one, options)],
    ["appendix", last => appendix(last, configurationLine(options.configuration))]
  ];
  const sections = makers.map(([id, make]) => {
    const blocks = withProse(id, make(draft), model);
    return {
      id,
      title: options.locale.text(`section.${id}`),
      blocks: blocks.length > 0 ? blocks : [draft.paragraph(options.locale.message(emptyKey(draft, id)))]
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
    ...(model === undefined ? {} : {model: model.name}),
    title,
    header,
    sections,
    facts: withInputs(analysis.facts, cited)
  });
}

/** What stands in a section without content: that nothing was found says little where nothing was measured. */
function emptyKey({analysis, locale}: Draft, id: SectionId): string {
  const isMeasured = analysis.findings.length > 0 || analysis.facts.some(({kind}) => kind === "measured" || kind === "reported");
  return isMeasured || !locale.has(`unmeasured.${id}`) ? `empty.${id}` : `unmeasured.${id}`;
}

/** The cited facts and, from them back, all that they were computed from, in the order of the analysis. */
function withInputs(facts: readonly Fact[], cited: ReadonlySet<string>): Fact[] {
  const byId = new Map(facts.map(fact => [fact.id, fact]));
  const wanted = new Set(cited);
  for (const id of wanted) for (const input of byId.get(id)?.inputs ?? []) wanted.add(input);
  return facts.filter(({id}) => wanted.has(id));
}

/** Accepted sentences of a model in the places of the template's. */
function withProse(id: SectionId, blocks: Block[], model: ModelUse | undefined): Block[] {
  const prose = model?.prose.find(({section}) => section === id);
  if (prose === undefined || prose.sentences.length === 0) return blocks;
  const texts = new Map(prose.sentences.map(({of, text}) => [of, text]));
  let number = 0;
  return mapSentences(prose.section, blocks, sentence => {
    number += 1;
    const text = texts.get(number);
    const original = lettered(sentence);
    return text === undefined || text === original.text ? undefined : restyled(unlettered(text, original.letters), sentence);
  });
}

/** Sentences of a report without prose that a model may reword, by section in reading order. */
export function rewordable({sections}: Report): Record<RewordedSection, Span[][]> {
  const all = rewordedSections.map((id): [RewordedSection, Span[][]] => {
    const found: Span[][] = [];
    mapSentences(id, sections.find(section => section.id === id)?.blocks ?? [], sentence => {
      found.push(sentence);
      return undefined;
    });
    return [id, found];
  });
  return Object.fromEntries(all) as Record<RewordedSection, Span[][]>;
}
