import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {escapedKey} from "../json-leaves.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";
import {asvMetric} from "./asv-metric.ts";

/**
 * Results of asv (`results/<machine>/<commit>-<env>.json`), version 2: `result_columns` names the fields of each list in `results`; `result` holds one value per
 * combination of `params`. `null` failed or was skipped, NaN is no value. https://asv.readthedocs.io/en/stable/dev.html#benchmark-results
 */
export const asvResults: Reader = {
  format: "asv-results",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"result_columns"') && documents.length === 1 && resultsSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const file = resultsSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const reported: ReportedDraft[] = [];
    const failed: DraftRow[] = [];
    for (const [name, fields] of Object.entries(file.results)) {
      if (fields === null) continue;
      const column = (key: string) => file.result_columns.indexOf(key);
      const results = z.array(z.unknown()).safeParse(fields[column("result")]).data;
      const at = `/results/${escapedKey(name)}`;
      const labels = {test: name, ...(file.env_name === undefined ? {} : {"x.environment": file.env_name})};
      if (results === undefined) {
        failed.push({place: at, labels, values: {}, failure: {reason: "", kind: "missing"}});
        continue;
      }
      const combinations = combined(parametersSchema.safeParse(fields[column("params")]).data ?? []);
      for (const [index, value] of results.entries()) {
        const part = `${at}/${column("result")}/${index}`;
        const own = {...labels, ...parameterLabels(combinations[index] ?? [])};
        const {metric, unit} = asvMetric(name);
        const quartile = (key: string, statistic: "p25" | "p75"): StatedField[] => {
          const list = z.array(z.unknown()).safeParse(fields[column(key)]).data;
          return list === undefined ? [] : [[statistic, `${at}/${column(key)}/${index}`, list[index]]];
        };
        const stated: StatedField[] = [
          [unit === "s" ? "p50" : "value", part, value],
          ...quartile("stats_q_25", "p25"),
          ...quartile("stats_q_75", "p75")
        ];
        const records = statedRecord({metric, unit, part, labels: own, over: "samples", fields: stated}, path, problems);
        reported.push(...records);
        if (records.length === 0 && value === null)
          failed.push({place: part, labels: own, values: {}, failure: {reason: "", kind: "missing"}});
      }
    }
    return {
      tables: failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})],
      reported,
      session: {tool: "asv", key: path, environment: environmentOf(file)},
      problems
    };
  }
};

/** In the order of `result`: the last parameter runs fastest. */
function combined(parameters: readonly (readonly string[])[]): string[][] {
  return parameters.reduce<string[][]>((all, levels) => all.flatMap(chosen => levels.map(level => [...chosen, level])), [[]]);
}

const parameterLabels = (levels: readonly string[]): Labels =>
  Object.fromEntries(
    levels.map((level, index) => {
      const plain = level.replace(/^'(.*)'$/, "$1");
      return [`x.param${index + 1}`, plain === "" || Number.isNaN(Number(plain)) ? plain : Number(plain)];
    })
  );

function environmentOf({params, python}: z.infer<typeof resultsSchema>): Labels {
  const text = (key: string) => (typeof params?.[key] === "string" && params[key] !== "" ? params[key] : undefined);
  const [cpu, os] = [text("cpu"), text("os")];
  const version = python ?? text("python");
  return {...(cpu === undefined ? {} : {cpu}), ...(os === undefined ? {} : {os}), ...(version === undefined ? {} : {python: version})};
}

const parametersSchema = z.array(z.array(z.string()));
const resultsSchema = z.looseObject({
  result_columns: z.array(z.string()).refine(columns => columns.includes("result")),
  results: z.record(z.string(), z.array(z.unknown()).nullable()),
  env_name: z.string().optional(),
  python: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional()
});
