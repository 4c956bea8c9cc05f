import {END, START, StateGraph} from "@langchain/langgraph";
import {z} from "zod";
import type {StageName} from "./stage-names.ts";
import type {Stages} from "./stages.ts";
import type {Stored} from "./store.ts";

/** Keys of the store, never what they stand for: the whole state is a few hundred bytes. */
const stateSchema = z.object({
  evidence: z.string().optional(),
  analysis: z.string().optional(),
  report: z.string().optional(),
  exported: z.string().optional()
});

export interface GraphEffects {
  clock: {seconds: () => number};
  signal?: AbortSignal;
  progress?: (stage: StageName, event: "begins" | "ends") => void;
}

/**
 * Runs the stages as a graph: what one node returns is the next one's state, checked by the schema on the way. Returns seconds per stage,
 * 0 for what was found in the store.
 * @throws whatever a stage throws; the signal's reason when aborted.
 */
export async function runGraph(stages: Stages, effects: GraphEffects): Promise<Record<StageName, number>> {
  const seconds = {collect: 0, analyze: 0, write: 0, export: 0};
  const timed = async (name: StageName, run: () => Promise<Stored<unknown>>): Promise<string> => {
    effects.signal?.throwIfAborted();
    effects.progress?.(name, "begins");
    const start = effects.clock.seconds();
    const {key, found} = await run();
    seconds[name] = found ? 0 : effects.clock.seconds() - start;
    effects.progress?.(name, "ends");
    return key;
  };
  const graph = new StateGraph(stateSchema)
    .addNode("collectEvidence", async () => ({evidence: await timed("collect", stages.evidence)}))
    .addNode("analyzeEvidence", async () => ({analysis: await timed("analyze", stages.analysis)}))
    .addNode("writeReport", async () => ({report: await timed("write", stages.report)}))
    .addNode("exportReport", async () => ({exported: await timed("export", stages.export)}))
    .addEdge(START, "collectEvidence")
    .addEdge("collectEvidence", "analyzeEvidence")
    .addEdge("analyzeEvidence", "writeReport")
    .addEdge("writeReport", "exportReport")
    .addEdge("exportReport", END)
    .compile();
  await graph.invoke({}, effects.signal === undefined ? {} : {signal: effects.signal});
  return seconds;
}
