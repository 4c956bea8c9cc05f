import {describe, expect, it} from "vitest";
import {readArtifact} from "../../../agents/collector/artifact-reading.ts";
import type {Reader} from "../../../agents/collector/reader.ts";

const reader = (format: string, read: Reader["read"]): Reader => ({format, category: "other", detect: () => true, read});
const nothing: Reader["read"] = () => ({tables: [], reported: [], session: {tool: "t", environment: {}}, problems: []});
const bytes = Buffer.from("some text");

describe("readArtifact", () => {
  it("leaves a file that two readers claim unread and says which, instead of ending the run", async () => {
    const reading = await readArtifact("a.txt", bytes, {dedicated: [reader("one", nothing), reader("two", nothing)], generic: []});
    expect(reading).toMatchObject({status: "unreadable", problems: [{code: "claimed-twice", values: {formats: ["one", "two"]}}]});
  });

  it("leaves a file on which a reader breaks unread and says why", async () => {
    const broken = reader("one", () => {
      throw new TypeError("x is not a function");
    });
    const reading = await readArtifact("a.txt", bytes, {dedicated: [broken], generic: []});
    expect(reading).toMatchObject({status: "unreadable", problems: [{code: "reader-broke", values: {format: "one"}}]});
    expect(reading.tables).toEqual([]);
  });
});
