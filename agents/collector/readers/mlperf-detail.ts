import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {type StatedField, type StatedMetric, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";
import {mlperfLabels, mlperfName} from "./mlperf-results.ts";

/**
 * `mlperf_log_detail.txt` of MLPerf inference: `:::MLLOG {"key": "result_99.00_percentile_latency_ns", "value": …}` per line. The results are those of
 * the summary; an INVALID run is a failed attempt. https://github.com/mlcommons/inference
 */
export const mlperfDetail: Reader = {
  format: "mlperf-detail",
  category: "inference",
  detect: ({text}) => /^:::MLLOG \{.*"result_/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const entries = lines.flatMap((line, index) => entryOf(line, `L${index + 1}`));
    const find = (key: string) => entries.findLast(entry => entry.key === key);
    const text = (key: string) => {
      const value = find(key)?.value;
      return typeof value === "string" ? value : undefined;
    };
    const labels = mlperfLabels(text("sut_name"), text("effective_scenario") ?? text("requested_scenario"), text("effective_test_mode"));
    const session = {tool: "mlperf", environment: {}};
    const validity = find("result_validity");
    if (validity !== undefined && validity.value !== "VALID") {
      const failure = {reason: `result_validity: ${String(validity.value)}`, kind: "error" as const};
      return {
        tables: [buildTable({labels, columns: [], rows: [{place: validity.place, values: {}, failure}]})],
        reported: [],
        session,
        problems
      };
    }
    const groups = new Map<string, {stated: StatedMetric; part: string; fields: StatedField[]}>();
    for (const {key, value, place} of entries) {
      const named = key.startsWith("result_") ? mlperfName(wordsOf(key)) : undefined;
      if (named === undefined) continue;
      const group = groups.get(named.stated.metric + (named.stated.definition ?? "")) ?? {stated: named.stated, part: place, fields: []};
      if (!group.fields.some(([statistic]) => statistic === named.statistic)) group.fields.push([named.statistic, place, value]);
      groups.set(named.stated.metric + (named.stated.definition ?? ""), group);
    }
    const reported = [...groups.values()].flatMap(({stated, part, fields}) =>
      statedRecord({...stated, part, labels, over: "samples", fields}, path, problems)
    );
    return {tables: [], reported, session, problems};
  }
};

/** `result_99.00_percentile_latency_ns` as the summary says it. */
function wordsOf(key: string): string {
  return key
    .replace(/^result_/, "")
    .replace(/_per_sec$/, "_per_second")
    .replace(/_ns$/, " (ns)")
    .replace(/^(first_token|time_per_output_token|time_to_output_token)_(.*?_percentile|mean|min|max)_latency/, "$2_$1_latency")
    .replaceAll("_", " ");
}

function entryOf(line: string, place: string): {key: string; value: unknown; place: string}[] {
  if (!line.startsWith(":::MLLOG ")) return [];
  try {
    const {key, value} = entrySchema.parse(JSON.parse(line.slice(9)));
    return [{key, value, place}];
  } catch {
    return [];
  }
}

const entrySchema = z.looseObject({key: z.string(), value: z.unknown()});
