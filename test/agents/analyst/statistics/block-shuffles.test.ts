import {describe, expect, it} from "vitest";
import {blockShuffles} from "../../../../agents/analyst/statistics/block-shuffles.ts";

describe("blockShuffles", () => {
  it("lists every shuffle once, the first block standing still", () => {
    const {count, isExact, orders} = blockShuffles(3, 3);
    const seen = Array.from(orders, order => JSON.stringify(order));
    expect(isExact).toBe(true);
    expect(seen).toHaveLength(36);
    expect(count).toBe(36);
    expect(new Set(seen).size).toBe(36);
    expect(seen.every(order => order.startsWith("[[0,1,2],"))).toBe(true);
  });

  it("draws 4,000 where there are more than 20,000, each order of a block equally often", () => {
    const {isExact, orders} = blockShuffles(7, 3);
    const counts = new Map<string, number>();
    for (const order of orders) counts.set(String(order[6]), (counts.get(String(order[6])) ?? 0) + 1);
    expect(isExact).toBe(false);
    expect(counts.size).toBe(6);
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(4000);
    for (const count of counts.values()) expect(Math.abs(count - 4000 / 6)).toBeLessThan(100);
  });

  it("is exact up to 20,000 shuffles", () => {
    expect(blockShuffles(15, 2).isExact).toBe(true);
    expect(blockShuffles(16, 2).isExact).toBe(false);
  });
});
