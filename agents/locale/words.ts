import {z} from "zod";

const texts = z.record(z.string(), z.string());

/** Word -> its forms in the order of `forms`, separated by a bar: `генерация | генерации | генерацию`. */
const wordsInForms = texts;

/** One step of a unit: used from `from` (in base units) on; shown value = value / `factor`. */
const scaleSchema = z.strictObject({from: z.number(), factor: z.number(), name: z.string().min(1)});

/** Steps of a unit separated by bars: name, from, factor. `мин 600 60 | с 0 1`: minutes from 600 s on, of 60 s each. */
const scalesSchema = z
  .string()
  .transform(line =>
    line.split("|").map(step => {
      const [name, from, factor] = step.trim().split(/ +/);
      return {name, from: Number(from), factor: Number(factor)};
    })
  )
  .pipe(z.array(scaleSchema));

/** Marks separated by bars. */
const marks = z.string().transform(line => line.split("|").map(mark => mark.trim()));

const fileSchema = z.strictObject({
  name: z.string(),
  /** Largest step first. Units without an entry print their name as it is. */
  units: z.record(z.string(), scalesSchema),
  /** Times as much, by plural category: `{n} раза`. */
  times: texts,
  /** `{value}`, `{range}`, `{n}`; `intervalOnly` where the number of values is not known. */
  interval: z.string(),
  intervalOnly: z.string(),
  deviation: z.string(),
  count: z.string(),
  list: z.strictObject({and: z.string(), comma: z.string(), semicolon: z.string(), more: z.string()}),
  range: z.string(),
  /** Marks that stay on the line of the word before them, or of the word behind them: U+00A0 takes the place of the space there. */
  noBreak: z.strictObject({before: marks, after: marks}).default({before: [], after: []}),
  /** Patterns of a day and of periods, by what both ends share. `months` in the form they take beside a day. */
  date: z.strictObject({
    day: z.string(),
    months: z.array(z.string()).length(12),
    instant: z.string(),
    sameDay: z.string(),
    sameMonth: z.string(),
    sameYear: z.string(),
    period: z.string()
  }),
  /** Grammatical forms of the language, the one that stands in for missing ones first. */
  forms: z.array(z.string()).min(1),
  /** Label key -> pattern with `{v}`. `nested` joins a variant and its model, `settings` a subject and settings. */
  labels: wordsInForms,
  nested: z.string(),
  settings: z.strictObject({with: z.string(), alone: z.string()}),
  metrics: wordsInForms,
  phases: wordsInForms,
  tools: texts
});

/** `locale.yaml`: the words of a language that are no sentences. Labels, metrics and phases become word -> form -> text. */
export const localeWordsSchema = fileSchema.transform(({labels, metrics, phases, ...rest}, context) => {
  const byForm = (words: Readonly<Record<string, string>>): Readonly<Record<string, Readonly<Record<string, string>>>> =>
    Object.fromEntries(
      Object.entries(words).map(([word, line]) => {
        const texts = line.split("|").map(text => text.trim());
        if (texts.length > rest.forms.length)
          context.addIssue({code: "custom", message: `${word} has more forms than ${rest.forms.join(", ")}`});
        return [word, Object.fromEntries(rest.forms.map((form, index) => [form, texts[index] || (texts[0] ?? "")]))];
      })
    );
  return {...rest, labels: byForm(labels), metrics: byForm(metrics), phases: byForm(phases)};
});
export type LocaleWords = z.infer<typeof localeWordsSchema>;

/** Puts U+00A0 before and behind the marks that a language does not leave at the edge of a line. */
export function noBreaks({noBreak}: LocaleWords): (text: string) => string {
  const any = (marks: readonly string[]): string => marks.map(mark => mark.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const before = noBreak.before.length === 0 ? undefined : new RegExp(` (?=(?:${any(noBreak.before)})(?![\\p{L}\\p{N}]))`, "gu");
  const after = noBreak.after.length === 0 ? undefined : new RegExp(`(?<![\\p{L}\\p{N}])(${any(noBreak.after)}) `, "gu");
  return text => {
    const first = before === undefined ? text : text.replace(before, "\u00a0");
    return after === undefined ? first : first.replace(after, "$1\u00a0");
  };
}
