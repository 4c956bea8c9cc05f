import type {Labels} from "../../contracts/index.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable, type DraftColumn} from "../table.ts";

const heading = /^#[ \t]*(?:Date[ \t]+)?(?:Time[ \t]+)?gpu[ \t]+pid[ \t]+type\b/;

/** What a process takes of its GPU: never the load of the whole device. `MB` are MiB, as everywhere in nvidia-smi. */
const known: Readonly<Record<string, {column: Omit<DraftColumn, "field">; factor: number}>> = {
  sm: {column: {metric: "x.process_sm", unit: "fraction"}, factor: 0.01},
  mem: {column: {metric: "x.process_memory_activity", unit: "fraction"}, factor: 0.01},
  enc: {column: {metric: "x.process_encoder", unit: "fraction"}, factor: 0.01},
  dec: {column: {metric: "x.process_decoder", unit: "fraction"}, factor: 0.01},
  jpg: {column: {metric: "x.process_jpeg", unit: "fraction"}, factor: 0.01},
  ofa: {column: {metric: "x.process_ofa", unit: "fraction"}, factor: 0.01},
  fb: {column: {metric: "gpu_memory_used", definition: "process"}, factor: 1024 ** 2}
};

/**
 * `nvidia-smi pmon`: a row per process and sample below headings that return; `-` is not available. A GPU without processes has only dashes and gives no row.
 * https://docs.nvidia.com/deploy/nvidia-smi/index.html
 */
export const nvidiaSmiPmon: Reader = {
  format: "nvidia-smi-pmon",
  category: "system",
  detect: ({text}) => /^#[ \t]*(?:Date[ \t]+)?(?:Time[ \t]+)?gpu[ \t]+pid[ \t]+type\b/m.test(text),
  read({path, lines}) {
    const rows: DraftRow[] = [];
    const columns = new Map<string, DraftColumn>();
    let titles: string[] = [];
    for (const [index, line] of lines.entries()) {
      if (heading.test(line)) titles = line.replace(/^#\s*/, "").trim().split(/\s+/);
      const cells = line.trim().split(/\s+/);
      const cell = (name: string) => cells[titles.indexOf(name)] ?? "-";
      if (
        line.startsWith("#") ||
        titles.length === 0 ||
        cells.length < titles.length ||
        !/^\d+$/.test(cell("gpu")) ||
        !/^\d+$/.test(cell("pid"))
      )
        continue;
      const labels: Labels = {
        device: Number(cell("gpu")),
        "x.process": cells.slice(titles.length - 1).join(" "),
        "x.pid": Number(cell("pid")),
        "x.type": cell("type")
      };
      const values = titles.flatMap((title): [string, number | null][] => {
        const field = Object.hasOwn(known, title) ? known[title] : undefined;
        if (field === undefined) return [];
        columns.set(title, {...field.column, field: title});
        const raw = Number(cell(title));
        return [[title, Number.isNaN(raw) ? null : field.factor < 1 ? raw / Math.round(1 / field.factor) : raw * field.factor]];
      });
      rows.push({place: `L${index + 1}`, labels, values: Object.fromEntries(values)});
    }
    const tables = rows.length === 0 ? [] : [buildTable({part: "pmon", row: "sample", columns: [...columns.values()], rows})];
    return {tables, reported: [], session: {tool: "nvidia-smi", key: path, environment: {}}, problems: []};
  }
};
