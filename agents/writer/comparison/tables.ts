import {type Block, type Comparison, type Fact, refusalReasons, type ScoreName, type Span} from "../../contracts/index.ts";
import {code, text} from "../../locale/index.ts";
import {contrastFact, countFact, scoreFact} from "./score-facts.ts";
import type {ComparisonDraft} from "./write-comparison.ts";

const columns = [
  "acceptance",
  "coverage",
  "wall_time",
  "repairs",
  "schema_valid",
  "agreement",
  "failed_calls",
  "prompt_tokens",
  "output_tokens",
  "ttft",
  "decode_throughput"
] as const satisfies readonly ScoreName[];

type ScoredCell = Comparison["cells"][number];

/** Every configuration with its scores: medians over the repeats, with intervals. */
export function configurations(draft: ComparisonDraft): Block[] {
  const {comparison, locale, keep} = draft;
  const front = (cell: ScoredCell): Span[] => [text(locale.text(cell.isOnFront ? "compare.front.yes" : "compare.front.no"))];
  const done = (cell: ScoredCell): Span[] => countCell(draft, keep(countFact(`done.${cell.id}`, cell.done)));
  const models = comparison.cells.flatMap(({model, digest}) =>
    model === undefined || digest === undefined ? [] : [[code(model), text(" — "), code(digest.slice(0, 12))]]
  );
  const table = withColumns(scoreTable(draft, columns, "compare.table.configurations"), [
    {title: locale.text("compare.column.done"), cells: comparison.cells.map(done), align: "right"},
    {title: locale.text("compare.column.front"), cells: comparison.cells.map(front), align: "left"}
  ]);
  return [
    table,
    ...(models.length === 0
      ? []
      : [
          {
            type: "list" as const,
            by: "template" as const,
            ordered: false,
            items: [...new Map(models.map(one => [one[0]?.text, one])).values()]
          }
        ])
  ];
}

type Table = Extract<Block, {type: "table"}>;

function withColumns(table: Table, added: readonly {title: string; cells: readonly Span[][]; align: "left" | "right"}[]): Table {
  return {
    ...table,
    head: [...table.head, ...added.map(({title}) => [text(title)])],
    align: [...table.align, ...added.map(({align}) => align)],
    rows: table.rows.map((row, index) => [...row, ...added.map(({cells}) => cells[index] ?? [])])
  };
}

function scoreTable({comparison, locale, keep}: ComparisonDraft, names: readonly ScoreName[], caption: string): Table {
  const {quantities} = locale;
  const made = names
    .map(name => ({name, facts: comparison.cells.map(cell => scoreFact(cell, name))}))
    .filter(({facts}) => facts.some(fact => fact !== undefined))
    .map(({name, facts}) => {
      const known = facts.flatMap(fact => (fact === undefined ? [] : [keep(fact)]));
      return {name, facts, format: quantities.columnFormat(known)};
    });
  const cell = (fact: Fact | undefined, format: (typeof made)[number]["format"]): Span[] =>
    fact === undefined ? [text(locale.text("column.absent"))] : quantities.cell(fact, format);
  return {
    type: "table",
    caption: locale.message(caption),
    head: [
      [text(locale.text("compare.column.configuration"))],
      ...made.map(({name, format}) => [
        text(`${locale.text(`score.${name}.title`)}${format.scale.name === "" ? "" : `, ${format.scale.name}`}`)
      ])
    ],
    align: ["left", ...made.map(() => "right" as const)],
    rows: comparison.cells.map(({id}, index) => [[code(id)], ...made.map(({facts, format}) => cell(facts[index], format))])
  };
}

const countCell = ({locale}: ComparisonDraft, fact: Fact): Span[] => {
  const value = locale.quantities.fact(fact, undefined);
  return Array.isArray(value) ? value : [];
};

/** Every configuration against the reference: effect, interval, adjusted p, verdict. */
export function differences(draft: ComparisonDraft): Block[] {
  const {comparison, locale, keep} = draft;
  if (comparison.contrasts.length === 0) return [];
  const rows = comparison.contrasts.map(contrast => {
    const fact = keep(contrastFact(contrast));
    const p =
      contrast.adjusted === undefined
        ? undefined
        : keep({...countFact(`p.${contrast.score}.${contrast.cell}`, contrast.adjusted), digits: 2});
    return [
      [code(contrast.cell)],
      [text(locale.text(`score.${contrast.score}.title`))],
      locale.message(contrast.interval === undefined ? `compare.effect.${fact.unit}-alone` : `compare.effect.${fact.unit}`, {
        facts: {effect: fact}
      }),
      p === undefined ? [text(locale.text("column.absent"))] : countCell(draft, p),
      [text(locale.text(`compare.verdict-word.${contrast.verdict}`))]
    ];
  });
  return [
    {
      type: "table",
      caption: locale.message("compare.table.differences", {more: {reference: [code(comparison.reference)]}}),
      head: ["configuration", "score", "effect", "adjusted", "verdict"].map(key => [text(locale.text(`compare.column.${key}`))]),
      align: ["left", "left", "right", "right", "left"],
      rows
    }
  ];
}

/** Shares of sentences that were refused, by reason; nothing when none were. */
export function refusals(draft: ComparisonDraft): Block[] {
  const names: ScoreName[] = ["refused", ...refusalReasons.map(reason => `refused_${reason}` as const)];
  const isSeen = (name: ScoreName): boolean =>
    draft.comparison.cells.some(({scores}) => (scores[name]?.values ?? []).some(value => value > 0));
  const seen = names.filter(isSeen);
  return seen.length === 0 ? [] : [scoreTable(draft, seen, "compare.table.refusals")];
}
