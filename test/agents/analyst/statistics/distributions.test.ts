import {describe, expect, it} from "vitest";
import {incompleteBeta} from "../../../../agents/analyst/statistics/incomplete-beta.ts";
import {normalTail} from "../../../../agents/analyst/statistics/normal-tail.ts";
import {studentCritical, studentTail} from "../../../../agents/analyst/statistics/student.ts";

const expectRelative = (actual: number, expected: number, tolerance: number): void =>
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThan(tolerance);

describe("normalTail", () => {
  // 2 scipy.stats.norm.sf(z), SciPy 1.17
  it.each([
    [0, 1],
    [0.5, 0.6170750774519738],
    [1.96, 0.04999579029644087],
    [2.8, 0.005110260660855864],
    [2.9, 0.003731626600768075],
    [5, 5.733031437583866e-7],
    [10, 1.523970604832094e-23],
    [37, 1.1451142445047853e-299]
  ])("agrees with SciPy at z = %d", (z, expected) => {
    expectRelative(normalTail(z), expected, 1e-12);
  });

  it("is 1 below 0", () => {
    expect(normalTail(-0.5)).toBe(1);
  });
});

describe("incompleteBeta", () => {
  // scipy.special.betainc(a, b, x), SciPy 1.17
  it.each([
    [0.5, 0.5, 0.3, 0.36901011956554536],
    [2.5, 0.5, 0.9, 0.48958974456442755],
    [2, 3, 0.4, 0.5248],
    [50, 0.5, 0.99, 0.3173043978741973],
    [15, 0.5, 1e-3, 1.4453221364280096e-46]
  ])("agrees with SciPy at (%d, %d, %d)", (a, b, x, expected) => {
    expectRelative(incompleteBeta(a, b, x), expected, 1e-11);
  });

  it("runs from 0 to 1", () => {
    expect(incompleteBeta(2, 3, 0)).toBe(0);
    expect(incompleteBeta(2, 3, 1)).toBe(1);
  });
});

describe("studentTail", () => {
  // 2 scipy.stats.t.sf(t, df), SciPy 1.17
  it.each([
    [0, 3, 1],
    [1, 1, 0.5],
    [2.5, 4.7, 0.05759215934686732],
    [12, 10, 2.921408824769984e-7],
    [1.96, 1e6, 0.04999606758526985]
  ])("agrees with SciPy at t = %d, df = %d", (t, df, expected) => {
    expectRelative(studentTail(t, df), expected, 1e-8);
    expect(studentTail(-t, df)).toBe(studentTail(t, df));
  });
});

describe("studentCritical", () => {
  // scipy.stats.t.ppf((1 + level) / 2, df), SciPy 1.17
  it.each([
    [0.95, 1, 12.706204736174694],
    [0.95, 2, 4.302652729749462],
    [0.95, 5.5, 2.501858617589239],
    [0.95, 30, 2.0422724563012378],
    [0.95, 1e6, 1.959966356814107],
    [0.99, 9, 3.249835541592126]
  ])("agrees with SciPy at level %d, df = %d", (level, df, expected) => {
    expectRelative(studentCritical(level, df), expected, 1e-8);
  });
});
