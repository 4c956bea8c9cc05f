import {z} from "zod";
import type {sectionIds} from "./report.ts";

/** Sections whose sentences a model may reword. */
export const rewordedSections = [
  "summary",
  "performance",
  "bottlenecks",
  "recommendations"
] as const satisfies readonly (typeof sectionIds)[number][];
export type RewordedSection = (typeof rewordedSections)[number];

/** What became of the sentences of one section that a model was asked to reword. */
export const proseSchema = z.strictObject({
  version: z.literal(1),
  section: z.enum(rewordedSections),
  locale: z.string(),
  /** Sentences that could be reworded, in reading order: 1 = first. */
  offered: z.int(),
  /** Those that stay the template's, with the code of the first fault or of the error that a call ended with. */
  refused: z.array(z.strictObject({of: z.int(), code: z.string()})),
  /** Accepted ones by that number, with letters (`[a]`) for values and names. Empty when the section stays the template's. */
  sentences: z.array(z.strictObject({of: z.int(), text: z.string()}))
});
export type Prose = z.infer<typeof proseSchema>;
