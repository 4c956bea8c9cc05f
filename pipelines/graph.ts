import {END, START, StateGraph} from "@langchain/langgraph";
import {z} from "zod";
import type {StageName} from "./stage-names.ts";
import type {Stages} from "./stages.ts";
import type {Stored} from "./store.ts";

/** Keys of the store, never what they stand for: the whole state is a few hundred bytes. */
const stateSchema = z.object({
  evidence: z.string().optional(),
  analysis: z.string().optional(),
  explanations: z.string().optional(),
  prose: z.string().optional(),
  report: z.string().optional(),
  exported: z.string().optional()
});

export interface GraphEffects {
  clock: {seconds: () => number};
  signal?: AbortSignal;
  progress?: (stage: StageName, event: "begins" | "ends") => void;
}

/**
 * Runs the stages as a graph: what one node returns is the next one's state, checked by the schema on the way; with a model, causes are
 * supposed and sections reworded at the same time. Returns seconds per stage, 0 for what was found in the store.
 * @throws whatever a stage throws; the signal's reason when aborted.
 */
export async function runGraph(stages: Stages, effects: GraphEffects): Promise<Partial<Record<StageName, number>>> {
  const seconds: Partial<Record<StageName, number>> = {};
  const timed = async (name: StageName, run: () => Promise<Pick<Stored<unknown>, "key" | "found">>): Promise<string> => {
    effects.signal?.throwIfAborted();
    effects.progress?.(name, "begins");
    const start = effects.clock.seconds();
    const {key, found} = await run();
    seconds[name] = found ? 0 : effects.clock.seconds() - start;
    effects.progress?.(name, "ends");
    return key;
  };
  const {said} = stages;
  const graph = new StateGraph(stateSchema)
    .addNode("collectEvidence", async () => ({evidence: await timed("collect", stages.evidence)}))
    .addNode("analyzeEvidence", async () => ({analysis: await timed("analyze", stages.analysis)}))
    .addNode("explainFindings", async () => ({explanations: await timed("explain", async () => together([await said?.explanations()]))}))
    .addNode("rewordSections", async () => ({prose: await timed("reword", async () => together((await said?.prose()) ?? []))}))
    .addNode("writeReport", async () => ({report: await timed("write", stages.report)}))
    .addNode("exportReport", async () => ({exported: await timed("export", stages.export)}))
    .addEdge(START, "collectEvidence")
    .addEdge("collectEvidence", "analyzeEvidence")
    .addConditionalEdges("analyzeEvidence", () => (said === undefined ? ["writeReport"] : ["explainFindings", "rewordSections"]), [
      "writeReport",
      "explainFindings",
      "rewordSections"
    ])
    .addEdge(["explainFindings", "rewordSections"], "writeReport")
    .addEdge("writeReport", "exportReport")
    .addEdge("exportReport", END)
    .compile();
  await graph.invoke({}, effects.signal === undefined ? {} : {signal: effects.signal});
  return seconds;
}

/** Several outputs of one node as one: found only if all were. */
function together(all: readonly (Pick<Stored<unknown>, "key" | "found"> | undefined)[]): Pick<Stored<unknown>, "key" | "found"> {
  const made = all.filter(one => one !== undefined);
  return {key: made.map(({key}) => key).join(" "), found: made.every(({found}) => found)};
}
