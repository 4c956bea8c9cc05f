import {describe, expect, it} from "vitest";
import {openGate} from "../../../agents/model/gate.ts";

const served = {seconds: 2, times: {load: 0, prompt: 0.5, output: 1.5}};
const queued = {seconds: 4, times: {load: 0, prompt: 0.5, output: 1.5}};

/** Enters so many times; how many were let in, and their ends. */
async function entered(gate: ReturnType<typeof openGate>, times: number): Promise<(() => void)[]> {
  const ends: (() => void)[] = [];
  for (let index = 0; index < times; index += 1) void gate.enter().then(end => ends.push(end));
  await new Promise(resolve => setImmediate(resolve));
  return ends;
}

describe("openGate", () => {
  it("lets two in while nothing is known, and the next when one ends", async () => {
    const gate = openGate();
    const ends = await entered(gate, 4);
    expect(ends).toHaveLength(2);
    ends[0]?.();
    await new Promise(resolve => setImmediate(resolve));
    expect(ends).toHaveLength(3);
  });

  it("lets one more in when replies beside others did not wait", async () => {
    const gate = openGate();
    await entered(gate, 2);
    gate.observe(served);
    expect(gate.limit()).toBe(3);
  });

  it("lets one less in when a reply waited for another, but always one", async () => {
    const gate = openGate();
    await entered(gate, 2);
    for (let times = 0; times < 3; times += 1) gate.observe(queued);
    expect(gate.limit()).toBe(1);
  });

  it.each([
    ["a call that ran alone", 1, queued],
    ["a server that times nothing", 2, {seconds: 9, times: {}}]
  ])("learns nothing from %s", async (_, running, reply) => {
    const gate = openGate();
    await entered(gate, running);
    gate.observe(reply);
    expect(gate.limit()).toBe(2);
  });

  it("keeps to what the server states", async () => {
    const gate = openGate(1);
    expect(await entered(gate, 3)).toHaveLength(1);
    gate.observe(served);
    expect(gate.limit()).toBe(1);
  });

  it("goes no higher than eight", async () => {
    const gate = openGate();
    await entered(gate, 2);
    for (let times = 0; times < 20; times += 1) gate.observe(served);
    expect(gate.limit()).toBe(8);
  });
});
