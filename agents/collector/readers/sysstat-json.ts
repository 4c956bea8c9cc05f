import {z} from "zod";
import type {Labels} from "../../contracts/index.ts";
import {escapedKey} from "../json-leaves.ts";
import type {DraftRow, Reader, ReportedDraft, SessionDraft, TableDraft} from "../reader.ts";
import {buildTable, type DraftColumn} from "../table.ts";
import {epochSeconds} from "../zoned-time.ts";
import {withoutFirstReport} from "./first-report.ts";
import {sysstatField, sysstatValue} from "./sysstat-fields.ts";

/** What of a report is read: where it stands, what names its rows, which table it goes to. */
const lists = [
  {path: ["cpu-load"], key: "cpu", label: "x.cpu", part: "cores"},
  {path: ["avg-cpu"], key: "", label: "", part: "cpu"},
  {path: ["disk"], key: "disk_device", label: "device", part: "disks"},
  {path: ["network", "net-dev"], key: "iface", label: "device", part: "network"},
  {path: ["memory"], key: "", label: "", part: "memory"},
  {path: ["queue"], key: "", label: "", part: "queue"}
] as const;

/**
 * `-o JSON` of mpstat and iostat, `sadf -j`: `sysstat.hosts[].statistics[]`, a report each. Tables of the processor (`cpu: "-1"` or `all`), its cores, disks, network, memory.
 * The first report of iostat is since boot. Percent, kB of 1024 bytes, ms. https://sysstat.github.io
 */
export const sysstatJson: Reader = {
  format: "sysstat-json",
  category: "system",
  detect: ({text, documents}) => text.includes('"sysstat"') && documents.length === 1 && fileSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const {hosts} = fileSchema.parse(documents[0]?.value).sysstat;
    const tables: TableDraft[] = [];
    const reported: ReportedDraft[] = [];
    for (const [index, host] of hosts.entries()) {
      const found = new Map<string, Found>();
      for (const [number, report] of host.statistics.entries()) addReport(found, report, `/sysstat/hosts/${index}/statistics/${number}`);
      const isSinceBoot = host.statistics.some(report => "avg-cpu" in report || "disk" in report);
      for (const [part, {rows, columns}] of found) {
        const draft = {
          part: hosts.length > 1 ? `${part} ${index + 1}` : part,
          row: "sample" as const,
          columns: [...columns.values()],
          rows
        };
        if (!isSinceBoot) tables.push(buildTable(draft));
        else {
          const split = withoutFirstReport(draft, place => place.startsWith(`/sysstat/hosts/${index}/statistics/0/`));
          tables.push(...split.tables);
          reported.push(...split.reported);
        }
      }
    }
    return {tables: tables.filter(({columns}) => columns.length > 0), reported, session: sessionOf(hosts, path), problems: []};
  }
};

interface Found {
  rows: DraftRow[];
  columns: Map<string, DraftColumn>;
}

function addReport(found: Map<string, Found>, report: Report, at: string): void {
  const stamp = typeof report.timestamp === "string" ? report.timestamp : [report.timestamp?.date, report.timestamp?.time].join("T");
  const seconds = epochSeconds(/[+-]\d{4}$/.test(stamp) ? stamp.replace(/(\d\d)$/, ":$1") : stamp);
  for (const {path, key, label, part} of lists) {
    const value = path.reduce<unknown>((inner, step) => recordSchema.safeParse(inner).data?.[step], report);
    const place = `${at}/${path.join("/")}`;
    const records = Array.isArray(value)
      ? value.map((item: unknown, index) => ({item, place: `${place}/${index}`}))
      : [{item: value, place}];
    for (const {item, place: own} of records) {
      const record = recordSchema.safeParse(item).data;
      if (record === undefined) continue;
      const name = key === "" ? "" : String(record[key] ?? "");
      const isAll = part === "cores" && (name === "-1" || name === "all");
      const labels: Labels = label === "" || name === "" || isAll ? {} : {[label]: /^\d+$/.test(name) ? Number(name) : name};
      addRow(found, isAll ? "cpu" : part, record, {place: own, labels, values: {}, ...(seconds === undefined ? {} : {time: seconds})});
    }
  }
}

function addRow(found: Map<string, Found>, part: string, record: Readonly<Record<string, unknown>>, row: DraftRow): void {
  const table = found.get(part) ?? {rows: [], columns: new Map<string, DraftColumn>()};
  found.set(part, table);
  const values: Record<string, number | null> = {};
  for (const [name, raw] of Object.entries(record)) {
    const field = sysstatField(name);
    if (field === undefined || typeof raw !== "number") continue;
    const pointer = `/${escapedKey(name)}`;
    table.columns.set(pointer, {...field.column, field: pointer});
    values[pointer] = sysstatValue(field, raw);
  }
  table.rows.push({...row, values});
}

function sessionOf(hosts: z.infer<typeof fileSchema>["sysstat"]["hosts"], path: string): SessionDraft {
  const [host] = hosts;
  const {sysname, release, date} = host ?? {};
  const cores = host?.["number-of-cpus"];
  const os = [sysname, release].filter(word => word !== undefined).join(" ");
  return {
    tool: "sysstat",
    key: path,
    environment: {...(os === "" ? {} : {os}), ...(cores === undefined ? {} : {cores})},
    ...(date === undefined ? {} : {startedAt: {text: date}})
  };
}

const recordSchema = z.record(z.string(), z.unknown());
const reportSchema = z.looseObject({
  timestamp: z.union([z.string(), z.looseObject({date: z.string().optional(), time: z.string().optional()})]).optional()
});
type Report = z.infer<typeof reportSchema>;
const fileSchema = z.looseObject({
  sysstat: z.looseObject({
    hosts: z
      .array(
        z.looseObject({
          sysname: z.string().optional(),
          release: z.string().optional(),
          "number-of-cpus": z.int().optional(),
          date: z.string().optional(),
          statistics: z.array(reportSchema)
        })
      )
      .min(1)
  })
});
