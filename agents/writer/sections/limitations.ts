import type {Block} from "../../contracts/index.ts";
import type {Draft} from "../draft.ts";
import {remarkItems} from "../remarks.ts";

/** What weakens the conclusions, and what was not recorded. */
export function limitations(draft: Draft): Block[] {
  const gaps = draft.analysis.gaps.map(({what, why}) => [
    ...draft.note("gap", {...what, code: `${what.code}.what`}),
    {text: " "},
    ...draft.note("gap", {...why, code: `${why.code}.why`})
  ]);
  const items = [...remarkItems(draft, "limitations"), ...gaps];
  return items.length === 0 ? [] : [draft.list(items)];
}
