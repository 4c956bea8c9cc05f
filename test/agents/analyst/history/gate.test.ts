import {describe, expect, it} from "vitest";
import {gateOf, gateResult, historyOf} from "../../../../agents/analyst/index.ts";
import {runOf, seriesOfSamples} from "../../../support/run-series.ts";

describe("gateOf", () => {
  it.each([
    ["decode_throughput<-5%", "decode_throughput", "<", -0.05],
    [" ttft > 12.5 % ", "ttft", ">", 0.125],
    ["total_time>+10%", "total_time", ">", 0.1]
  ])("reads %j", (text, metric, sign, limit) => {
    expect(gateOf(text)).toEqual({text: text.trim(), metric, sign, limit});
  });

  it.each([
    ["decode_throughput", "gate-not-readable"],
    ["decode_throughput<-5", "gate-not-readable"],
    ["<-5%", "gate-not-readable"],
    ["decode_throughput<=-5%", "gate-not-readable"],
    ["speed_of_light<-5%", "gate-unknown-metric"],
    ["cpu_utilization>5%", "gate-unknown-metric"],
    ["decode_throughput>5%", "gate-not-a-worsening"],
    ["decode_throughput<5%", "gate-not-a-worsening"],
    ["total_time<-5%", "gate-not-a-worsening"],
    ["total_time>1%", "gate-too-fine"]
  ])("refuses %j (%s)", (text, code) => {
    expect(() => gateOf(text)).toThrow(expect.objectContaining({code, exitCode: 2}));
  });
});

describe("gateResult", () => {
  const around = (level: number) => Array.from({length: 8}, (_, index) => level * (1 + 0.004 * (index - 3.5)));
  const run = (name: string, ...levels: number[]) =>
    runOf(
      name,
      levels.map((level, index) => seriesOfSamples(around(level), {subject: {model: `toy:${index}b`}}))
    );
  const result = (condition: string, before: number[], after: number[]) =>
    gateResult(historyOf([run("a", ...before), run("b", ...after)], {order: "given"}), gateOf(condition));

  it("fails with the series that are worse by more than it allows, the worst first", () => {
    const {verdict, failed, judged, run: newest} = result("decode_throughput<-10%", [50, 50, 50], [44, 46, 30]);
    const models = failed.map(
      id => historyOf([run("a", 50, 50, 50), run("b", 44, 46, 30)]).series.find(one => one.id === id)?.subject.model
    );
    expect({verdict, judged, newest, models}).toEqual({verdict: "fails", judged: 3, newest: "b", models: ["toy:2b", "toy:0b"]});
  });

  it("passes what got better, what got worse by less, and what another metric says", () => {
    expect(result("decode_throughput<-10%", [50], [60]).verdict).toBe("passes");
    expect(result("decode_throughput<-10%", [50], [47]).verdict).toBe("passes");
    expect(result("total_time>5%", [50], [10])).toMatchObject({verdict: "not-judged", judged: 0, failed: []});
  });

  it("judges nothing without an earlier run", () => {
    expect(gateResult(historyOf([run("a", 50)]), gateOf("decode_throughput<-5%")).verdict).toBe("not-judged");
  });

  it("judges no other run in place of a last one that was aborted or measured nothing", () => {
    for (const last of [runOf("c", [], {failed: 20}), {...run("c", 50), aborted: true}]) {
      const history = historyOf([run("a", 50), run("b", 30), last], {order: "given"});
      expect(gateResult(history, gateOf("decode_throughput<-5%"))).toMatchObject({run: "c", verdict: "not-judged"});
    }
  });
});
