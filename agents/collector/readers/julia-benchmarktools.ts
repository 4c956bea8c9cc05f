import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {escapedKey} from "../json-leaves.ts";
import type {DraftRow, Reader, ReportedDraft, TableDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";

/**
 * BenchmarkTools.jl `save`: `[{"Julia", "BenchmarkTools"}, [["BenchmarkGroup", {"data": {name: …}}]]]`, groups nested by name. A `TrialEstimate` states time and
 * garbage collection in ns, a `Trial` its `times` in ns, a row each; memory in bytes. https://juliaci.github.io/BenchmarkTools.jl
 */
export const juliaBenchmarkTools: Reader = {
  format: "julia-benchmarktools",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"BenchmarkTools"') && documents.length === 1 && fileSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const [versions, values] = fileSchema.parse(documents[0]?.value);
    const found: Found = {tables: [], reported: [], problems: [], path};
    for (const [index, value] of values.entries()) visit(found, value, `/1/${index}`, []);
    const {tables, reported, problems} = found;
    return {
      tables,
      reported,
      session: {
        tool: "BenchmarkTools.jl",
        key: path,
        environment: versions.Julia === undefined ? {} : {runtime: `Julia ${versions.Julia}`}
      },
      problems
    };
  }
};

interface Found {
  tables: TableDraft[];
  reported: ReportedDraft[];
  problems: NoteInput[];
  path: string;
}

function visit(found: Found, value: unknown, at: string, names: readonly string[]): void {
  const parsed = taggedSchema.safeParse(value);
  if (!parsed.success || names.length > 20) return;
  const [tag, content] = parsed.data;
  const labels: Labels = names.length === 0 ? {} : {test: names.join("/")};
  if (tag === "BenchmarkGroup") {
    const group = groupSchema.safeParse(content);
    if (!group.success) return;
    for (const [name, inner] of Object.entries(group.data.data)) {
      visit(found, inner, `${at}/1/data/${escapedKey(name)}`, [...names, name.replace(/^"(.*)"$/, "$1")]);
    }
  } else if (tag === "TrialEstimate") estimate(found, content, `${at}/1`, labels);
  else if (tag === "Trial") trial(found, content, `${at}/1`, labels);
}

function estimate({reported, problems, path}: Found, content: unknown, part: string, labels: Labels): void {
  const parsed = estimateSchema.safeParse(content);
  if (!parsed.success) return;
  const {time, gctime, memory, allocs} = parsed.data;
  reported.push(
    ...statedRecord({metric: "time_per_op", per: 1e9, part, labels, fields: [["value", `${part}/time`, time]]}, path, problems),
    ...statedRecord({metric: "gc_time", per: 1e9, part, labels, fields: [["value", `${part}/gctime`, gctime]]}, path, problems),
    ...sizes(memory, allocs, part, labels)
  );
}

function sizes(memory: number | undefined, allocs: number | undefined, part: string, labels: Labels): ReportedDraft[] {
  const value = (metric: string, number: number | undefined, field: string) =>
    number === undefined
      ? []
      : [buildReported({part, metric, labels, statistics: [{statistic: "value", value: number, at: `${part}/${field}`}]})];
  return [...value("bytes_per_op", memory, "memory"), ...value("allocs_per_op", allocs, "allocs")];
}

function trial({tables, reported}: Found, content: unknown, part: string, labels: Labels): void {
  const parsed = trialSchema.safeParse(content);
  if (!parsed.success) return;
  const {times, memory, allocs} = parsed.data;
  const rows = times.map((time, index): DraftRow => ({place: `${part}/times/${index}`, values: {"": time > 0 ? time / 1e9 : null}}));
  if (rows.length > 0) tables.push(buildTable({part: `${part}/times`, labels, columns: [{metric: "time_per_op", field: ""}], rows}));
  reported.push(...sizes(memory, allocs, part, labels));
}

const fileSchema = z.tuple([z.looseObject({Julia: z.string().optional(), BenchmarkTools: z.string()}), z.array(z.unknown())]);
const taggedSchema = z.tuple([z.string(), z.unknown()]);
const groupSchema = z.looseObject({data: z.record(z.string(), z.unknown())});
const size = {memory: z.number().optional(), allocs: z.number().optional()};
const estimateSchema = z.looseObject({time: z.number(), gctime: z.number().optional(), ...size});
const trialSchema = z.looseObject({times: z.array(z.number()), ...size});
