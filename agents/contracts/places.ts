import type {Measurement} from "./evidence.ts";
import type {Source} from "./words.ts";

/** Place of row `row` (0-based) without a field: `R3`, `#12`, `` for a file that is one record. */
export function placeOf(measurement: Pick<Measurement, "places">, row: number): string {
  const {places} = measurement;
  if (Array.isArray(places)) return places[row] ?? "";
  return `${places.prefix}${places.first + places.step * row}`;
}

/** Place of one value: `R3:ttft_s`, `#12/response/eval_duration`, `/eval_duration`. An empty field leaves the record's place. */
export function placeOfValue(place: string, field: string): string {
  if (field === "") return place;
  return place.startsWith("R") ? `${place}:${field}` : `${place}${field.startsWith("/") || field.startsWith(":") ? field : `:${field}`}`;
}

/** Places of many rows of one column, neighbours joined to ranges (`#2-#80/a`), in row order. */
export function sourcesOf(measurement: Pick<Measurement, "places" | "artifact">, field: string, rows: readonly number[]): Source[] {
  const runs: {first: string; last: string; prefix: string; next: number}[] = [];
  for (const row of rows) {
    const place = placeOf(measurement, row);
    const match = /^([R#L])(\d+)$/.exec(place);
    const open = runs.at(-1);
    const prefix = match?.[1] ?? "";
    const number = Number(match?.[2] ?? Number.NaN);
    if (open !== undefined && match !== null && open.prefix === prefix && open.next === number) {
      open.last = place;
      open.next = number + 1;
    } else {
      runs.push({first: place, last: place, prefix, next: number + 1});
    }
  }
  return runs.map(({first, last}) => ({
    artifact: measurement.artifact,
    at: placeOfValue(first === last ? first : `${first}-${last}`, field)
  }));
}
