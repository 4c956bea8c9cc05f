import {z} from "zod";
import type {Labels} from "../../contracts/index.ts";
import type {DraftRow, Reader, TableDraft} from "../reader.ts";
import {buildTable} from "../table.ts";

/** What ran on the GPU, by category; older traces write them with a capital letter. */
const categories: Readonly<Record<string, string>> = {
  kernel: "kernel",
  Kernel: "kernel",
  concurrent_kernel: "kernel",
  gpu_memcpy: "gpu_memcpy",
  Memcpy: "gpu_memcpy",
  gpu_memset: "gpu_memset",
  Memset: "gpu_memset"
};

/**
 * Chrome trace of the PyTorch profiler (`traceEvents`, µs): tables of GPU events by category, a row per event, and of the `ProfilerStep#n` of the CPU. Kernels overlap
 * on streams, so that their sum is no wall time; nested CPU ops are left out. https://github.com/pytorch/kineto
 */
export const profilerTrace: Reader = {
  format: "pytorch-profiler-trace",
  category: "compilation",
  detect: ({text, documents}) => text.includes('"traceEvents"') && documents.length === 1 && isTrace(documents[0]?.value),
  read({documents}) {
    const trace = traceSchema.parse(documents[0]?.value);
    const events = trace.traceEvents.flatMap((value, index) => {
      const parsed = eventSchema.safeParse(value);
      return parsed.success ? [{place: `/traceEvents/${index}`, event: parsed.data}] : [];
    });
    const rank = trace.distributedInfo?.rank;
    const labels: Labels = rank === undefined || rank === null ? {} : {"x.rank": rank};
    const gpu = trace.deviceProperties?.[0]?.name;
    return {
      tables: [...kernelTables(events, labels), ...stepsTable(events, labels)],
      reported: [],
      session: {tool: "pytorch-profiler", environment: gpu === undefined ? {} : {gpu}},
      problems: []
    };
  }
};

interface Placed {
  place: string;
  event: Event;
}

/** Events of the profiler carry categories or a device table that no other program's trace has. */
function isTrace(value: unknown): boolean {
  const trace = traceSchema.safeParse(value);
  if (!trace.success) return false;
  const {traceEvents: events, deviceProperties, distributedInfo} = trace.data;
  if (deviceProperties !== undefined || distributedInfo !== undefined) return true;
  return events.slice(0, 5000).some(event => {
    const {data} = eventSchema.safeParse(event);
    return data !== undefined && (data.cat === "cpu_op" || data.name.startsWith("ProfilerStep#") || Object.hasOwn(categories, data.cat));
  });
}

function kernelTables(events: readonly Placed[], labels: Labels): TableDraft[] {
  return ["kernel", "gpu_memcpy", "gpu_memset"].flatMap(category => {
    const rows = events
      .filter(({event}) => categories[event.cat] === category)
      .map(
        ({place, event}): DraftRow => ({
          place,
          values: {"/dur": event.dur / 1e6},
          labels: {kernel: shortName(event.name)}
        })
      );
    if (rows.length === 0) return [];
    return [
      buildTable({
        part: category,
        row: "sample",
        labels: {...labels, scope: category},
        columns: [{metric: "kernel_time", field: "/dur"}],
        rows
      })
    ];
  });
}

/** A kernel's template arguments fill pages. */
const shortName = (name: string) => (name.length <= 100 ? name : `${name.slice(0, 99)}…`);

/** The annotation of the CPU; its twin of the GPU has a category of its own. */
function stepsTable(events: readonly Placed[], labels: Labels): TableDraft[] {
  const rows = events.flatMap(({place, event}): DraftRow[] => {
    const step = /^ProfilerStep#(\d+)$/.exec(event.name)?.[1];
    if (step === undefined || event.cat === "gpu_user_annotation") return [];
    return [{place, values: {"/dur": event.dur / 1e6}, repeat: {step: Number(step)}}];
  });
  return rows.length === 0 ? [] : [buildTable({part: "steps", labels, columns: [{metric: "step_time", field: "/dur"}], rows})];
}

const eventSchema = z.looseObject({ph: z.literal("X"), cat: z.string(), name: z.string(), dur: z.number().nonnegative()});
type Event = z.infer<typeof eventSchema>;
const traceSchema = z.looseObject({
  traceEvents: z.array(z.unknown()),
  deviceProperties: z
    .array(z.looseObject({name: z.string().optional()}))
    .optional()
    .catch(undefined),
  distributedInfo: z
    .looseObject({rank: z.number().nullish().catch(undefined)})
    .optional()
    .catch(undefined)
});
