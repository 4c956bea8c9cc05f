/** The same items in an order that a seed sets (xorshift, Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const out = [...items];
  let state = seed | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = next() % (at + 1);
    [out[at], out[other]] = [out[other]!, out[at]!];
  }
  return out;
}
