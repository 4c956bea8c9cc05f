import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {changePoints} from "../../../../agents/analyst/statistics/change-points.ts";
import {random} from "../../../../agents/analyst/statistics/random.ts";

const SESSIONS = [10.1, 9.8, 10, 10.3, 9.9, 10.2, 12.1, 11.8, 12, 12.3, 11.9, 12.2, 12, 8.9, 9.1, 9, 8.8, 9.2];

function squaredError(values: readonly number[], starts: readonly number[]): number {
  return [0, ...starts].reduce((total, start, i) => {
    const part = values.slice(start, starts[i] ?? values.length);
    const centre = part.reduce((sum, value) => sum + value, 0) / part.length;
    return total + part.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  }, 0);
}

/** Every way to cut a series into segments of at least 2. */
function segmentations(length: number, from = 0): number[][] {
  const later = Array.from({length: Math.max(0, length - from - 3)}, (_, i) => from + 2 + i);
  return [[], ...later.flatMap(start => segmentations(length, start).map(rest => [start, ...rest]))];
}

describe("changePoints", () => {
  it("finds where the level shifts", () => {
    // ruptures 1.1 Pelt(model="l2", min_size=2, jump=1).fit(SESSIONS).predict(pen) for pen in 0.5, 1, 5
    for (const penalty of [0.5, 1, 5]) expect(changePoints(SESSIONS, penalty)).toEqual([6, 13]);
    expect(changePoints(SESSIONS)).toEqual([6, 13]);
  });

  it("finds a shift between constant levels", () => {
    expect(changePoints([1, 1, 1, 1, 2, 2, 2, 2])).toEqual([4]);
  });

  it("finds none in steady series, single outliers, or below 4 values", () => {
    expect(changePoints([])).toEqual([]);
    expect(changePoints([1, 1, 9])).toEqual([]);
    expect(changePoints([5, 5, 5, 5, 5, 5])).toEqual([]);
    expect(changePoints([10.1, 9.8, 10, 10.3, 9.9, 10.2, 10, 9.9, 10.1, 10])).toEqual([]);
    expect(changePoints([1, 1, 1.1, 1, 1, 1, 1.1, 1, 1, 1, 1, 1.1])).toEqual([]);
  });

  it("costs as little as the best of all segmentations", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({min: 0, max: 12}), {minLength: 4, maxLength: 11}),
        fc.double({min: 0.1, max: 40, noNaN: true}),
        (values, penalty) => {
          const cost = (starts: readonly number[]): number => squaredError(values, starts) + penalty * starts.length;
          const found = changePoints(values, penalty);
          expect(cost(found)).toBeCloseTo(Math.min(...segmentations(values.length).map(cost)), 8);
          for (const [i, start] of [...found, values.length].entries()) expect(start - (found[i - 1] ?? 0)).toBeGreaterThanOrEqual(2);
        }
      )
    );
  });

  it("ignores place and scale", () => {
    expect(changePoints(SESSIONS.map(value => 1e6 + value * 1000))).toEqual([6, 13]);
  });

  it("seldom finds a change in plain noise", () => {
    const next = random(2);
    const noise = (): number => Array.from({length: 12}, next).reduce((sum, value) => sum + value, -6);
    const series = Array.from({length: 300}, () => Array.from({length: 40}, noise));
    expect(series.filter(values => changePoints(values).length > 0).length / series.length).toBeLessThan(0.12);
  });

  it("refuses a value that is not finite and a penalty below 0", () => {
    expect(() => changePoints([1, Number.NaN])).toThrow(new RangeError("changePoints: value 1 is NaN, expected a finite number"));
    expect(() => changePoints([1], -1)).toThrow(new RangeError("changePoints: penalty is -1, expected a finite number of 0 or above"));
    expect(() => changePoints([1], Infinity)).toThrow(RangeError);
  });
});
