import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {escapedKey, fieldsOf} from "../json-leaves.ts";
import {measuredCell} from "../measured-value.ts";
import {namedModel} from "../model-name.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {settingLabels} from "../setting-labels.ts";
import {statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";
import {writtenTime} from "../zoned-time.ts";

const fields: readonly {metric: string; field: string; per: number; definition?: string}[] = [
  {metric: "ttft", field: "/ttft_ms", per: 1e3, definition: "client"},
  {metric: "decode_throughput", field: "/throughput_tokens_per_sec", per: 1},
  {metric: "total_time", field: "/total_duration_ms", per: 1e3},
  {metric: "load_time", field: "/load_duration_ms", per: 1e3},
  {metric: "prefill_time", field: "/prompt_eval_duration_ms", per: 1e3},
  {metric: "decode_time", field: "/eval_duration_ms", per: 1e3},
  {metric: "output_tokens", field: "/tokens_generated", per: 1}
];

/**
 * Ollama agents side by side: objects with `agent_type`, `individual_runs` and `aggregate_metrics`, in ms. A row per individual run; aggregates,
 * `delta` and `summary` repeat them, except what only both agents together have (`concurrency_speedup`, `concurrent_wall_time_s`). A run that
 * counted no tokens has no throughput. The prompts are not read.
 */
export const ollamaAgentRuns: Reader = {
  format: "ollama-agent-runs",
  category: "inference",
  detect: ({text, documents}) => text.includes('"individual_runs"') && documents.length === 1 && agentsIn(documents[0]?.value).length > 0,
  read({path, documents}) {
    const problems: NoteInput[] = [];
    const value = documents[0]?.value;
    const agents = agentsIn(value);
    const rows = agents.flatMap(({at, agent, options}) =>
      agent.individual_runs.map((run, index) => rowOf(run, `${at}/individual_runs/${index}`, labelsOf(agent, options), path, problems))
    );
    const startedAt = writtenTime(agents[0]?.agent.timestamp);
    return {
      tables: [
        buildTable({
          columns: fields.map(({metric, field, definition}) => ({metric, field, ...(definition === undefined ? {} : {definition})})),
          rows
        })
      ],
      reported: togetherOf(value, agents, path, problems),
      session: {tool: "ollama-agents", environment: {}, ...(startedAt === undefined ? {} : {startedAt})},
      problems
    };
  }
};

interface Found {
  at: string;
  agent: Agent;
  /** Options that an object around the result states. */
  options: unknown;
}

function agentsIn(value: unknown, at = "", options: unknown = undefined, depth = 0): Found[] {
  const agent = agentSchema.safeParse(value);
  if (agent.success) return [{at, agent: agent.data, options}];
  const own = depth < 4 ? fieldsOf(value) : undefined;
  if (own === undefined) return [];
  const stated = fieldsOf(own.get("config"))?.get("options") ?? options;
  return [...own].flatMap(([key, inner]) => agentsIn(inner, `${at}/${escapedKey(key)}`, stated, depth + 1));
}

function labelsOf({agent_type: agent, model, configuration}: Agent, options: unknown): Labels {
  return {
    ...namedModel(model),
    agent,
    ...settingLabels(options),
    ...settingLabels(configuration)
  };
}

/** Zeros beside no tokens were never measured. */
function rowOf(run: Run, place: string, labels: Labels, path: string, problems: NoteInput[]): DraftRow {
  const values: Record<string, number | null> = {};
  for (const {metric, field, per} of fields) {
    const raw = run[field.slice(1)];
    const value = measuredCell({metric, raw, per, at: `${place}${field}`}, path, problems);
    values[field] = metric === "output_tokens" && value === 0 ? null : value;
  }
  return {place, labels, values};
}

const together = [
  {name: "concurrency_speedup", metric: "speedup", definition: "concurrency"},
  {name: "concurrent_wall_time_s", metric: "wall_time", definition: "standard"}
] as const;

/** The model where both have one. */
function togetherOf(value: unknown, agents: readonly Found[], path: string, problems: NoteInput[]): ReportedDraft[] {
  const summary = fieldsOf(fieldsOf(value)?.get("summary"));
  const models = new Set(agents.map(({agent}) => agent.model));
  const [model] = models;
  const labels: Labels = {
    ...(models.size === 1 && model !== undefined ? {model} : {}),
    agent: agents.map(({agent}) => agent.agent_type).join(" + "),
    concurrency: agents.length
  };
  return together.flatMap(({name, metric, definition}) => {
    const at = `/summary/${name}`;
    return statedRecord({metric, definition, part: at, labels, fields: [["value", at, summary?.get(name)]]}, path, problems);
  });
}

const runSchema = z.looseObject({total_duration_ms: z.number().nullable()});
type Run = z.infer<typeof runSchema>;
const agentSchema = z.looseObject({
  agent_type: z.string(),
  model: z.string().optional(),
  individual_runs: z.array(runSchema).min(1),
  aggregate_metrics: z.looseObject({}),
  configuration: z.unknown().optional(),
  timestamp: z.unknown().optional()
});
type Agent = z.infer<typeof agentSchema>;
