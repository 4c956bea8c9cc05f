import {describe, expect, it} from "vitest";
import {placeOf} from "../../../../agents/contracts/index.ts";
import {fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

const client = (rest: object) => ({
  model: "m",
  num_parallel: 1,
  concurrency: 2,
  repeat: 1,
  client: 1,
  started: "2026-11-25T02:00:00.000Z",
  status: 200,
  ttft_ms: 500,
  itl_ms: [10, 0, 20],
  e2e_ms: 530,
  prompt_tokens: 5,
  output_tokens: 4,
  group_wall_ms: 1000,
  ...rest
});

const read = (...records: object[]) => readWith("concurrent-clients", records.map(record => JSON.stringify(record)).join("\n"), "c.jsonl");

describe("concurrentClients", () => {
  it("gives clients, bursts and inter-token times as tables of their own", () => {
    const {tables} = readWith("concurrent-clients", fixtureText("concurrent-clients/clients.jsonl"));
    expect(tables.map(({part, row}) => [part, row])).toEqual([
      ["", "attempt"],
      ["groups", "group"],
      ["itl", "sample"]
    ]);
    const [clients, groups] = tables;
    expect(clients?.columns.find(({metric}) => metric === "ttft")?.definition).toBe("client");
    expect(Array.from({length: groups!.rows}, (_, row) => placeOf(groups!, row))).toContain("#3-#4");
  });

  it("adds the tokens of a burst and states its wall time once", () => {
    const reading = read(client({}), client({client: 2, output_tokens: 6}), client({repeat: 2, group_wall_ms: 900}));
    expect(reading.tables[1]?.columns.map(({values}) => values)).toEqual([
      [1, 0.9],
      [10, 4]
    ]);
    expect(labelsOfRow(reading, 0, 1)).toEqual({model: "m", num_parallel: 1, concurrency: 2, repeat: 1});
  });

  it("keeps clients of one burst tied and repeats numbered", () => {
    const roles = read(client({}), client({client: 2})).tables[0]?.factors.map(({key, role}) => [key, role]);
    expect(roles).toEqual([
      ["repeat", "repeat"],
      ["client", "group"]
    ]);
  });

  it("takes zero between two tokens for a value", () => {
    expect(valuesOf(read(client({})), "itl")).toEqual([0.01, 0, 0.02]);
  });

  it("counts a client that got no answer as failed and says so of its burst", () => {
    const reading = read(client({}), client({client: 2, status: 503, output_tokens: 0, itl_ms: []}));
    expect(reading.tables[0]?.failures).toEqual([{row: 1, kind: "status", reason: "status: 503"}]);
    expect(reading.tables[1]?.warnings).toEqual([{code: "group-with-failures", values: {places: ["#1-#2"]}}]);
    expect(valuesOf({...reading, tables: reading.tables.slice(1)}, "output_tokens")).toEqual([4]);
  });
});
