import type {Span} from "../contracts/index.ts";

/** Numbers of the appendix in order of first citation: one per statement or table, each with the facts it cites. */
export class References {
  readonly #numbers = new Map<string, number>();
  readonly #facts = new Map<number, Set<string>>();

  /** The number of a statement; undefined when its spans cite no fact. */
  cite(owner: string, spans: readonly Span[]): number | undefined {
    const facts = spans.flatMap(({fact}) => fact ?? []);
    const known = this.#numbers.get(owner);
    if (facts.length === 0) return known;
    const number = known ?? this.#numbers.size + 1;
    this.#numbers.set(owner, number);
    const set = this.#facts.get(number) ?? new Set<string>();
    for (const fact of facts) set.add(fact);
    this.#facts.set(number, set);
    return number;
  }

  /** Number and facts, by number. */
  entries(): [number, string[]][] {
    return [...this.#facts].map(([number, facts]) => [number, [...facts]]);
  }

  /** Facts that are cited without a number (header, counts in remarks), listed last. */
  has(fact: string): boolean {
    return [...this.#facts.values()].some(set => set.has(fact));
  }
}
