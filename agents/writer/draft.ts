import type {Analysis, Block, Fact, Finding, Note, Span} from "../contracts/index.ts";
import {capitalised, type Locale, type Scope} from "../locale/index.ts";
import {References} from "./references.ts";

/** What the sections of one report share: the analysis, the language, and which number leads to which facts. */
export class Draft {
  readonly analysis: Analysis;
  readonly locale: Locale;
  readonly references = new References();
  readonly #facts: ReadonlyMap<string, Fact>;

  constructor(analysis: Analysis, locale: Locale) {
    this.analysis = analysis;
    this.locale = locale;
    const limit = (value: number): Span[] => [{text: locale.integer(value), form: "count"}];
    this.#limits = {interval_n: limit(6), repeats_n: limit(10)};
    this.#facts = new Map(analysis.facts.map(fact => [fact.id, fact]));
  }

  /** Numbers of our own rules that sentences name: measurements an interval needs, repeats a check should have. */
  readonly #limits: Record<string, Span[]>;

  /** @throws Error for an id that the analysis does not have. */
  readonly fact = (id: string): Fact => {
    const fact = this.#facts.get(id);
    if (fact === undefined) throw new Error(`the analysis has no fact ${id}`);
    return fact;
  };

  factsByRole(ids: Readonly<Record<string, string>>): Record<string, Fact> {
    return Object.fromEntries(Object.entries(ids).map(([role, id]) => [role, this.fact(id)]));
  }

  /** One of a finding's messages (`title`, `summary`, `detail`) as spans. */
  finding(finding: Finding, part: string): Span[] {
    return this.locale.message(`finding.${finding.kind}.${finding.variant}.${part}`, this.findingScope(finding));
  }

  findingScope(finding: Finding): Scope {
    return {
      facts: this.factsByRole(finding.facts),
      words: finding.words,
      subject: finding.subject,
      members: finding.members.map(member => ({facts: this.factsByRole(member.facts), words: member.words, subject: member.subject})),
      memberKey: `finding.${finding.kind}.${finding.variant}.member`
    };
  }

  /** Every member of a finding in a sentence of its own. */
  lines(finding: Finding): Span[][] {
    return this.locale.lines(`finding.${finding.kind}.${finding.variant}.item`, this.findingScope(finding)).map(capitalised);
  }

  /** A note under `<prefix>.<code>`; `of` lends its members and facts to the sentence. */
  note(prefix: string, note: Note, of?: Finding): Span[] {
    const lent = of === undefined ? {} : this.findingScope(of);
    return this.locale.message(`${prefix}.${note.code}`, {...lent, more: this.#limits, note: {values: note.values, fact: this.fact}});
  }

  /** What moves along with a finding, a sentence each, with a space before it. */
  confounders(finding: Finding): Span[] {
    return finding.confounders.flatMap(note => [{text: " "}, ...this.note("confounder", note)]);
  }

  /** Spans followed by the number under which the appendix lists the facts they cite. */
  cited(owner: string, spans: Span[]): Span[] {
    const number = this.references.cite(owner, spans);
    const sentence = capitalised(spans);
    return number === undefined ? sentence : [...sentence, {text: " "}, {text: `[${number}]`, reference: number}];
  }

  paragraph(spans: Span[], finding?: string): Block {
    return {type: "paragraph", by: "template", ...(finding === undefined ? {} : {finding}), spans};
  }

  list(items: Span[][], ordered = false): Block {
    return {type: "list", by: "template", ordered, items};
  }
}
