import {describe, expect, it} from "vitest";
import {measurementSchema, placeOf, placeOfValue, reportedSchema} from "../../../agents/contracts/index.ts";
import type {Reading, TableDraft} from "../../../agents/collector/reader.ts";
import {readers} from "../../../agents/collector/readers/index.ts";
import {claiming, fixtureFiles, fixtureFolders, readWith} from "../../support/read-artifact.ts";
import {resolvePlace} from "../../support/resolve-place.ts";

const formats = readers.map(({format}) => format);
const files = formats.flatMap(format => fixtureFiles(format).map(file => ({format, ...file})));

/** How a file may write what we keep in base units: raw = value * factor. */
const factors = [1, 60, 100, 1e3, 1e6, 1e9, 1e12, 1 / 1024, 1 / 1024 ** 2, 1 / 1024 ** 3, 1e-3, 1e-6, 1e-9];

describe("readers", () => {
  it("have different formats and a folder of recorded files each", () => {
    expect(new Set(formats).size).toBe(formats.length);
    for (const format of formats) expect(fixtureFolders()).toContain(format);
  });

  describe.each(files)("$path", ({format, path, text}) => {
    it("is claimed by its reader and by no other", () => {
      expect(claiming(path, text).map(reader => reader.format)).toEqual([format]);
    });

    it("gives evidence that the contract accepts, with different ids", () => {
      const {tables, reported} = readWith(format, text, path);
      for (const table of tables) expect(() => measurementSchema.parse({...table, id: "m", artifact: path, session: "s"})).not.toThrow();
      for (const {part, ...record} of reported) {
        expect(part).not.toBe("");
        expect(() => reportedSchema.parse({...record, id: "r", artifact: path, session: "s"})).not.toThrow();
      }
      expect(new Set(tables.map(({part}) => part)).size).toBe(tables.length);
      expect(new Set(reported.map(reportedKey)).size).toBe(reported.length);
    });

    it("has the raw value of every cell at its place, all of a column in one unit", () => {
      for (const table of readWith(format, text, path).tables) {
        for (const column of table.columns) expect(unitsOf(text, table, column), `${table.part} ${column.field}`).not.toEqual([]);
      }
    });

    it("has the raw value of every reported statistic at its place", () => {
      for (const {statistics, metric} of readWith(format, text, path).reported) {
        for (const {value, at} of statistics) {
          const raw = resolvePlace(text, at).map(Number);
          expect(
            factors.some(factor => raw.some(number => isNear(number, value * factor))),
            `${metric} ${at}`
          ).toBe(true);
        }
      }
    });

    it("keeps the texts of prompts and answers out", () => {
      const output = JSON.stringify(readWith(format, text, path));
      for (const secret of userTexts(text)) expect(output).not.toContain(secret);
    });

    it("is read the same way twice and shares nothing with its input", () => {
      expect(readWith(format, text, path)).toEqual(readWith(format, text, path));
    });
  });

  it.each(["", "{}", "[", "[]", "null", "just words\nand more", "a,b\n1,2\n", "\u0000\u0001", '{"model": "x"}', "| a | b |\n| - | - |\n"])(
    "leave %j to the generic readers",
    text => {
      expect(claiming("some/file", text)).toEqual([]);
    }
  );

  it.each(files)("survive $path cut anywhere", ({path, text}) => {
    for (const share of [0.2, 0.5, 0.8, 0.97]) {
      const cut = text.slice(0, Math.floor(text.length * share));
      const claimed = claiming(path, cut);
      expect(claimed.length).toBeLessThanOrEqual(1);
      if (claimed[0] !== undefined) expect(() => readWith(claimed[0]!.format, cut, path)).not.toThrow();
    }
  });
});

function reportedKey({part, metric, statistics}: Reading["reported"][number]): string {
  return [part, metric, ...statistics.map(({statistic}) => statistic)].join(" ");
}

/** Factors that fit every measured cell of a column; empty when one has another value at its place. */
function unitsOf(text: string, table: TableDraft, column: TableDraft["columns"][number]): number[] {
  const seen = new Map<string, number>();
  const pairs = (column.values as (number | null)[]).flatMap((value, row) => {
    const at = placeOfValue(placeOf(table, row), column.field);
    const nth = seen.get(at) ?? 0;
    seen.set(at, nth + 1);
    if (value === null) return [];
    const raw = resolvePlace(text, at);
    const found = at.startsWith("L")
      ? raw.map(Number)
      : raw.length > 1
        ? joined(raw.map(Number))
        : [Array.isArray(raw[0]) ? Number(raw[0][nth]) : Number(raw[0])];
    return [{value, found}];
  });
  return factors.filter(factor => pairs.every(({value, found}) => found.some(number => isNear(number, value * factor))));
}

/** Rows of a group state one value in common, or each its part of a sum. */
function joined(raw: readonly number[]): number[] {
  return [...(raw.every(number => number === raw[0]) ? [raw[0]!] : []), raw.reduce((sum, number) => sum + number, 0)];
}

/** A hundred times the rounding of one multiplication. */
const isNear = (a: number, b: number) => Math.abs(a - b) <= 1e-13 * Math.max(Math.abs(a), Math.abs(b));

function userTexts(text: string): string[] {
  const quoted = [...text.matchAll(/"(?:content|prompt|prompt_text|thinking|response)":\s*"((?:[^"\\]|\\.){8,})"/g)].map(
    match => match[1]!
  );
  return [...quoted, "Name three lakes", "Why is the sky blue"].filter(words => text.includes(words)).map(words => words.slice(0, 40));
}
