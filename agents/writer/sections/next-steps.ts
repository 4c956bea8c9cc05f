import type {Block, Span} from "../../contracts/index.ts";
import {plain} from "../../locale/index.ts";
import type {Draft} from "../draft.ts";

const MOST_STEPS = 8;

/** Measurements that would settle what is open, then what to record next time. */
export function nextSteps(draft: Draft): Block[] {
  const {analysis} = draft;
  const steps: Span[][] = analysis.remarks.flatMap((remark, index) =>
    remark.section === "next_steps" ? [draft.cited(`remark-${index}`, draft.note("next", remark.note))] : []
  );
  const needed = analysis.gaps.map(gap => draft.note("gap", {...gap.needed, code: `${gap.needed.code}.needed`}));
  const seen = new Set<string>();
  const items = [...steps, ...needed].filter(spans => !seen.has(plain(spans)) && seen.add(plain(spans))).slice(0, MOST_STEPS);
  return items.length === 0 ? [] : [draft.list(items, true)];
}
