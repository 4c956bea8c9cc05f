import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import {failureKind} from "../failure-kind.ts";
import {measuredCell} from "../measured-value.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable} from "../table.ts";
import {type GenerationField, generationColumns} from "./generation-columns.ts";
import {epochTime} from "./torch-timing.ts";

const fields = {time: "/generation_time_ms", tokens: "/tokens", rate: "/tokens_per_second"} as const;

/**
 * Generation test of a client (`total_tests`, `results[{test_name, generation_time_ms, tokens, banter_text, success}]`): a row per test,
 * paired by its name. "Tokens" are the words of the text where counting them gives the same number. An error text that came in place of
 * an answer is a failure although `success` is true. Stated totals and means that the rows contradict become remarks.
 */
export const generationTest: Reader = {
  format: "generation-test",
  category: "inference",
  detect: ({text, documents}) =>
    text.includes('"generation_time_ms"') && documents.length === 1 && testSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const test = testSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const rows = test.results.map((result, index) => rowOf(result, `/results/${index}`, path, problems));
    const isWords = countsWords(test.results);
    const endedAt = epochTime(test.test_timestamp);
    const warnings = isWords ? [{code: "tokens-are-words", values: {}, source: {artifact: path, at: "/results"}}] : [];
    return {
      tables: [buildTable({part: "/results", columns: generationColumns(fields, isWords), rows, warnings})],
      reported: [],
      session: {
        tool: "generation-test",
        key: endedAt?.text ?? path,
        environment: {},
        ...(endedAt === undefined ? {} : {endedAt})
      },
      problems,
      remarks: contradictions(test, path)
    };
  }
};

function rowOf(result: Result, place: string, path: string, problems: NoteInput[]): DraftRow {
  const failure = failureOf(result);
  const values: Record<string, number | null> = {};
  const keep = ({metric, field, per}: GenerationField, raw: unknown) => {
    values[field] = measuredCell({metric, raw, per, at: place + field}, path, problems);
  };
  if (failure === undefined) {
    keep({metric: "total_time", field: fields.time, per: 1e3}, result.generation_time_ms);
    keep({metric: "output_tokens", field: fields.tokens, per: 1}, result.tokens);
    keep({metric: "output_throughput", field: fields.rate, per: 1}, result.tokens_per_second);
  }
  return {place, values, pairing: {prompt: result.test_name}, ...(failure === undefined ? {} : {failure})};
}

/** Texts that the client writes in place of an answer it did not get. */
const errorText = /^Error generating \w+:/;

function failureOf({success, error, banter_text: answer, generation_time_ms: time}: Result): DraftRow["failure"] {
  const reason = typeof error === "string" && error !== "" ? error : errorText.test(answer ?? "") ? (answer ?? "") : undefined;
  if (reason === undefined && success !== false && (time ?? 0) > 0) return undefined;
  return {reason: reason ?? "", kind: failureKind(reason ?? "", undefined)};
}

/** Every text that is there has as many words as the file says tokens. */
function countsWords(results: readonly Result[]): boolean {
  const counted = results.filter(({banter_text: answer, tokens}) => answer !== undefined && typeof tokens === "number");
  return counted.length > 0 && counted.every(({banter_text: answer, tokens}) => wordsIn(answer ?? "") === tokens);
}

const wordsIn = (text: string) => text.split(/\s+/).filter(word => word !== "").length;

/** `summary-differs`: a total or mean at its place is not that of the rows it stands above. */
function contradictions(test: Test, path: string): NoteInput[] {
  const column = (name: "generation_time_ms" | "tokens" | "tokens_per_second") => test.results.flatMap(result => result[name] ?? []);
  const times = column("generation_time_ms");
  const rates = column("tokens_per_second");
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const stated: readonly [at: string, raw: unknown, found: number][] = [
    ["/successful_tests", test.successful_tests, test.results.filter(({success}) => success === true).length],
    ["/total_generation_time_ms", test.total_generation_time_ms, sum(times)],
    ["/total_tokens", test.total_tokens, sum(column("tokens"))],
    ["/summary/avg_generation_time_ms", test.summary?.["avg_generation_time_ms"], sum(times) / times.length],
    ["/summary/min_generation_time_ms", test.summary?.["min_generation_time_ms"], Math.min(...times)],
    ["/summary/max_generation_time_ms", test.summary?.["max_generation_time_ms"], Math.max(...times)],
    ["/summary/avg_tokens_per_second", test.summary?.["avg_tokens_per_second"], sum(rates) / rates.length]
  ];
  return stated.flatMap(([at, raw, found]) => {
    if (typeof raw !== "number" || !Number.isFinite(found) || Math.abs(raw - found) <= 1e-6 * Math.abs(found)) return [];
    return [{code: "summary-differs", values: {field: at, stated: raw, found}, source: {artifact: path, at}}];
  });
}

const number = z.number().nullish();
const resultSchema = z.looseObject({
  test_name: z.string(),
  success: z.boolean(),
  generation_time_ms: number,
  tokens: number,
  tokens_per_second: number,
  banter_text: z.string().optional(),
  error: z.unknown().optional()
});
type Result = z.infer<typeof resultSchema>;
const testSchema = z.looseObject({
  test_timestamp: z.unknown().optional(),
  total_tests: z.int(),
  successful_tests: z.unknown().optional(),
  total_generation_time_ms: z.unknown().optional(),
  total_tokens: z.unknown().optional(),
  results: z.array(resultSchema).min(1),
  summary: z.record(z.string(), z.unknown()).nullish()
});
type Test = z.infer<typeof testSchema>;
