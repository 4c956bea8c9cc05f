import {z} from "zod";
import {factSchema} from "./analysis.ts";
import {unitSchema} from "./words.ts";

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
  /** Values stand in `facts` of the report; each series is one line of bars or points. */
  z.strictObject({
    type: z.literal("chart"),
    id: z.string(),
    caption: spans,
    alt: spans,
    kind: z.enum(["bars", "lines", "points"]),
    x: z.strictObject({title: z.string(), categories: z.array(z.string()).optional()}),
    y: z.strictObject({title: z.string(), unit: unitSchema}),
    series: z.array(z.strictObject({label: z.string(), facts: z.array(z.string().nullable())})),
    /** Noise band, as facts. */
    band: z.tuple([z.string(), z.string()]).optional()
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

/** What the writer hands to the exporters: localized, nothing left to word. */
export const reportSchema = z.strictObject({
  version: z.literal(1),
  locale: z.string(),
  title: z.array(spanSchema),
  header: z.array(z.strictObject({label: z.string(), value: spans})),
  sections: z.array(z.strictObject({id: z.enum(sectionIds), title: z.string(), blocks: z.array(blockSchema)})),
  /** Every fact that a span or chart cites, so that exporters need nothing else. */
  facts: z.array(factSchema)
});
export type Report = z.infer<typeof reportSchema>;
