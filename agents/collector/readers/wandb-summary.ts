import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {escapedKey} from "../json-leaves.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {statedRecord} from "../stated-record.ts";
import {epochTime} from "./torch-timing.ts";
import {isLoggedSetting, trackedMetric} from "./tracked-metric.ts";

/**
 * `wandb-summary.json`: the last value of everything a run logged, without units. Names that begin with `_` are bookkeeping (`_runtime` in s), what was set and logged (`lr`) is a setting,
 * tables and pictures (`_type`) are no numbers. https://docs.wandb.ai/ref/python/public-api/run
 */
export const wandbSummary: Reader = {
  format: "wandb-summary",
  category: "quality",
  detect: ({text, documents}) =>
    /"_(?:runtime|step|timestamp|wandb)"/.test(text) && documents.length === 1 && summarySchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const summary = summarySchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const leaves = leavesOf(summary, "", "");
    const settings: Labels = Object.fromEntries(
      leaves.flatMap(({name, value}) => (isLoggedSetting(name) ? [[name === "batch_size" ? "batch" : `x.${name}`, value]] : []))
    );
    const reported = leaves.flatMap(({name, at, value}): ReportedDraft[] => {
      if (isLoggedSetting(name)) return [];
      const {metric, unit, factor, scope} = trackedMetric(name, [value]);
      const labels = {...(scope === undefined ? {} : {scope}), ...settings};
      return [buildReported({part: at, metric, unit, labels, statistics: [{statistic: "last", value: value * factor, at}]})];
    });
    const runTime = {metric: "run_time", part: "/_runtime", labels: settings, fields: [["value", "/_runtime", summary._runtime]] as const};
    const endedAt = epochTime(summary._timestamp);
    return {
      tables: [],
      reported: [...reported, ...statedRecord(runTime, path, problems)],
      session: {tool: "wandb", key: path, environment: {}, ...(endedAt === undefined ? {} : {endedAt})},
      problems
    };
  }
};

interface Leaf {
  name: string;
  at: string;
  value: number;
}

function leavesOf(record: Readonly<Record<string, unknown>>, at: string, prefix: string, depth = 0): Leaf[] {
  return Object.entries(record).flatMap(([key, value]): Leaf[] => {
    if (key.startsWith("_")) return [];
    const name = prefix === "" ? key : `${prefix}/${key}`;
    const place = `${at}/${escapedKey(key)}`;
    if (typeof value === "number") return [{name, at: place, value}];
    const inner = z.record(z.string(), z.unknown()).safeParse(value).data;
    return inner === undefined || "_type" in inner || depth > 4 ? [] : leavesOf(inner, place, name, depth + 1);
  });
}

const summarySchema = z
  .looseObject({
    _runtime: z.number().optional(),
    _step: z.number().optional(),
    _timestamp: z.number().optional(),
    _wandb: z.unknown().optional()
  })
  .refine(
    ({_runtime, _step, _timestamp, _wandb}) => [_runtime, _step, _timestamp, _wandb].filter(field => field !== undefined).length >= 2
  );
