import {median} from "./quantile.ts";
import {requireFinite} from "./require-finite.ts";

/**
 * Straight line through points, unmoved by up to 29 % outliers: `slope` (unit of y per unit of x) = median of the slopes of all pairs with
 * different x, `intercept` (unit of y) = median of y - slope x. Undefined when all x are equal, or there is none. Time and memory grow
 * with n^2: meant for sessions, not for samples. https://en.wikipedia.org/wiki/Theil-Sen_estimator
 * @throws RangeError for a value that is not finite and for x and y of different length.
 */
export function theilSen(x: readonly number[], y: readonly number[]): {slope: number; intercept: number} | undefined {
  requireFinite("theilSen: x", x);
  requireFinite("theilSen: y", y);
  if (x.length !== y.length) throw new RangeError(`theilSen: ${x.length} x and ${y.length} y, expected as many of each`);
  const points = x.map((position, i) => ({x: position, y: y[i] ?? 0}));
  const slopes = points.flatMap((point, i) => slopesFrom(point, points.slice(i + 1)));
  if (slopes.length === 0) return undefined;
  const slope = median(slopes);
  return {slope, intercept: median(points.map(point => point.y - slope * point.x))};
}

interface Point {
  x: number;
  y: number;
}

function slopesFrom(from: Point, others: readonly Point[]): number[] {
  return others.filter(to => to.x !== from.x).map(to => (to.y - from.y) / (to.x - from.x));
}
