import type {Analysis, Span} from "../contracts/index.ts";
import type {Draft} from "./draft.ts";

/** Remarks of one section as list items, each cited under a number of its own. */
export function remarkItems(draft: Draft, section: Analysis["remarks"][number]["section"]): Span[][] {
  return draft.analysis.remarks.flatMap((remark, index) =>
    remark.section === section ? [draft.cited(`remark-${index}`, draft.note("remark", remark.note))] : []
  );
}
