import {describe, expect, it} from "vitest";
import {z} from "zod";
import {
  analysisSchema,
  ContractError,
  evidenceSchema,
  exitCodes,
  explanationsSchema,
  handOff,
  rewordingSchema
} from "../../../agents/contracts/index.ts";

const empty = {version: 1, artifacts: [], sessions: [], measurements: [], reported: [], claims: [], relations: [], warnings: []};

describe("handOff", () => {
  it("passes on what the contract allows", () => {
    expect(handOff("collector", evidenceSchema, empty)).toEqual(empty);
  });

  it("stops with the stage, the path and the value of a violation", () => {
    const broken = {...empty, sessions: [{id: "s1", tool: "ollama", place: "a", artifacts: [], environment: {}}]};
    const error = caught(() => handOff("collector", evidenceSchema, broken));
    expect(error).toBeInstanceOf(ContractError);
    expect(error).toMatchObject({stage: "collector", path: "sessions.0.artifacts", exitCode: exitCodes.bug});
    expect((error as ContractError).message).toMatch(/^collector: sessions\.0\.artifacts: found \[\], /);
  });

  it("names a key that the contract does not know", () => {
    expect(caught(() => handOff("collector", evidenceSchema, {...empty, extra: 1}))).toMatchObject({path: ""});
  });

  it("refuses a newer version", () => {
    expect(caught(() => handOff("analyst", analysisSchema, {version: 2}))).toMatchObject({stage: "analyst", path: "version"});
  });

  it("shortens a long value", () => {
    const error = caught(() => handOff("x", z.strictObject({a: z.number()}), {a: "y".repeat(500)}));
    expect((error as ContractError).message.length).toBeLessThan(250);
  });
});

describe("contracts of models' words", () => {
  it("accept explanations apart from the analysis, and rewordings by sentence number", () => {
    const explanations = {version: 1, locale: "ru", causes: [{finding: "f", cause: "c", text: "[a]"}], fields: []};
    expect(explanationsSchema.parse(explanations)).toEqual(explanations);
    expect(rewordingSchema.safeParse({sentences: [{of: 1.5, text: "x"}]}).success).toBe(false);
    expect(rewordingSchema.safeParse({sentences: [{of: 1, text: "x"}]}).success).toBe(true);
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
