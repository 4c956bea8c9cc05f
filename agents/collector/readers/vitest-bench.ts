import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";

/**
 * `vitest bench --outputJson`: `files[].groups[].benchmarks[]` of tinybench, times in ms, `hz` operations per second, `rme` in percent of the mean. A
 * benchmark without samples failed. https://vitest.dev/guide/features#benchmarking
 */
export const vitestBench: Reader = {
  format: "vitest-bench",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"benchmarks"') && text.includes('"hz"') && documents.length === 1 && reportSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const {files} = reportSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const reported = files.flatMap(({groups}, file) =>
      groups.flatMap(({fullName, benchmarks}, group) =>
        benchmarks.flatMap((benchmark, index) => {
          const part = `/files/${file}/groups/${group}/benchmarks/${index}`;
          const {sampleCount} = benchmark;
          const n = sampleCount === undefined || sampleCount < 1 ? undefined : sampleCount;
          const common = {part, labels: {test: `${fullName} > ${benchmark.name}`}, over: "samples" as const, n};
          const at = (name: string) => [`${part}/${name}`, benchmark[name]] as const;
          const records = [
            ...statedRecord(
              {
                ...common,
                metric: "latency",
                per: 1e3,
                fields: [
                  ["mean", ...at("mean")],
                  ["std", ...at("sd")],
                  ["stderr", ...at("sem")],
                  ["p50", ...at("median")],
                  ["p75", ...at("p75")],
                  ["p99", ...at("p99")],
                  ["p99.9", ...at("p999")],
                  ["min", ...at("min")],
                  ["max", ...at("max")]
                ]
              },
              path,
              problems
            ),
            ...statedRecord({...common, metric: "throughput", fields: [["value", ...at("hz")]]}, path, problems)
          ];
          if (records.length === 0) problems.push({code: "no-result", values: {}, source: {artifact: path, at: part}});
          return records;
        })
      )
    );
    return {tables: [], reported, session: {tool: "vitest-bench", key: path, environment: {}}, problems};
  }
};

const reportSchema = z.looseObject({
  files: z
    .array(
      z.looseObject({
        groups: z.array(
          z.looseObject({
            fullName: z.string(),
            benchmarks: z.array(z.looseObject({name: z.string(), sampleCount: z.int().optional()}))
          })
        )
      })
    )
    .min(1)
});
