import {describe, expect, it} from "vitest";
import {analyzeFolder, factValue, ofKind} from "../../support/folder.ts";

const start = 1_767_600_000;

/** Samples of a requests log of JMeter, one every two seconds from `start` on. */
function requests(from = start): string {
  const rows = Array.from({length: 20}, (_, index) => `${(from + 2 * index) * 1000},${300 + index},home,200,OK,t1,text,true,512,100`);
  return ["timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,Latency", ...rows].join("\n");
}

/** Readings of a monitor, one a second. */
function monitor(cpu: (index: number) => number, clock: (index: number) => string = index => String(start + index)): string {
  const rows = Array.from({length: 30}, (_, index) => `${clock(index)},${cpu(index)},2048`);
  return ["timestamp,cpu_percent,mem_used_mb", ...rows].join("\n");
}

const variants = async (files: Record<string, string>) =>
  ofKind(await analyzeFolder(files), "utilization").map(({variant, members}) => [variant, ...members.map(({words}) => words.metric)]);

describe("utilization", () => {
  it("finds a resource that was full while the requests ran, with their rate", async () => {
    const analysis = await analyzeFolder({"log.jtl": requests(), "monitor.csv": monitor(index => 96 + (index % 4))});
    const [finding] = ofKind(analysis, "utilization");
    expect(finding?.variant).toBe("saturated");
    expect(factValue(analysis, finding?.members[0]?.facts.load)).toBeCloseTo(0.97, 1);
    expect(finding?.members[0]?.words.speed_metric).toBe("request_throughput");
    expect(factValue(analysis, finding?.members[0]?.facts.speed)).toBeCloseTo(20 / 38.3, 1);
    expect(finding?.confidence).toBe("medium");
  });

  it("finds a resource that mostly waited", async () => {
    expect(await variants({"log.jtl": requests(), "monitor.csv": monitor(index => 20 + (index % 5))})).toEqual([
      ["underused", "cpu_utilization"]
    ]);
  });

  it("finds nothing between the two, and nothing that straddles a limit", async () => {
    expect(await variants({"log.jtl": requests(), "monitor.csv": monitor(index => 65 + (index % 9))})).toEqual([]);
    expect(await variants({"log.jtl": requests(), "monitor.csv": monitor(index => (index % 2 === 0 ? 30 : 95))})).toEqual([]);
  });

  it("joins no readings of another time", async () => {
    expect(await variants({"log.jtl": requests(start + 86_400), "monitor.csv": monitor(() => 97)})).toEqual([]);
  });

  it("orders no clock without a zone against others", async () => {
    const naive = (index: number) => new Date((start + index) * 1000).toISOString().slice(0, 19);
    expect(await variants({"log.jtl": requests(), "monitor.csv": monitor(() => 97, naive)})).toEqual([]);
    const zoned = (index: number) => new Date((start + index) * 1000).toISOString();
    expect(await variants({"log.jtl": requests(), "monitor.csv": monitor(() => 97, zoned)})).toEqual([["saturated", "cpu_utilization"]]);
  });

  it("says beneath the readings whether any speed was measured in their time", async () => {
    const joinedOf = async (files: Record<string, string>) =>
      (await analyzeFolder(files)).tables.find(({kind}) => kind === "system")?.words.joined;
    expect(await joinedOf({"log.jtl": requests(), "monitor.csv": monitor(() => 60)})).toBe("yes");
    expect(await joinedOf({"monitor.csv": monitor(() => 60)})).toBe("no");
  });
});
