import {type BatchEffects, batch} from "../../pipelines/batch/batch.ts";
import type {BatchResult, ItemResult} from "../../pipelines/batch/batch-result.ts";
import {type BatchSpec, planBatch} from "../../pipelines/batch/plan-batch.ts";
import {type BatchWork, doBatchWork} from "../../pipelines/batch/work.ts";
import {gateOf} from "../../agents/analyst/index.ts";
import {realEffects} from "../../pipelines/effects.ts";

export interface BatchSetting {
  run: (spec?: Partial<BatchSpec>, effects?: Partial<BatchEffects>, gates?: readonly string[]) => Promise<BatchResult>;
  /** What was asked of the working threads since the last call. */
  works: () => string[];
}

let owners = 0;

/** Runs batches over `<folder>/runs` into `<folder>/reports`, everything in this thread. */
export function batchIn(folder: string): BatchSetting {
  const done: string[] = [];
  return {
    works: () => done.splice(0),
    run: async (spec = {}, effects = {}, gates = []) => {
      const resolve = (path: string) => (path.startsWith("/") ? path : `${folder}/${path}`);
      const context = {resolve, locales: ["en", "ru"], agents: ["baseline"], today: "2026-11-25", processors: 2};
      owners += 1;
      return await batch(planBatch({root: "runs", lang: "en", ...spec}, context), gates.map(gateOf), {
        ...realEffects(),
        owner: {host: "here", pid: process.pid, id: `owner-${owners}`},
        isAlive: pid => pid === process.pid,
        work: async (work: BatchWork) => {
          done.push(work.kind);
          return await doBatchWork(work, realEffects());
        },
        ...effects
      });
    }
  };
}

/** Run -> what became of it and why. */
export const actionsOf = ({items}: {items: readonly ItemResult[]}): Record<string, string> =>
  Object.fromEntries(items.map(({run, action, why}) => [run, `${action}: ${why}`]));
