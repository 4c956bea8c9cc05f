import type {Span} from "../../agents/contracts/index.ts";

/** Whether each span stands in strong text: its own style, or a name in code style between strong spans. */
export function strongSpans(spans: readonly Span[]): boolean[] {
  const own = spans.map(({style}) => style === "strong");
  return spans.map(({style}, index) => {
    if (style !== "code") return own[index] === true;
    const [before, after] = [nearest(spans, index, -1), nearest(spans, index, 1)];
    return before !== undefined && after !== undefined ? before && after : (before ?? after ?? false);
  });
}

/** Style of the next span in a direction that is not code; undefined at the end. */
function nearest(spans: readonly Span[], from: number, step: 1 | -1): boolean | undefined {
  for (let at = from + step; spans[at] !== undefined; at += step) if (spans[at]?.style !== "code") return spans[at]?.style === "strong";
  return undefined;
}
