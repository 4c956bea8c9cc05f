import {type Labels, type Unit, writtenUnit} from "../../contracts/index.ts";
import type {DraftRow, TableDraft} from "../reader.ts";
import {buildTable, type DraftColumn} from "../table.ts";

const heading = /^#[ \t]*(?:Date[ \t]+)?(?:Time[ \t]+)?gpu[ \t](?!.*\bpid\b).*\b(?:pwr|sm|mclk|fb|rxpci|gtemp)\b/;

/** Whether a text holds a table of `nvidia-smi dmon`. */
export const hasSmiDevices = (text: string): boolean =>
  /^#[ \t]*(?:Date[ \t]+)?(?:Time[ \t]+)?gpu[ \t](?!.*\bpid\b).*\b(?:pwr|sm|mclk|fb|rxpci|gtemp)\b/m.test(text);

const known: Readonly<Record<string, Omit<DraftColumn, "field">>> = {
  pwr: {metric: "power"},
  gtemp: {metric: "gpu_temperature"},
  temp: {metric: "gpu_temperature"},
  mtemp: {metric: "x.memory_temperature", unit: "°C"},
  sm: {metric: "gpu_utilization"},
  mem: {metric: "gpu_memory_activity"},
  mclk: {metric: "gpu_memory_clock"},
  pclk: {metric: "gpu_clock"},
  fb: {metric: "gpu_memory_used", definition: "device"}
};
/** dmon's `MB` are MiB, as everywhere in nvidia-smi. */
const ownUnits: Readonly<Record<string, {unit: Unit; factor: number}>> = {
  MB: {unit: "B", factor: 1024 ** 2},
  "MB/s": {unit: "B/s", factor: 1e6},
  C: {unit: "°C", factor: 1}
};

interface Column {
  name: string;
  column: DraftColumn;
  factor: number;
}

/**
 * Rows of `nvidia-smi dmon`, one per GPU and sample. Headings begin with `#`, return every few rows and name their units in the line below; `-` is not available. Lines of other
 * commands may stand between. `names`: what `nvidia-smi -L` calls the GPUs.
 */
export function dmonTable(lines: readonly string[], names: ReadonlyMap<number, string>): TableDraft[] {
  const rows: DraftRow[] = [];
  const columns = new Map<string, DraftColumn>();
  let titles: string[] = [];
  let found: Column[] = [];
  for (const [index, line] of lines.entries()) {
    if (heading.test(line)) {
      titles = line.replace(/^#\s*/, "").trim().split(/\s+/);
      if (lines[index + 1]?.startsWith("#") !== true && columns.size > 0) continue;
      found = columnsOf(titles, (lines[index + 1] ?? "").replace(/^#\s*/, "").trim().split(/\s+/));
      for (const {column} of found) columns.set(column.field, column);
      continue;
    }
    const cells = line.trim().split(/\s+/);
    if (
      titles.length === 0 ||
      cells.length !== titles.length ||
      !cells.every(cell => /^(?:-|\d+(?:\.\d+)?|\d{8}|\d\d:\d\d:\d\d)$/.test(cell))
    )
      continue;
    const device = Number(cells[titles.indexOf("gpu")]);
    const gpu = names.get(device);
    const labels: Labels = {...(gpu === undefined ? {} : {gpu}), device};
    const values = found.map(({name, column, factor}): [string, number | null] => {
      const cell = cells[titles.indexOf(name)] ?? "-";
      return [column.field, cell === "-" ? null : factor < 1 ? Number(cell) / Math.round(1 / factor) : Number(cell) * factor];
    });
    rows.push({place: `L${index + 1}`, labels, values: Object.fromEntries(values)});
  }
  return rows.length === 0 ? [] : [buildTable({part: "dmon", row: "sample", columns: [...columns.values()], rows})];
}

function columnsOf(titles: readonly string[], units: readonly string[]): Column[] {
  const isAligned = units.length === titles.length;
  return titles.flatMap((name, index): Column[] => {
    if (/^(?:gpu|Date|Time)$/.test(name)) return [];
    const stated = isAligned ? (units[index] ?? "") : "";
    const unit = Object.hasOwn(ownUnits, stated) ? ownUnits[stated] : writtenUnit(stated);
    const metric = Object.hasOwn(known, name) ? known[name] : undefined;
    if (metric !== undefined && unit === undefined) return [];
    const column = metric ?? {metric: `x.${name}`, unit: unit?.unit ?? ("unknown" as const)};
    return [{name, column: {...column, field: name}, factor: unit?.factor ?? 1}];
  });
}

/** `GPU 0: NVIDIA GeForce RTX 3080 (UUID: …)` of `nvidia-smi -L`. */
export function smiNames(lines: readonly string[]): Map<number, string> {
  return new Map(
    lines.flatMap((line): [number, string][] => {
      const [, index, name] = /^GPU (\d+): (.+?) \(UUID: /.exec(line) ?? [];
      return index === undefined || name === undefined ? [] : [[Number(index), name]];
    })
  );
}
