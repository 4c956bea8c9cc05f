import type {ReportedDraft, TableDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {type DraftTable, buildTable} from "../table.ts";

/**
 * Monitors such as vmstat, iostat and dstat state in their first report the averages since the machine was started, unless `-y` left that out, which
 * the text does not say: stated as `overall` with the label `x.window`, while the reports behind it are the samples. `isFirst` tells the
 * rows of the first report.
 */
export function withoutFirstReport(
  draft: DraftTable,
  isFirst: (place: string) => boolean
): {tables: TableDraft[]; reported: ReportedDraft[]} {
  const samples = draft.rows.filter(({place}) => !isFirst(place));
  const reported = draft.rows
    .filter(({place}) => isFirst(place))
    .flatMap(({place, values, labels}) =>
      draft.columns.flatMap(({metric, definition, unit, field}) => {
        const value = values[field];
        if (value === null || value === undefined) return [];
        const at = place.startsWith("/") || place.startsWith("#") ? `${place}${field}` : `${place}:${field}`;
        return [
          buildReported({
            part: `${place} ${field}`,
            metric,
            ...(definition === undefined ? {} : {definition}),
            ...(unit === undefined ? {} : {unit}),
            labels: {...draft.labels, ...labels, "x.window": "first report"},
            statistics: [{statistic: "overall", value, at}]
          })
        ];
      })
    );
  return {tables: samples.length === 0 ? [] : [buildTable({...draft, rows: samples})], reported};
}

/** Whether a command line above the output says that the report since boot is left out. */
export const omitsSinceBoot = (lines: readonly string[]): boolean =>
  lines.some(line => line.length < 400 && /\b(?:vmstat|iostat)\b(?:.*\s)(?:-[a-zA-Z]*y\b|--no-first)/.test(line));
