import {z} from "zod";
import {exitCodes, noteSchema, type Report} from "../agents/contracts/index.ts";

/** What the command line says of a finished report without opening it. */
export const outcomeSchema = z.strictObject({
  version: z.literal(1),
  exitCode: z.union([z.literal(exitCodes.done), z.literal(exitCodes.nothingMeasurable)]),
  /** The first findings as plain text in the report's language, best first. */
  findings: z.array(z.string()).max(5),
  /** What went wrong with a model on the way, a code once. */
  failures: z.array(noteSchema).default([])
});
export type StoredOutcome = z.infer<typeof outcomeSchema>;

const mostFindings = 5;

/** The findings of the summary, without their reference numbers. */
export function findingsOf(report: Report): string[] {
  const blocks = report.sections.find(({id}) => id === "summary")?.blocks ?? [];
  const list = blocks.find(block => block.type === "list" && block.ordered);
  if (list?.type !== "list") return [];
  return list.items.slice(0, mostFindings).map(spans =>
    spans
      .filter(({reference}) => reference === undefined)
      .map(({text}) => text)
      .join("")
      .trim()
  );
}
