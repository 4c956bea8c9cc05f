import {type Labels, type NoteInput, type Unit, writtenUnit} from "../../contracts/index.ts";
import {inBaseUnit} from "../column-numbers.ts";
import type {CsvText} from "../csv.ts";
import {rejectedCell} from "../measured-value.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable, type DraftColumn} from "../table.ts";

/** Counters have a rollup; `device__…` and `launch__…` describe the machine and the launch. https://docs.nvidia.com/nsight-compute/ProfilingGuide/#metrics-structure */
const counter = /^(?!device__|launch__)\w+\.(?:sum|avg|min|max)(?:\.\w+)?$/;
/** Replay and fixed clocks make a profiled kernel another one than the one that serves: compared only with profiles. */
const duration = "gpu__time_duration.sum";

/**
 * `ncu --page raw --csv`: a row of units below the header, a row per kernel launch. The kernel's time is a latency with the definition
 * `profiled`, other counters keep their names. Digits are grouped as the system's language does it, also `22,80,000`.
 */
export const nsightComputeCsv: Reader = {
  format: "nsight-compute-csv",
  category: "other",
  detect: ({text, csv}) =>
    text.slice(0, 400).includes("Kernel Name") &&
    csv !== undefined &&
    own.every(name => csv.header.includes(name)) &&
    countersOf(csv).length > 0,
  read({path, csv}) {
    const problems: NoteInput[] = [];
    const counters = csv === undefined ? [] : countersOf(csv);
    const rows = (csv?.records ?? []).flatMap((cells, index): DraftRow[] => {
      const place = `R${index + 1}`;
      const cell = (name: string) => cells[csv?.header.indexOf(name) ?? -1] ?? "";
      const values = counters.map(({column: {field}, factor}) => {
        const number = grouped(cell(field));
        if (number === undefined) problems.push(rejectedCell("not-a-number", path, `${place}:${field}`, cell(field)));
        return [field, inBaseUnit(number ?? null, factor)] as const;
      });
      return [{place, values: Object.fromEntries(values), labels: labelsOf(cell)}];
    });
    const gpu = csv?.records[0]?.[csv.header.indexOf("device__attribute_display_name")] ?? "";
    return {
      tables: rows.length === 0 ? [] : [buildTable({columns: counters.map(({column}) => column), rows})],
      reported: [],
      session: {tool: "nsight-compute", environment: gpu === "" ? {} : {gpu}},
      problems
    };
  }
};

const own = ["ID", "Kernel Name", "Block Size", "Grid Size"];

interface Counter {
  column: DraftColumn;
  factor: number;
}

function countersOf({header, units}: CsvText): Counter[] {
  return header.flatMap((name, index) => {
    if (!counter.test(name)) return [];
    const {unit, factor} = baseUnit(units?.[index] ?? "");
    const isTime = name === duration && unit === "s";
    const column: DraftColumn = isTime
      ? {metric: "latency", field: name, definition: "profiled"}
      : {metric: `x.${name}`, field: name, unit};
    return [{column, factor}];
  });
}

const nsightUnits: Readonly<Record<string, string>> = {
  nsecond: "ns",
  usecond: "us",
  msecond: "ms",
  second: "s",
  byte: "b",
  Kbyte: "kb",
  Mbyte: "mb",
  Gbyte: "gb",
  "byte/second": "b/s",
  "Kbyte/second": "kb/s",
  "Mbyte/second": "mb/s",
  "Gbyte/second": "gb/s"
};
const pureCounts = /^(?:block|warp|thread|inst|cycle|sector|request|pass|register)$/;

function baseUnit(written: string): {unit: Unit; factor: number} {
  if (pureCounts.test(written)) return {unit: "1", factor: 1};
  return writtenUnit(nsightUnits[written] ?? written) ?? {unit: "unknown", factor: 1};
}

/** null for an empty cell; undefined for text. Groups of two or three digits; six decimals are never mistaken for a group. */
function grouped(cell: string): number | null | undefined {
  if (cell === "" || /^n\/?a$/i.test(cell)) return null;
  return /^-?\d{1,3}(?:,\d{2,3})*(?:\.\d+)?$|^-?\d+(?:\.\d+)?$/.test(cell) ? Number(cell.replaceAll(",", "")) : undefined;
}

/** The signature says nothing that the name does not; host and process stay in the file. */
function labelsOf(cell: (name: string) => string): Labels {
  const kernel = cell("Kernel Name")
    .replace(/\(.*$/s, "")
    .replace(/^void\s+/, "");
  return {kernel: kernel.slice(0, 120), "x.block_size": cell("Block Size"), "x.grid_size": cell("Grid Size")};
}
