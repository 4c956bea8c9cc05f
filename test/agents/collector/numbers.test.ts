import {describe, expect, it} from "vitest";
import {isAbsent, numberStyles, parseNumber} from "../../../agents/collector/numbers.ts";

const point = {decimal: "."} as const;
const comma = {decimal: ","} as const;

describe("parseNumber", () => {
  it.each([
    ["12.5", 12.5],
    ["-0.25", -0.25],
    ["−3", -3],
    ["+7", 7],
    ["1e-3", 0.001],
    [".5", 0.5],
    ["1 234 567", 1234567],
    ["1\u00a0234", 1234],
    ["1\u202f234,5", undefined],
    ["1'234.5", 1234.5]
  ])("reads %j as %s with decimal points", (cell, value) => {
    expect(parseNumber(cell, point)).toEqual(value === undefined ? undefined : {value});
  });

  it.each([
    ["12,5", 12.5],
    ["1\u202f234,5", 1234.5],
    ["0,001", 0.001]
  ])("reads %j as %s with decimal commas", (cell, value) => {
    expect(parseNumber(cell, comma)).toEqual({value});
  });

  it("groups by comma or point only with evidence, and only by threes", () => {
    expect(parseNumber("1,234.5", {decimal: ".", thousands: ","})).toEqual({value: 1234.5});
    expect(parseNumber("1.234.567,8", {decimal: ",", thousands: "."})).toEqual({value: 1234567.8});
    expect(parseNumber("1,234", point)).toBeUndefined();
    expect(parseNumber("1,23.4", {decimal: ".", thousands: ","})).toBeUndefined();
  });

  it.each([
    ["22.89 W", 22.89, "W"],
    ["97 %", 97, "%"],
    ["1.5GiB", 1.5, "GiB"],
    ["12.3 tok/s", 12.3, "tok/s"],
    ["2.06 ms (end to end 2.07 ms)", 2.06, "ms"]
  ])("takes the unit of %j apart", (cell, value, unit) => {
    expect(parseNumber(cell, point)).toEqual({value, unit});
  });

  it.each([
    "",
    "-",
    "N/A",
    "[N/A]",
    "[Not Supported]",
    "[Unknown Error]",
    "nan",
    "NaN",
    "inf",
    "-Infinity",
    "<not counted>",
    "null",
    "н/д"
  ])("says of %j that nothing was measured", cell => {
    expect(isAbsent(cell)).toBe(true);
    expect(parseNumber(cell, point)).toEqual({value: null});
  });

  it.each(["1.2.3", "2026-11-25", "10:30", "0x1f", "A-", "12 of 20", "1,2,3", "490.97 ± 2.27", "fast"])("takes %j for text", cell => {
    expect(parseNumber(cell, point)).toBeUndefined();
  });
});

describe("numberStyles", () => {
  it("finds the decimal comma by digits that are no group of three", () => {
    expect(numberStyles([["1,25", "0,5"]], ";")).toEqual([{decimal: ","}]);
    expect(numberStyles([["0,123"]], ",")).toEqual([{decimal: ","}]);
  });

  it("finds thousands by repeated commas or a comma before a point", () => {
    expect(numberStyles([["1,234,567", "1,234"]], ",")).toEqual([{decimal: ".", thousands: ","}]);
    expect(numberStyles([["1,234.5"]], ",")).toEqual([{decimal: ".", thousands: ","}]);
    expect(numberStyles([["1.234,5"]], ";")).toEqual([{decimal: ",", thousands: "."}]);
  });

  it("leaves one comma before three digits undecided", () => {
    const [style] = numberStyles([["1,234", "5,678"]], ",");
    expect(parseNumber("1,234", style!)).toBeUndefined();
  });

  it("decides it by the other columns of the table, unless the delimiter is a comma", () => {
    const columns = [["1,234"], ["0,5"]];
    expect(numberStyles(columns, ";")[0]).toEqual({decimal: ","});
    expect(numberStyles(columns, ",")[0]).toEqual({decimal: "."});
    expect(numberStyles([["1,234"], ["0,5"], ["2.75"]], ";")[0]).toEqual({decimal: "."});
  });

  it("leaves a column that contradicts itself as it is", () => {
    expect(numberStyles([["1.5", "1,5"]], ";")).toEqual([{decimal: "."}]);
  });
});
