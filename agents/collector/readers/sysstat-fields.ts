import type {DraftColumn} from "../table.ts";

/** A field of sysstat: the column it becomes, and base unit = written * factor. */
export interface SysstatField {
  column: DraftColumn;
  factor: number;
}

const kibi = 1024;
const mebi = 1024 ** 2;
const percent = 0.01;

type Entry = readonly [names: string, column: Omit<DraftColumn, "field">, factor: number];

/** sysstat's kB are 1024 bytes; `await` is in ms. Names of the JSON and of the text forms, the latter without `%`. */
const entries: readonly Entry[] = [
  ["usr user", {metric: "cpu_user"}, percent],
  ["sys system", {metric: "cpu_system"}, percent],
  ["iowait", {metric: "cpu_iowait"}, percent],
  ["steal", {metric: "cpu_steal"}, percent],
  ["idle", {metric: "cpu_idle"}, percent],
  ["nice", {metric: "x.cpu_nice", unit: "fraction"}, percent],
  ["irq", {metric: "x.cpu_irq", unit: "fraction"}, percent],
  ["soft", {metric: "x.cpu_softirq", unit: "fraction"}, percent],
  ["guest", {metric: "x.cpu_guest", unit: "fraction"}, percent],
  ["r/s", {metric: "read_iops"}, 1],
  ["w/s", {metric: "write_iops"}, 1],
  ["rkB/s kB_read/s", {metric: "read_throughput"}, kibi],
  ["wkB/s kB_wrtn/s", {metric: "write_throughput"}, kibi],
  ["rMB/s MB_read/s", {metric: "read_throughput"}, mebi],
  ["wMB/s MB_wrtn/s", {metric: "write_throughput"}, mebi],
  ["r_await", {metric: "read_latency"}, 1e-3],
  ["w_await", {metric: "write_latency"}, 1e-3],
  ["await", {metric: "x.io_latency", unit: "s"}, 1e-3],
  ["aqu-sz avgqu-sz", {metric: "x.queue_length", unit: "1"}, 1],
  ["tps", {metric: "x.transfers", unit: "1/s"}, 1],
  ["util", {metric: "disk_utilization"}, percent],
  ["rxkB rxkB/s", {metric: "network_received"}, kibi],
  ["txkB txkB/s", {metric: "network_sent"}, kibi],
  ["kbmemfree memfree", {metric: "memory_free"}, kibi],
  ["kbmemused memused", {metric: "memory_used"}, kibi],
  ["memused-percent memused%", {metric: "memory_utilization"}, percent],
  ["ldavg-1", {metric: "x.load_1m", unit: "1"}, 1],
  ["ldavg-5", {metric: "x.load_5m", unit: "1"}, 1],
  ["ldavg-15", {metric: "x.load_15m", unit: "1"}, 1],
  ["runq-sz", {metric: "x.run_queue", unit: "1"}, 1],
  ["cswch/s", {metric: "x.context_switch_rate", unit: "1/s"}, 1],
  ["intr intr/s", {metric: "x.interrupt_rate", unit: "1/s"}, 1]
];

const byName: ReadonlyMap<string, readonly [Omit<DraftColumn, "field">, number]> = new Map(
  entries.flatMap(([names, column, factor]) => names.split(" ").map(name => [name, [column, factor] as const]))
);

/** `%usr`, `r/s` as a heading or key; undefined for what is not read. `field` is the heading as written. */
export function sysstatField(field: string): SysstatField | undefined {
  const name = field === "%memused" ? "memused%" : field.replace(/^%/, "");
  const [column, factor] = byName.get(name) ?? [];
  return column === undefined || factor === undefined ? undefined : {column: {...column, field}, factor};
}

/** In the base unit; zero of a time is not measured. */
export function sysstatValue({column, factor}: SysstatField, raw: number): number | null {
  if (raw === 0 && (column.metric.endsWith("_latency") || column.unit === "s")) return null;
  return factor < 1 ? raw / Math.round(1 / factor) : raw * factor;
}
