/** A headline value of ../shared/artifacts/SOURCES.tsv, transcribed by hand: where it is found and what it is, in the base unit. */
export interface SourceRow {
  path: string;
  metric: string;
  definition?: string;
  unit: string;
  /** Of a reported record; `row` is one cell of a table, `rows` how many cells are measured; others are computed over the cells. */
  statistic: string;
  value: number;
  /** Labels of the subject or the settings, in full. */
  labels?: Readonly<Record<string, string | number | boolean>>;
  role?: "measured" | "target";
}

/** A file that must give no measured value. */
export interface EmptySource {
  path: string;
  /** Failed attempts that it must give. */
  failures?: number;
}

/**
 * Rows of a text: a line with a path, then lines `metric / definition | unit | statistic | value | label = value; …| target`, from the definition and the
 * labels on optional. A label without a value is one that must not be there.
 */
export function rowsOf(text: string): SourceRow[] {
  let path = "";
  return text
    .split("\n")
    .map(line => line.trim())
    .flatMap(line => {
      if (line === "") return [];
      const [name = "", unit, statistic, value, labels = "", role] = line.split(" | ");
      if (unit === undefined || statistic === undefined || value === undefined) {
        path = name;
        return [];
      }
      const [metric = "", definition] = name.split(" / ");
      const row: SourceRow = {path, metric, unit, statistic, value: Number(value), labels: labelsOf(labels)};
      return [{...row, ...(definition === undefined ? {} : {definition}), ...(role === "target" ? {role} : {})}];
    });
}

function labelsOf(text: string): Record<string, string | number> {
  const pairs = text.split("; ").filter(pair => pair !== "");
  return Object.fromEntries(
    pairs.map(pair => {
      const [, key = "", value = ""] = /^(\S+) = ?(.*)$/.exec(pair) ?? [];
      return [key, value === "" || Number.isNaN(Number(value)) ? value : Number(value)];
    })
  );
}
