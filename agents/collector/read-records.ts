import type {z} from "zod";
import type {NoteInput} from "../contracts/index.ts";
import type {JsonDocument} from "./documents.ts";

/** What `use` makes of every document that `schema` accepts, in their order; each of the others becomes a problem with its place. */
export function readRecords<Line, Read>(
  documents: readonly JsonDocument[],
  schema: z.ZodType<Line>,
  path: string,
  problems: NoteInput[],
  use: (line: Line, at: string) => readonly Read[]
): Read[] {
  return documents.flatMap(({at, value}) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return use(parsed.data, at);
    problems.push({code: "unknown-record", values: {}, source: {artifact: path, at}});
    return [];
  });
}
