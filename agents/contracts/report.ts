import {z} from "zod";
import {factSchema} from "./analysis.ts";

/** `text` is final for the locale; `fact` makes it traceable. A digit outside a span with a fact or code style is an error (a test walks them). */
export const spanSchema = z.strictObject({
  text: z.string(),
  style: z.enum(["code", "strong", "emphasis"]).optional(),
  fact: z.string().optional(),
  /** Which reading of the fact was printed. */
  form: z.enum(["value", "times", "percent", "range", "count", "date"]).optional(),
  /** Number of the appendix entry; one number per statement, the entry lists all its facts. */
  reference: z.int().optional(),
  /** Words shown as a quotation of another report: what their digits stand for is said there. */
  isQuote: z.boolean().optional(),
  /** Where the text leads, relative to the page; only on pages that list reports. */
  href: z.string().optional()
});
export type Span = z.infer<typeof spanSchema>;

const spans = z.array(spanSchema);
const bySchema = z.enum(["template", "model"]);

const axisSchema = z.strictObject({
  /** With the unit. */
  title: z.string(),
  /** Base units in one unit of the axis. */
  factor: z.number().positive()
});

export const blockSchema = z.discriminatedUnion("type", [
  z.strictObject({type: z.literal("heading"), id: z.string(), spans}),
  z.strictObject({type: z.literal("paragraph"), by: bySchema, finding: z.string().optional(), supposition: z.boolean().optional(), spans}),
  z.strictObject({type: z.literal("list"), by: bySchema, ordered: z.boolean(), items: z.array(spans)}),
  z.strictObject({
    type: z.literal("table"),
    /** Who worded the cells; absent: the template. */
    by: bySchema.optional(),
    caption: spans,
    head: z.array(spans),
    align: z.array(z.enum(["left", "right"])),
    rows: z.array(z.array(spans))
  }),
  /** Values stand in `facts` of the report; what an exporter draws is placed by them, what it writes stands here as text. */
  z.strictObject({
    type: z.literal("chart"),
    id: z.string(),
    caption: spans,
    /** What the chart shows, for those who cannot see it. */
    alt: spans,
    /**
     * `bars`, `stacked`: lengths from zero, a row per category · `points`: a dot with its interval per category · `lines`: over `x.values` ·
     * `scatter`: `across` against `facts`.
     */
    kind: z.enum(["bars", "stacked", "points", "lines", "scatter"]),
    /** Value axis: what is drawn is the fact's value / `factor`. `zero`: where "no difference" lies, drawn as a line. */
    value: axisSchema.extend({zero: z.number().optional()}),
    /** The other axis; of `bars`, `stacked` and `points` it has a title only. */
    other: axisSchema,
    categories: z.array(z.string()).optional(),
    /** Of `lines`: one place for each fact of a series. */
    places: z.array(z.number()).optional(),
    series: z.array(
      z.strictObject({
        label: z.string(),
        facts: z.array(z.string().nullable()),
        /** Of `scatter`: facts on the other axis. */
        across: z.array(z.string().nullable()).optional(),
        /** What stands beside each mark. */
        texts: z.array(z.string().nullable()).optional(),
        /** What chance gives: a band from `zero` to the fact, one for each category. */
        noise: z.array(z.string().nullable()).optional()
      })
    )
  }),
  z.strictObject({type: z.literal("note"), spans})
]);
export type Block = z.infer<typeof blockSchema>;

export const sectionIds = [
  "summary",
  "data",
  "performance",
  "bottlenecks",
  "recommendations",
  "next_steps",
  "limitations",
  "history",
  "appendix",
  // Of a comparison of agent configurations.
  "configurations",
  "differences",
  "refusals",
  "texts",
  "run",
  "method"
] as const;
export type SectionId = (typeof sectionIds)[number];

/** What documents say around a report. `{name}`, `{page}` and `{pages}` are put in by the exporter. */
export const documentWordsSchema = z.strictObject({
  contents: z.string(),
  /** What stands before a number: «Рис.», «Таблица». */
  figure: z.string(),
  table: z.string(),
  /** Action of a column's head. */
  sort: z.string(),
  /** Over the source of a number. */
  source: z.string(),
  /** Before text that a model wrote; with its name where that is known. */
  byModel: z.string(),
  byNamedModel: z.string(),
  supposition: z.string(),
  page: z.string()
});
export type DocumentWords = z.infer<typeof documentWordsSchema>;

/** What the writer hands to the exporters: localized, nothing left to word. */
export const reportSchema = z.strictObject({
  version: z.literal(1),
  locale: z.string(),
  words: documentWordsSchema,
  /** Name of the model that wrote what is `by: "model"`. */
  model: z.string().optional(),
  title: z.array(spanSchema),
  header: z.array(z.strictObject({label: z.string(), value: spans})),
  sections: z.array(z.strictObject({id: z.enum(sectionIds), title: z.string(), blocks: z.array(blockSchema)})),
  /** Every fact that a span or chart cites and what those were computed from, so that exporters need nothing else. */
  facts: z.array(factSchema)
});
export type Report = z.infer<typeof reportSchema>;
