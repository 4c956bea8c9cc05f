import {type Claim, sourcesOf} from "../../contracts/index.ts";
import type {Context} from "../context.ts";
import {type Frame, rowLabels} from "../frames.ts";
import {groupBy} from "../labels.ts";
import type {Candidate} from "./candidates.ts";
import {toleranceOf} from "./tolerance.ts";

/** Rows of a table that must be found, their share, and the digits that a chance match would rarely share. */
const fewestRows = 3;
const share = 0.8;
const fewestDigits = 4;

/**
 * Rows of hand-made tables that are rows of a file: one column of the table, of at least four digits, equals the column of the same metric in
 * at least three rows and four fifths of them, each in one row of the file only. What the file says in that row of other metrics
 * is then known for the claims beside.
 */
export function anchoredRows({frames, evidence}: Pick<Context, "evidence" | "frames">): ReadonlyMap<Claim, Candidate> {
  const found = new Map<Claim, Candidate>();
  const inTables = evidence.claims.filter(({table, metric}) => table !== undefined && metric !== undefined);
  for (const claims of groupBy(inTables, ({source, table}) => `${source.artifact} ${table}`).values()) {
    const lines = [...groupBy(claims, ({source}) => source.at).values()];
    for (const frame of lines.length < fewestRows ? [] : frames.frames) {
      const rows = rowsOf(frame, lines);
      if (rows === undefined) continue;
      for (const [line, {row, by}] of rows) for (const claim of line) if (claim.metric !== by) addRow(found, frame, row, claim);
      break;
    }
  }
  return found;
}

type Line = readonly Claim[];

function rowsOf(frame: Frame, lines: readonly Line[]): Map<Line, {row: number; by: string}> | undefined {
  if (frame.measurement.row !== "attempt" || frame.measurement.rows > 5000) return undefined;
  const metrics = new Set(
    lines.flatMap(line => line.flatMap(({metric, digits}) => (metric !== undefined && digits >= fewestDigits ? [metric] : [])))
  );
  for (const by of metrics) {
    const values = frame.columns.get(by)?.values;
    if (values === undefined) continue;
    const rows = new Map<Line, {row: number; by: string}>();
    for (const line of lines) {
      const claim = line.find(({metric, digits, hedge}) => metric === by && digits >= fewestDigits && isPlain(hedge));
      const row = claim === undefined ? undefined : onlyRow(values, claim);
      if (row !== undefined) rows.set(line, {row, by});
    }
    const distinct = new Set([...rows.values()].map(({row}) => row)).size;
    if (distinct === rows.size && rows.size >= fewestRows && rows.size >= lines.length * share) return rows;
  }
  return undefined;
}

/** What tells the rows of the table apart is known by the row that was found. */
export const isPlain = (hedge: Claim["hedge"]): boolean => hedge === undefined || hedge === "condition";

/** The row that holds the number of a claim; undefined when none or several do. */
function onlyRow(values: readonly (number | null)[], claim: Claim): number | undefined {
  const tolerance = toleranceOf(claim);
  const isEqual = (value: number | null) => value !== null && Math.abs(value - claim.value) <= tolerance;
  const row = values.findIndex(isEqual);
  return row < 0 || values.findLastIndex(isEqual) !== row ? undefined : row;
}

function addRow(found: Map<Claim, Candidate>, frame: Frame, row: number, claim: Claim): void {
  const column = frame.columns.get(claim.metric ?? "");
  const value = column?.values[row] ?? null;
  if (column === undefined || column.formula !== undefined || value === null || claim.statistic !== undefined) return;
  const [source] = sourcesOf(frame.measurement, column.fields[0] ?? "", [row]);
  const {subject} = rowLabels(frame.measurement, row);
  if (source !== undefined)
    found.set(claim, {statistic: "value", value, artifact: source.artifact, source: () => source, n: 1, isExact: true, subject});
}
