import {z} from "zod";
import {type Labels, writtenUnit} from "../../contracts/index.ts";
import {modelName, quantizationName} from "../model-name.ts";
import type {Reader, Reading, SessionDraft} from "../reader.ts";
import {settingLabels} from "../setting-labels.ts";
import {writtenTime} from "../zoned-time.ts";

/**
 * What a client noted about a whole run (`run`, `server`, `server_version`, `models`, `options`, `machine`): no measurement, but
 * settings, quantizations and environment of the run's other files. An aborted run is a remark.
 */
export const runMeta: Reader = {
  format: "run-meta",
  category: "inference",
  detect: ({documents}) => documents.length === 1 && metaSchema.safeParse(documents[0]?.value).success,
  read({path, documents}): Reading {
    const meta = metaSchema.parse(documents[0]?.value);
    const reason = meta.abort_reason?.slice(0, 300);
    const aborted = {
      code: "run-aborted",
      values: reason === undefined ? {} : {reason},
      source: {artifact: path, at: reason === undefined ? "/aborted" : "/abort_reason"}
    };
    return {tables: [], reported: [], session: sessionOf(meta), problems: [], remarks: meta.aborted === true ? [aborted] : []};
  }
};

function sessionOf(meta: Meta): SessionDraft {
  const startedAt = writtenTime(meta.started);
  const endedAt = writtenTime(meta.ended);
  return {
    tool: meta.server,
    ...(startedAt === undefined ? {} : {startedAt}),
    ...(endedAt === undefined ? {} : {endedAt}),
    environment: environmentOf(meta),
    settings: settingLabels(meta.options),
    models: Object.fromEntries(meta.models.map(({name, quantization}) => [name, modelLabels(name, quantization)]))
  };
}

function modelLabels(name: string, recorded: string | undefined): Labels {
  const quantization = recorded === undefined ? modelName(name).quantization : (quantizationName(recorded) ?? recorded);
  return quantization === undefined ? {} : {quantization};
}

/** `null` is a statement: no GPU, no other load. */
function environmentOf({server, server_version: version, machine, background_load: load}: Meta): Labels {
  const gib = writtenUnit("GiB")?.factor ?? Number.NaN;
  return {
    ...(version === undefined ? {} : {runtime: `${server} ${version}`}),
    ...(machine?.cpu_model === undefined ? {} : {cpu: machine.cpu_model}),
    ...(machine?.cores === undefined ? {} : {cores: machine.cores}),
    ...(machine?.memory_gib === undefined ? {} : {memory: machine.memory_gib * gib}),
    ...(machine?.gpu === undefined ? {} : {gpu: machine.gpu ?? "none"}),
    ...(load === undefined ? {} : {background_load: load ?? "none"})
  };
}

const metaSchema = z.looseObject({
  run: z.string(),
  server: z.string(),
  server_version: z.string().optional(),
  started: z.string(),
  ended: z.string().optional(),
  models: z.array(z.looseObject({name: z.string(), quantization: z.string().optional()})),
  options: z.record(z.string(), z.unknown()),
  machine: z
    .looseObject({
      cpu_model: z.string().optional(),
      cores: z.number().optional(),
      memory_gib: z.number().optional(),
      gpu: z.string().nullish()
    })
    .optional(),
  background_load: z.string().nullish(),
  aborted: z.boolean().optional(),
  abort_reason: z.string().optional()
});
type Meta = z.infer<typeof metaSchema>;
