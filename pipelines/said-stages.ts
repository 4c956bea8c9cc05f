import {z} from "zod";
import {explain} from "../agents/analyst/index.ts";
import {
  type Analysis,
  type Call,
  callSchema,
  explanationsSchema,
  type Labels,
  labelsSchema,
  proseSchema,
  type RewordedSection,
  rewordedSections
} from "../agents/contracts/index.ts";
import type {Locale} from "../agents/locale/index.ts";
import {lettered} from "../agents/prose/index.ts";
import {type rewordable, reword, statementsOf} from "../agents/writer/index.ts";
import type {FoundModel, ModelRun} from "./model-run.ts";
import type {PromptPack} from "./packs.ts";
import {hashOf, type StageKey, type Store, type Stored, stageKey} from "./store.ts";

/** What a model said, with every call that was made for it and the options it ran with. */
const said = <S extends z.ZodType>(value: S) => z.strictObject({value, calls: z.array(callSchema), effective: labelsSchema});
const saidExplanationsSchema = said(explanationsSchema);
const saidProseSchema = said(proseSchema);
export type SaidExplanations = z.infer<typeof saidExplanationsSchema>;
export type SaidProse = z.infer<typeof saidProseSchema>;

/** Something said; `isWhole` is false when the model failed on the way, and then it is not kept. */
export interface Spoken<T> extends Stored<T> {
  isWhole: boolean;
}

export interface SaidInput {
  analysis: Stored<Analysis>;
  locale: Locale;
  /** Hash of the language's files. */
  localeKey: string;
  /** The sentences that may be reworded, by section. */
  sentences: () => Rewordable;
}

type Rewordable = ReturnType<typeof rewordable>;

export interface SaidContext {
  store: Store;
  model: FoundModel;
  run: ModelRun;
  pack: PromptPack;
  repeat: number;
}

/** All that a model said for a report. */
export interface AllSaid {
  calls: Call[];
  effective: Labels;
  /** False when the model failed on the way: such a report is made anew next time. */
  isWhole: boolean;
}

/** What both agents were told, as one. */
export function allSaid(explanations: Spoken<SaidExplanations> | undefined, prose: readonly Spoken<SaidProse>[] = []): AllSaid {
  const all = [...(explanations === undefined ? [] : [explanations]), ...prose];
  return {
    calls: all.flatMap(({value}) => value.calls),
    effective: Object.assign({}, ...all.map(({value}) => value.effective)),
    isWhole: all.every(({isWhole}) => isWhole)
  };
}

/** Causes that the model supposes for the first findings; undefined when the pack leaves the analyst without a model. */
export async function sayExplanations(input: SaidInput, context: SaidContext): Promise<Spoken<SaidExplanations> | undefined> {
  const {pack, run} = context;
  if (!pack.agents.analyst) return undefined;
  const key = {name: "explanations", codeVersion: "1", inputKeys: [input.analysis.key, ...keysOf(input, context)]};
  return await spoken(key, saidExplanationsSchema, context.store, async () => {
    const session = await run.session();
    const prompt: Parameters<typeof explain>[1]["prompt"] = findings =>
      pack.prompts.analyst.render({language: englishName(input.locale), findings});
    const stated = statementsOf(input.analysis.value, input.locale);
    const {explanations, calls, isWhole} = await explain(stated, {session, locale: input.locale, prompt, repair: repairOf(pack)});
    return {said: {value: explanations, calls, effective: session.effective()}, isWhole};
  });
}

/** The sections as the model rewords them, in parallel; undefined when the pack leaves the writer without a model. */
export async function sayProse(input: SaidInput, context: SaidContext): Promise<Spoken<SaidProse>[] | undefined> {
  if (!context.pack.agents.writer) return undefined;
  const sentences = input.sentences();
  const sections = rewordedSections.filter(section => sentences[section].length > 0);
  return await Promise.all(sections.map(section => saySection(section, sentences[section], input, context)));
}

async function saySection(
  section: RewordedSection,
  sentences: Rewordable[RewordedSection],
  input: SaidInput,
  context: SaidContext
): Promise<Spoken<SaidProse>> {
  const {pack, run} = context;
  const {locale} = input;
  const texts = sentences.map(spans => lettered(spans).text);
  const key = {name: "prose", codeVersion: "1", inputKeys: [section, hashOf(texts), ...keysOf(input, context)]};
  return await spoken(key, saidProseSchema, context.store, async () => {
    const session = await run.session();
    const prompt: Parameters<typeof reword>[2]["prompt"] = (id, numbered) =>
      pack.prompts.writer.render({language: englishName(locale), section: id, sentences: numbered});
    const {prose, calls, isWhole} = await reword(section, sentences, {session, locale, prompt, repair: repairOf(pack)});
    return {said: {value: prose, calls, effective: session.effective()}, isWhole};
  });
}

/** What every answer depends on beside the question. */
const keysOf = ({locale, localeKey}: SaidInput, {model, pack, repeat}: SaidContext): string[] => [
  locale.name,
  localeKey,
  pack.key,
  model.key,
  String(repeat)
];

const repairOf =
  (pack: PromptPack) =>
  (fault: {user: string; reply: string; issues: readonly string[]}): string =>
    pack.prompts.repair.render(fault).user;

/** Prompts are in English and name the language they want. */
const englishName = ({name}: Locale): string => new Intl.DisplayNames("en", {type: "language"}).of(name) ?? name;

async function spoken<S extends z.ZodType>(
  stage: StageKey,
  schema: S,
  store: Store,
  make: () => Promise<{said: z.input<S>; isWhole: boolean}>
): Promise<Spoken<z.output<S>>> {
  const key = stageKey(stage);
  const stored = await store.read(stage.name, key, schema);
  if (stored !== undefined) return {key, value: stored, found: true, isWhole: true};
  const {said: made, isWhole} = await make();
  const value = isWhole ? await store.write(stage.name, key, schema, made) : schema.parse(made);
  return {key: isWhole ? key : hashOf([key, JSON.stringify(made)]), value, found: false, isWhole};
}
