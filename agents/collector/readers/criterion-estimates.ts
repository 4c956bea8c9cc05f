import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";

/**
 * `estimates.json` of Criterion.rs (`{"mean": {"point_estimate", "standard_error", …}, …}`, capitalised before 0.3): time per iteration in ns. The name of
 * the benchmark stands only in the path, `target/criterion/<group>/<bench>/new/`; estimates of `change/` are relative and no times.
 * https://bheisler.github.io/criterion.rs/book/
 */
export const criterionEstimates: Reader = {
  format: "criterion-estimates",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"point_estimate"') && documents.length === 1 && estimatesSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const estimates = estimatesSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const isNew = "mean" in estimates;
    const key = (name: string, old: string) => (isNew ? name : old);
    const field = (name: string): Estimate | undefined => estimateSchema.safeParse(estimates[name]).data;
    const [mean, median, slope, deviation] = [
      key("mean", "Mean"),
      key("median", "Median"),
      key("slope", "Slope"),
      key("std_dev", "StdDev")
    ];
    const fields: StatedField[] = [
      ["mean", `/${mean}/point_estimate`, field(mean)?.point_estimate],
      ["ci95_low", `/${mean}/confidence_interval/lower_bound`, bound(field(mean), "lower_bound")],
      ["ci95_high", `/${mean}/confidence_interval/upper_bound`, bound(field(mean), "upper_bound")],
      ["stderr", `/${mean}/standard_error`, field(mean)?.standard_error],
      ["p50", `/${median}/point_estimate`, field(median)?.point_estimate],
      ["slope", `/${slope}/point_estimate`, field(slope)?.point_estimate],
      ["std", `/${deviation}/point_estimate`, field(deviation)?.point_estimate]
    ];
    const isChange = path.split("/").at(-2) === "change";
    const labels = labelsOf(path);
    return {
      tables: [],
      reported: isChange
        ? []
        : statedRecord({metric: "time_per_op", per: 1e9, part: `/${mean}`, labels, over: "samples", fields}, path, problems),
      session: {tool: "criterion", environment: {}},
      problems: isChange ? [{code: "relative-change", values: {}, source: {artifact: path, at: ""}}] : problems
    };
  }
};

/** Only an interval of 95 % is one. */
const bound = (estimate: Estimate | undefined, side: "lower_bound" | "upper_bound"): number | undefined =>
  estimate?.confidence_interval?.confidence_level === 0.95 ? estimate.confidence_interval[side] : undefined;

/** `base` is the run before. Where the folders were not kept, the file's own name says what it can. */
function labelsOf(path: string): Labels {
  const folders = path.split("/").slice(0, -1);
  const state = /^(?:new|base|change)$/.test(folders.at(-1) ?? "") ? folders.pop() : undefined;
  const start = folders.lastIndexOf("criterion");
  const names = start >= 0 ? folders.slice(start + 1) : folders.slice(-2);
  const stem = (path.split("/").at(-1) ?? "").replace(/\.json$/, "");
  const test = state === undefined && stem !== "estimates" ? stem : names.join("/");
  return {...(test === "" ? {} : {test}), ...(state === "base" ? {"x.state": "base"} : {})};
}

const estimateSchema = z.looseObject({
  point_estimate: z.number().nullable(),
  standard_error: z.number().nullish(),
  confidence_interval: z
    .looseObject({confidence_level: z.number().optional(), lower_bound: z.number().optional(), upper_bound: z.number().optional()})
    .optional()
});
type Estimate = z.infer<typeof estimateSchema>;
const estimatesSchema = z.union([
  z.looseObject({mean: estimateSchema, median: estimateSchema}),
  z.looseObject({Mean: estimateSchema, Median: estimateSchema})
]);
