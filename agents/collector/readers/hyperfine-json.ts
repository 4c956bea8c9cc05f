import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";

/**
 * `hyperfine --export-json`: a row per timed run from `times` (s), mean and deviation as reported. A run with another exit code than 0
 * (`-i`) is a failed attempt; a command of which a time is 0 took less than the shell's start that hyperfine subtracts: not measured.
 * https://github.com/sharkdp/hyperfine
 */
export const hyperfineJson: Reader = {
  format: "hyperfine-json",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"results"') &&
    text.includes('"command"') &&
    documents.length === 1 &&
    exportSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const {results} = exportSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const rows = results.flatMap((result, index) => runsOf(result, `/results/${index}`));
    const reported = results.flatMap((result, index) => {
      const at = `/results/${index}`;
      if (isTooShort(result)) {
        problems.push({code: "below-resolution", values: {}, source: {artifact: path, at: `${at}/times`}});
        return [];
      }
      if (codesOf(result).some(code => code !== 0)) return [];
      return [
        buildReported({
          part: at,
          metric: "latency",
          labels: labelsOf(result),
          over: "samples",
          n: result.times?.length,
          statistics: [
            {statistic: "mean", value: result.mean, at: `${at}/mean`},
            {statistic: "std", value: result.stddev, at: `${at}/stddev`},
            {statistic: "p50", value: result.median, at: `${at}/median`},
            {statistic: "min", value: result.min, at: `${at}/min`},
            {statistic: "max", value: result.max, at: `${at}/max`}
          ]
        })
      ];
    });
    return {
      tables: rows.length === 0 ? [] : [buildTable({columns: [{metric: "latency", field: ""}], rows})],
      reported,
      session: {tool: "hyperfine", key: path, environment: {}},
      problems
    };
  }
};

type Result = z.infer<typeof resultSchema>;

const isTooShort = ({times}: Result): boolean => times?.some(time => time === 0) ?? false;

const codesOf = ({exit_codes: codes}: Result): readonly (number | null)[] => codes ?? [];

/** Parameters of a scan are labels of the data; the command says what was run. */
const labelsOf = ({command, parameters}: Result) => ({
  command,
  ...Object.fromEntries(Object.entries(parameters ?? {}).map(([key, value]) => [`x.${key}`, value]))
});

function runsOf(result: Result, at: string): DraftRow[] {
  const codes = codesOf(result);
  return (result.times ?? []).map((time, index) => {
    const code = codes[index] ?? 0;
    return {
      place: `${at}/times/${index}`,
      values: {"": isTooShort(result) ? null : time},
      labels: labelsOf(result),
      ...(code === 0 ? {} : {failure: {reason: `exit code ${code}`, kind: "status" as const}})
    };
  });
}

const resultSchema = z.looseObject({
  command: z.string(),
  mean: z.number(),
  stddev: z.number().nullish(),
  median: z.number(),
  user: z.number(),
  system: z.number(),
  min: z.number(),
  max: z.number(),
  times: z.array(z.number()).nullish(),
  exit_codes: z.array(z.number().nullable()).nullish(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])).nullish()
});

const exportSchema = z.looseObject({results: z.array(resultSchema).min(1)});
