import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {torchEnvironment} from "./torch-environment.ts";
import {epochTime, latencyRecord, runFields, runTimingSchema} from "./torch-timing.ts";

/** One timed run (`{"benchmark_name": …, "timing": {"samples": 10, "p50_ms": …}}`): reported latency over its samples, in s. The model is not recorded. */
export const inferenceBenchmark: Reader = {
  format: "inference-benchmark",
  category: "inference",
  detect: ({text, documents}) =>
    text.includes('"benchmark_name"') && documents.length === 1 && benchmarkSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const {benchmark_name: test, timing, timestamp, environment} = benchmarkSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const endedAt = epochTime(timestamp);
    return {
      tables: [],
      reported: latencyRecord({part: "/timing", labels: {test}, n: timing.samples, over: "samples"}, runFields(timing), path, problems),
      session: {
        tool: "inference-benchmark",
        key: `${test} ${endedAt?.text ?? path}`,
        environment: torchEnvironment(environment),
        ...(endedAt === undefined ? {} : {endedAt})
      },
      problems
    };
  }
};

const benchmarkSchema = z.looseObject({
  benchmark_name: z.string(),
  timing: runTimingSchema,
  timestamp: z.unknown().optional(),
  environment: z.unknown().optional()
});
