import {describe, expect, it} from "vitest";
import {gateOf, gateResult, historyOf} from "../../../../agents/analyst/index.ts";
import {noisyRuns} from "../../../support/run-series.ts";

const seeds = (count: number, first: number) => Array.from({length: count}, (_, index) => first + index);
const seriesOf = (history: ReturnType<typeof historyOf>) => history.series[0]!;
const shown = (verdict: string | undefined) => verdict === "better" || verdict === "worse";

/** Noise between runs 2 %, between samples 3 %, 20 samples a run. */
describe("history under noise", () => {
  it("locates a lasting step of 8 % from run 14 of 20 on within one run in 95 of 100 seeds", () => {
    const located = seeds(100, 0).filter(seed => {
      const {changes} = seriesOf(historyOf(noisyRuns({seed, count: 20, from: 14, step: -0.08})));
      return changes.some(({run, verdict}) => ["run-13", "run-14", "run-15"].includes(run) && verdict === "worse");
    });
    expect(located.length).toBeGreaterThanOrEqual(95);
  });

  it("gives at most 30 alarms in 400 histories without change, and breaks a gate of 5 % in at most 10", () => {
    const gate = gateOf("decode_throughput<-5%");
    const histories = seeds(400, 1000).map(seed => historyOf(noisyRuns({seed, count: 20})));
    const alarms = histories.filter(history => {
      const {changes, history: newest} = seriesOf(history);
      return changes.length > 0 || shown(newest?.verdict);
    });
    expect(alarms.length).toBeLessThanOrEqual(30);
    expect(histories.filter(history => gateResult(history, gate).verdict === "fails").length).toBeLessThanOrEqual(10);
  });

  /** How many of 400 newest runs show a change after `earlier` runs of the old level. */
  const shownAfter = (earlier: number, step: number) =>
    seeds(400, 2000).filter(seed => {
      const {history} = seriesOf(historyOf(noisyRuns({seed, count: earlier + 1, from: earlier + 1, step})));
      return shown(history?.verdict);
    }).length;

  it.each([1, 2, 3, 4])("shows a change that is none in at most 7 % with %i earlier runs, whose noise cannot be known", earlier => {
    expect(shownAfter(earlier, 0)).toBeLessThanOrEqual(28);
  });

  it.each([
    [1, -0.08, 260],
    [1, -0.1, 340],
    [2, -0.1, 340],
    [1, -0.15, 396]
  ])("with %i earlier runs shows a change of %f in at least %i of 400", (earlier, step, least) => {
    expect(shownAfter(earlier, step)).toBeGreaterThanOrEqual(least);
  });

  /** Runs after the step until the gate breaks: 0 is the first run of the new level. */
  function delays(step: number, condition: string): number[] {
    const gate = gateOf(condition);
    const found = seeds(40, 5000).map(seed => {
      const runs = noisyRuns({seed, count: 26, from: 14, step});
      for (let count = 14; count <= 26; count += 1) {
        if (gateResult(historyOf(runs.slice(0, count)), gate).verdict === "fails") return count - 14;
      }
      return Number.POSITIVE_INFINITY;
    });
    return found.sort((a, b) => a - b);
  }

  it.each([
    [-0.15, "decode_throughput<-5%", 0, 0],
    [-0.08, "decode_throughput<-5%", 0, 1],
    [-0.05, "decode_throughput<-5%", 1, 8],
    [-0.05, "decode_throughput<-3%", 0, 8]
  ])(
    "breaks a gate after a step of %f (%s) in half of the histories within %i runs more, in nine of ten within %i",
    (step, condition, half, most) => {
      const all = delays(step, condition);
      expect(all[19]).toBeLessThanOrEqual(half);
      expect(all[35]).toBeLessThanOrEqual(most);
    }
  );
});
