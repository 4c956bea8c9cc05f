import {type Block, mainScores, type ScoreName, scoreNames} from "../../contracts/index.ts";
import {code, text} from "../../locale/index.ts";
import type {ComparisonDraft} from "./write-comparison.ts";

/** The command that makes the report of the winner; of all that are on the front, when there is none. */
export function howToRun({comparison, locale}: ComparisonDraft, commands: Readonly<Record<string, string>>): Block[] {
  const {winner, cells} = comparison;
  const shown = winner === undefined ? cells.filter(({isOnFront}) => isOnFront).map(({id}) => id) : [winner];
  const items = shown.flatMap(id => (commands[id] === undefined ? [] : [[code(commands[id])]]));
  if (items.length === 0) return [];
  return [
    {type: "paragraph", by: "template", spans: locale.message(winner === undefined ? "compare.run.front" : "compare.run.winner")},
    {type: "list", by: "template", ordered: false, items}
  ];
}

/** What each score means and which way is better, then how differences are tested. */
export function method({comparison, locale}: ComparisonDraft): Block[] {
  const isUsed = (name: ScoreName): boolean => comparison.cells.some(({scores}) => scores[name] !== undefined);
  const definition = (name: ScoreName) => [
    {text: locale.text(`score.${name}.title`), style: "strong" as const},
    text(locale.text("compare.colon")),
    ...locale.message(`score.${name}.definition`)
  ];
  const limits = {
    least: [{text: locale.integer(6), form: "count" as const}],
    level: [{text: locale.quantities.plainNumber(0.05, 2), form: "count" as const}],
    main: [text(mainScores.map(name => locale.text(`score.${name}.title`)).join(locale.words.list.comma))]
  };
  return [
    {type: "paragraph", by: "template", spans: locale.message("compare.method.tests", {more: limits})},
    {type: "paragraph", by: "template", spans: locale.message("compare.method.order")},
    {type: "list", by: "template", ordered: false, items: scoreNames.filter(isUsed).map(definition)}
  ];
}
