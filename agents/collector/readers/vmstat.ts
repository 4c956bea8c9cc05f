import type {DraftRow, Reader} from "../reader.ts";
import type {DraftColumn} from "../table.ts";
import {omitsSinceBoot, withoutFirstReport} from "./first-report.ts";

const groups = /^procs\s+-+memory-+/;
const kibi = 1024;

/** Memory and swapping in KiB and KiB/s, blocks of 1024 bytes a second: what vmstat writes unless `-S` tells it otherwise, which it does not say. */
const fields: Readonly<Record<string, {column: Omit<DraftColumn, "field">; factor: number}>> = {
  r: {column: {metric: "x.run_queue", unit: "1"}, factor: 1},
  b: {column: {metric: "x.blocked_processes", unit: "1"}, factor: 1},
  swpd: {column: {metric: "x.swap_used", unit: "B"}, factor: kibi},
  free: {column: {metric: "memory_free"}, factor: kibi},
  buff: {column: {metric: "x.memory_buffers", unit: "B"}, factor: kibi},
  cache: {column: {metric: "x.memory_cache", unit: "B"}, factor: kibi},
  si: {column: {metric: "x.swapped_in", unit: "B/s"}, factor: kibi},
  so: {column: {metric: "x.swapped_out", unit: "B/s"}, factor: kibi},
  bi: {column: {metric: "read_throughput"}, factor: kibi},
  bo: {column: {metric: "write_throughput"}, factor: kibi},
  in: {column: {metric: "x.interrupt_rate", unit: "1/s"}, factor: 1},
  cs: {column: {metric: "x.context_switch_rate", unit: "1/s"}, factor: 1},
  us: {column: {metric: "cpu_user"}, factor: 0.01},
  sy: {column: {metric: "cpu_system"}, factor: 0.01},
  id: {column: {metric: "cpu_idle"}, factor: 0.01},
  wa: {column: {metric: "cpu_iowait"}, factor: 0.01},
  st: {column: {metric: "cpu_steal"}, factor: 0.01}
};

/**
 * `vmstat <delay>`: a row per sample, headings return every screen, with `-t` a time behind, in UTC only where the heading says so. The first row is since boot.
 * https://man7.org/linux/man-pages/man8/vmstat.8.html
 */
export const vmstat: Reader = {
  format: "vmstat",
  category: "system",
  detect: ({text}) => /^procs\s+-+memory-+/m.test(text),
  read({path, lines}) {
    const rows: DraftRow[] = [];
    const columns = new Map<string, DraftColumn>();
    let titles: string[] = [];
    let zone = "";
    for (const [index, line] of lines.entries()) {
      if (groups.test(line)) {
        titles = [];
        continue;
      }
      const cells = line.trim().split(/\s+/);
      if (cells[0] === "r" && cells[1] === "b") {
        titles = cells.filter(cell => Object.hasOwn(fields, cell) || cell === "gu");
        zone = cells.find(cell => /^[A-Z]{3,5}$/.test(cell)) ?? "";
        continue;
      }
      if (titles.length === 0 || cells.length < titles.length || !cells.slice(0, titles.length).every(cell => /^\d+$/.test(cell))) continue;
      const values = titles.flatMap((title, at): [string, number][] => {
        const field = Object.hasOwn(fields, title) ? fields[title] : undefined;
        if (field === undefined) return [];
        columns.set(title, {...field.column, field: title});
        const raw = Number(cells[at]);
        return [[title, field.factor < 1 ? raw / Math.round(1 / field.factor) : raw * field.factor]];
      });
      const stamp = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\s*$/.exec(line);
      const time = stamp !== null && zone === "UTC" ? Date.parse(`${stamp[1]}T${stamp[2]}Z`) / 1000 : Number.NaN;
      rows.push({place: `L${index + 1}`, values: Object.fromEntries(values), ...(Number.isNaN(time) ? {} : {time})});
    }
    const first = omitsSinceBoot(lines) ? undefined : rows[0]?.place;
    const {tables, reported} = withoutFirstReport({row: "sample", columns: [...columns.values()], rows}, place => place === first);
    return {tables, reported, session: {tool: "vmstat", key: path, environment: {}}, problems: []};
  }
};
