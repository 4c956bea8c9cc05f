import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {columnFolder} from "../../pipelines/column-folder.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

describe("columnFolder", () => {
  it("keeps named files of little-endian numbers and removes the others", () => {
    const folder = temporaryFolder();
    let count = 0;
    const columns = columnFolder(`${folder}/columns`, () => {
      count += 1;
      return `u${count}`;
    });
    const [kept, left] = [columns.create(), columns.create()];
    kept.append(Float64Array.of(1.5, Number.NaN));
    kept.append(Float64Array.of(2.5));
    left.append(Float64Array.of(9));
    const read = new Float64Array(2);
    expect([kept.read(1, read), read[1]]).toEqual([2, 2.5]);
    expect(kept.read(2, read)).toBe(1);
    kept.keep("a.f64");
    columns.close();
    expect(readdirSync(`${folder}/columns`)).toEqual(["a.f64"]);
    expect(readFileSync(`${folder}/columns/a.f64`).readDoubleLE(16)).toBe(2.5);
  });
});
