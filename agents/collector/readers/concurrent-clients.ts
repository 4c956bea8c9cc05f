import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {failureKind} from "../failure-kind.ts";
import {measuredCell, measuredValue} from "../measured-value.ts";
import {namedModel} from "../model-name.ts";
import {readRecords} from "../read-records.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {settingLabels} from "../setting-labels.ts";
import {buildTable} from "../table.ts";
import {epochSeconds} from "../zoned-time.ts";

const attemptFields = [
  {metric: "ttft", field: "/ttft_ms", definition: "client", per: 1e3},
  {metric: "e2e_latency", field: "/e2e_ms", per: 1e3},
  {metric: "tpot", field: "/tpot_ms", per: 1e3},
  {metric: "prompt_tokens", field: "/prompt_tokens", per: 1},
  {metric: "output_tokens", field: "/output_tokens", per: 1}
] as const;

/**
 * JSON Lines of a load test with parallel streaming clients: `num_parallel`, `concurrency`, `repeat`, `client`, `ttft_ms`,
 * `itl_ms[]`, `e2e_ms`, `group_wall_ms`. Three tables, times in s: a row per client; `groups`, a row per burst (the clients of one
 * repeat) with its wall time and all its tokens; `itl`, a row per inter-token time.
 */
export const concurrentClients: Reader = {
  format: "concurrent-clients",
  category: "serving",
  detect: ({documents}) => documents.length > 0 && documents.slice(0, 20).every(({value}) => lineSchema.safeParse(value).success),
  read({path, documents, documentProblems}) {
    const problems: NoteInput[] = [...documentProblems];
    const lines = readRecords(documents, lineSchema, path, problems, (line, at) => [{place: at, line}]);
    const bursts = burstsOf(lines);
    const broken = bursts.filter(burst => burst.some(({line}) => isFailed(line)));
    const groups = buildTable({
      part: "groups",
      row: "group",
      columns: [
        {metric: "wall_time", field: "/group_wall_ms"},
        {metric: "output_tokens", field: "/output_tokens"}
      ],
      rows: bursts.map(groupRow),
      warnings: broken.length === 0 ? [] : [{code: "group-with-failures", values: {places: broken.map(placeOfBurst)}}]
    });
    const times = buildTable({part: "itl", row: "sample", columns: [{metric: "itl", field: "/itl_ms"}], rows: lines.flatMap(tokenRows)});
    const clients = buildTable({columns: attemptFields, rows: lines.map(entry => clientRow(entry, path, problems))});
    return {
      tables: [clients, groups, times].filter(({rows}) => rows > 0),
      reported: [],
      session: {tool: "concurrent-clients", environment: {}},
      problems
    };
  }
};

interface Entry {
  place: string;
  line: Line;
}

function clientRow({place, line}: Entry, path: string, problems: NoteInput[]): DraftRow {
  const values: Record<string, number | null> = {};
  for (const {metric, field, per} of attemptFields) {
    const raw = line[field.slice(1)];
    values[field] = measuredCell({metric, raw, per, at: `${place}${field}`}, path, problems);
  }
  const time = epochSeconds(line.started);
  const reason = line.error ?? (line.status === undefined || line.status === null ? "" : `status: ${line.status}`);
  return {
    place,
    values,
    labels: labelsOf(line),
    ...(line.repeat === undefined ? {} : {repeat: {repeat: line.repeat}}),
    ...(line.client === undefined ? {} : {group: {client: line.client}}),
    ...(time === undefined ? {} : {time}),
    ...(isFailed(line) ? {failure: {reason, kind: failureKind(reason, line.status ?? undefined)}} : {})
  };
}

const isFailed = ({status, error}: Line) =>
  (status !== undefined && status !== 200) || (error !== undefined && error !== null && error !== "");

function labelsOf({model, num_parallel, concurrency, options}: Line): Labels {
  return {
    ...namedModel(model),
    ...(num_parallel === undefined ? {} : {num_parallel}),
    concurrency,
    ...settingLabels(options)
  };
}

/** Neighbouring lines of one model, setting and repeat were started together. */
function burstsOf(entries: readonly Entry[]): Entry[][] {
  const bursts: Entry[][] = [];
  let last = "";
  for (const entry of entries) {
    const {model, num_parallel, concurrency, repeat, group_wall_ms: wall} = entry.line;
    if (wall === undefined || wall === null) continue;
    const key = JSON.stringify([model, num_parallel, concurrency, repeat, wall]);
    if (key === last) bursts.at(-1)?.push(entry);
    else bursts.push([entry]);
    last = key;
  }
  return bursts;
}

function groupRow(burst: Entry[]): DraftRow {
  const [first] = burst;
  const tokens = burst.filter(({line}) => !isFailed(line)).flatMap(({line}) => line.output_tokens ?? []);
  const started = epochSeconds(first?.line.started);
  return {
    place: placeOfBurst(burst),
    values: {
      "/group_wall_ms": measuredValue("wall_time", first?.line.group_wall_ms, 1e3).value,
      "/output_tokens": tokens.length === 0 ? null : tokens.reduce((sum, count) => sum + count, 0)
    },
    ...(first === undefined ? {} : {labels: labelsOf(first.line)}),
    ...(first?.line.repeat === undefined ? {} : {repeat: {repeat: first.line.repeat}}),
    ...(started === undefined ? {} : {time: started})
  };
}

function placeOfBurst(burst: readonly Entry[]): string {
  const first = burst[0]?.place ?? "";
  return burst.length < 2 ? first : `${first}-${burst.at(-1)?.place ?? first}`;
}

/** Two tokens in one piece of the stream are 0 ms apart: here zero is a value. */
function tokenRows({place, line}: Entry): DraftRow[] {
  if (isFailed(line)) return [];
  const labels = labelsOf(line);
  return line.itl_ms.map(raw => ({place, labels, values: {"/itl_ms": raw === 0 ? 0 : measuredValue("itl", raw, 1e3).value}}));
}

const lineSchema = z.looseObject({
  model: z.string().optional(),
  num_parallel: z.number().optional(),
  concurrency: z.number(),
  repeat: z.number().optional(),
  client: z.union([z.number(), z.string()]).optional(),
  started: z.string().optional(),
  status: z.number().nullish(),
  error: z.string().nullish(),
  options: z.unknown().optional(),
  ttft_ms: z.number().nullish(),
  itl_ms: z.array(z.number().nullable()),
  output_tokens: z.number().nullish(),
  group_wall_ms: z.number().nullish()
});
type Line = z.infer<typeof lineSchema>;
