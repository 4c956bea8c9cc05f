/** The names most like `name`, best first, at most `most`: by shared pairs of letters, as model names differ in tags and sizes, not typos. */
export function nearestNames(name: string, known: readonly string[], most = 3): string[] {
  const wanted = pairs(name);
  return known
    .map(candidate => ({candidate, likeness: likeness(wanted, pairs(candidate))}))
    .sort((a, b) => b.likeness - a.likeness || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({candidate}) => candidate);
}

function pairs(text: string): Set<string> {
  const letters = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return new Set(Array.from({length: Math.max(0, letters.length - 1)}, (_, index) => letters.slice(index, index + 2)));
}

/** Dice coefficient: 0 nothing shared, 1 the same pairs. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter(pair => b.has(pair)).length;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
