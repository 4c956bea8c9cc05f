import type {Block, Span} from "../../contracts/index.ts";
import type {Draft} from "../draft.ts";
import {modelRemarks} from "../model-use.ts";
import {remarkItems} from "../remarks.ts";
import type {WriteOptions} from "../write.ts";

/** What weakens the conclusions, what was not recorded, and what became of the model's part. */
export function limitations(draft: Draft, {model, modelMissing}: Pick<WriteOptions, "model" | "modelMissing">): Block[] {
  const gaps = draft.analysis.gaps.map(({what, why}) => [
    ...draft.note("gap", {...what, code: `${what.code}.what`}),
    {text: " "},
    ...draft.note("gap", {...why, code: `${why.code}.why`})
  ]);
  const ofModel = model === undefined ? missing(draft, modelMissing) : modelRemarks(draft, model);
  const items = [...remarkItems(draft, "limitations"), ...gaps, ...ofModel];
  return items.length === 0 ? [] : [draft.list(items)];
}

/** The model that was asked for and is not there. */
function missing({locale}: Draft, code: string | undefined): Span[][] {
  if (code === undefined) return [];
  const key = `model.reason.${code}`;
  return [locale.message("model.missing", {more: {reason: locale.message(locale.has(key) ? key : "model.reason.other")}})];
}
