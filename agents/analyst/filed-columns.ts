import {type Measurement, placeOf, placeOfValue, type Reported} from "../contracts/index.ts";

/** Whether the cells of a table are in files of their own: only what was counted over all of them is at hand. */
export const isFiled = ({columns}: Measurement): boolean => columns.some(({values}) => !Array.isArray(values));

const shown = {p50: 50, p90: 90, p95: 95, p99: 99} as const;

/**
 * What is known of such columns, as statements over all rows. None where rows are of different subjects or settings: their median would be of
 * nothing that was measured.
 */
export function filedStatements(measurement: Measurement): Reported[] {
  const {id, artifact, session, subject, settings, factors, rows, columns} = measurement;
  if (factors.some(({role}) => role === "subject" || role === "setting")) return [];
  return columns.flatMap(({metric, definition, unit, better, field, values, kind}, index): Reported[] => {
    if (Array.isArray(values) || kind === "cumulative") return [];
    const at = placeOfValue(`${placeOf(measurement, 0)}-${placeOf(measurement, rows - 1)}`, field);
    const quantiles = Object.entries(shown).flatMap(([statistic, percent]) => {
      const value = values.quantiles[percent];
      return value === undefined ? [] : [{statistic: statistic as keyof typeof shown, value, at}];
    });
    const statistics = (["mean", "min", "max"] as const).map(statistic => ({statistic, value: values[statistic], at}));
    return [
      {
        id: `${id}-${index + 1}`,
        artifact,
        session,
        subject,
        settings,
        metric,
        definition,
        unit,
        better,
        role: "measured",
        over: "samples",
        n: values.measured,
        statistics: [...statistics, ...quantiles],
        warnings: []
      }
    ];
  });
}
