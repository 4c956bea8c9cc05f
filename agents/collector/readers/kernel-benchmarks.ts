import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import {escapedKey} from "../json-leaves.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {timeFieldsSchema, timeStatistics} from "./time-statistics.ts";

/**
 * Timed kernels (`{"fusion": {"baseline": {mean_time_ms, std_time_ms, min_time_ms, max_time_ms}}}`): reported latency in s per group
 * (`kernel`) and variant (`test`); how many calls is not stated. Where one call rules the mean, a warning says so: then `min` describes
 * the kernel better.
 */
export const kernelBenchmarks: Reader = {
  format: "kernel-benchmarks",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"mean_time_ms"') && documents.length === 1 && kernelsSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const problems: NoteInput[] = [];
    const reported = Object.entries(kernelsSchema.parse(documents[0]?.value)).flatMap(([kernel, variants]) =>
      Object.entries(variants).flatMap(([test, times]): ReportedDraft[] => {
        const part = `/${escapedKey(kernel)}/${escapedKey(test)}`;
        const {statistics, warnings} = timeStatistics(times, path, part, problems);
        if (statistics.length === 0) return [];
        return [buildReported({part, metric: "latency", labels: {kernel, test}, over: "samples", statistics, warnings})];
      })
    );
    return {tables: [], reported, session: {tool: "kernel-bench", environment: {}}, problems};
  }
};

const kernelsSchema = z
  .record(
    z.string(),
    z.record(z.string(), timeFieldsSchema).refine(variants => Object.keys(variants).length > 0)
  )
  .refine(groups => Object.keys(groups).length > 0);
