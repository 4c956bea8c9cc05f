import {describe, expect, it} from "vitest";
import {runGraph} from "../../pipelines/graph.ts";
import type {Stages} from "../../pipelines/stages.ts";

/** Stages that only say that they ran; `found` ones were in the store. */
function fakeStages(ran: string[], found: readonly string[] = []): Stages {
  const stage = (name: string) => async () => {
    ran.push(name);
    return {key: `key of ${name}`, value: JSON.parse("{}"), found: found.includes(name)};
  };
  return {evidence: stage("evidence"), analysis: stage("analysis"), report: stage("report"), export: stage("export")};
}

const tick = () => {
  let now = 0;
  return {seconds: () => now++};
};

describe("runGraph", () => {
  it("runs the stages in order, each once", async () => {
    const ran: string[] = [];
    await runGraph(fakeStages(ran), {clock: tick()});
    expect(ran).toEqual(["evidence", "analysis", "report", "export"]);
  });

  it("gives seconds per stage, and 0 for what was in the store", async () => {
    expect(await runGraph(fakeStages([], ["evidence", "analysis"]), {clock: tick()})).toEqual({
      collect: 0,
      analyze: 0,
      write: 1,
      export: 1
    });
  });

  it("says when a stage begins and ends", async () => {
    const events: string[] = [];
    await runGraph(fakeStages([]), {clock: tick(), progress: (stage, event) => events.push(`${stage} ${event}`)});
    expect(events.slice(0, 3)).toEqual(["collect begins", "collect ends", "analyze begins"]);
    expect(events).toHaveLength(8);
  });

  it("stops at a stage that breaks, with its error as it was thrown", async () => {
    const ran: string[] = [];
    const broken = new Error("reader broke");
    const stages = {...fakeStages(ran), analysis: () => Promise.reject(broken)};
    await expect(runGraph(stages, {clock: tick()})).rejects.toThrow("reader broke");
    expect(ran).toEqual(["evidence"]);
  });

  it("runs no further stage once aborted", async () => {
    const ran: string[] = [];
    const controller = new AbortController();
    const stages = fakeStages(ran);
    const aborting: Stages = {
      ...stages,
      evidence: async () => {
        controller.abort(new Error("interrupted"));
        return await stages.evidence();
      }
    };
    await expect(runGraph(aborting, {clock: tick(), signal: controller.signal})).rejects.toThrow();
    expect(ran).toEqual(["evidence"]);
  });
});
