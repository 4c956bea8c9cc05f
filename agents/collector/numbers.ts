/** How a column or table writes its numbers. `thousands` is what groups digits, apart from spaces and apostrophes, which always do. */
export interface NumberStyle {
  decimal: "." | ",";
  /** Only with evidence: without it `1,234` beside decimal points is no number. */
  thousands?: "." | ",";
}

export interface ParsedNumber {
  /** null: the cell says that nothing was measured (`N/A`, `-`, `inf`), or more than a number can hold. */
  value: number | null;
  /** Unit as the cell writes it (`W` of `22.89 W`, `%`). */
  unit?: string;
}

const absentWords: ReadonlySet<string> = new Set([
  "",
  "-",
  "--",
  "—",
  "n/a",
  "na",
  "nan",
  "-nan",
  "null",
  "none",
  "nil",
  "undefined",
  "inf",
  "+inf",
  "-inf",
  "infinity",
  "-infinity",
  "∞",
  "err!",
  "not supported",
  "not available",
  "unknown error",
  "unknown",
  "not counted",
  "not measured",
  "н/д",
  "нет данных"
]);

/** A cell that stands for "no value": empty, `N/A`, `[Not Supported]`, `<not counted>`, and non-finite numbers. */
export function isAbsent(cell: string): boolean {
  const first = cell.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return false;
  return absentWords.has(
    cell
      .trim()
      .replace(/^[[<(](.*)[\]>)]$/, "$1")
      .trim()
      .toLowerCase()
  );
}

const spaces = /[\s\u00a0\u202f'’](?=\d{3}(?!\d))/g;
const numberThenRest = /^([+\-−]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d+)?)\s*(.*)$/s;
const unitText = /^[\p{L}%°µμ/·*²³]{1,12}(?:\/[\p{L}]{1,12})?(?=$|\s*\()/u;

/**
 * A number with the unit that the cell may carry. Undefined: the cell is text, or its separators can be read in two ways under
 * this style (`1,234`).
 */
export function parseNumber(cell: string, style: NumberStyle): ParsedNumber | undefined {
  if (isAbsent(cell)) return {value: null};
  const match = numberThenRest.exec(cell.trim().replace(spaces, ""));
  if (match === null) return undefined;
  const value = digitsValue(match[1] ?? "", style);
  if (value === undefined) return undefined;
  const rest = match[2] ?? "";
  if (!Number.isFinite(value)) return {value: null};
  if (rest === "") return {value};
  const unit = unitText.exec(rest)?.[0];
  return unit === undefined ? undefined : {value, unit};
}

function digitsValue(digits: string, style: NumberStyle): number | undefined {
  const other = style.decimal === "." ? "," : ".";
  let plain = digits.replace("−", "-");
  if (plain.includes(other)) {
    const whole = plain.split(style.decimal)[0] ?? "";
    if (style.thousands !== other || !/^[+-]?\d{1,3}([.,]\d{3})+$/.test(whole)) return undefined;
    plain = plain.replaceAll(other, "");
  }
  const value = Number(style.decimal === "," ? plain.replace(",", ".") : plain);
  return Number.isNaN(value) ? undefined : value;
}

/** What a cell proves about the style of its column. */
type Evidence = "decimal-comma" | "decimal-point" | "thousands-comma" | "thousands-point";

/**
 * Style of every column of a table. A comma or point with exactly three digits behind it proves nothing; such a column goes
 * with the rest of the table where the delimiter is no comma, else it stays as it is: text (`1,234`), or a decimal point.
 */
export function numberStyles(columns: readonly (readonly string[])[], delimiter: string): NumberStyle[] {
  const evidence = columns.map(cells => evidenceOf(cells));
  const all = new Set(evidence.flatMap(found => [...found]));
  const isCommaTable = delimiter !== "," && all.has("decimal-comma") && !all.has("thousands-comma") && !all.has("decimal-point");
  return evidence.map(found => {
    if (found.has("decimal-comma") && !found.has("decimal-point") && !found.has("thousands-comma")) {
      return {decimal: ",", ...(found.has("thousands-point") ? {thousands: "."} : {})};
    }
    if (found.has("thousands-comma") && !found.has("decimal-comma")) return {decimal: ".", thousands: ","};
    return isCommaTable && !found.has("decimal-point") ? {decimal: ","} : {decimal: "."};
  });
}

function evidenceOf(cells: readonly string[]): Set<Evidence> {
  const found = new Set<Evidence>();
  for (const cell of cells) {
    if (!/[.,]/.test(cell)) continue;
    const digits = numberThenRest.exec(cell.trim().replace(spaces, ""))?.[1];
    if (digits !== undefined) for (const proof of proofs(digits)) found.add(proof);
  }
  return found;
}

function proofs(digits: string): Evidence[] {
  const [mantissa = ""] = digits.replace(/^[+\-−]/, "").split(/[eE]/);
  const commas = mantissa.split(",").length - 1;
  const points = mantissa.split(".").length - 1;
  if (commas > 0 && points > 0) {
    return mantissa.lastIndexOf(",") > mantissa.lastIndexOf(".")
      ? ["decimal-comma", "thousands-point"]
      : ["decimal-point", "thousands-comma"];
  }
  if (commas > 1) return ["thousands-comma"];
  if (points > 1) return ["thousands-point"];
  const isGroup = /^[1-9]\d{0,2}[.,]\d{3}$/.test(mantissa);
  if (commas === 1) return isGroup ? [] : ["decimal-comma"];
  return points === 1 && !isGroup ? ["decimal-point"] : [];
}
