import {readFileSync} from "node:fs";
import {z} from "zod";

const recordingSchema = z.looseObject({
  request: z.looseObject({method: z.string(), path: z.string()}),
  response: z.looseObject({
    status: z.number().nullable(),
    headers: z.record(z.string(), z.string()),
    chunks: z.array(z.looseObject({text: z.string()})),
    end: z.looseObject({kind: z.string()}).optional()
  })
});

/** What a recorded server answered. */
export interface Recorded {
  /** Null: the connection ended before a response line. */
  status: number | null;
  headers: Record<string, string>;
  chunks: string[];
  /** The connection broke inside the body. */
  isAborted: boolean;
}

/** A recording of test/fixtures/wire by its name, such as `ollama-0.24.0/tags`. */
export function recorded(name: string): Recorded {
  const {response} = recordingSchema.parse(JSON.parse(readFileSync(new URL(`../fixtures/wire/${name}.json`, import.meta.url), "utf8")));
  const {"content-length": _, ...headers} = response.headers;
  return {status: response.status, headers, chunks: response.chunks.map(({text}) => text), isAborted: response.end !== undefined};
}
