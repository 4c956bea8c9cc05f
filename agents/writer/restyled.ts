import type {Span} from "../contracts/index.ts";
import {isPlain} from "./sentences.ts";

/**
 * Bold as the template has it: where its sentence begins in bold up to a mark, the other one does up to the same mark, if it stands behind
 * as many values and names.
 */
export function restyled(spans: readonly Span[], template: readonly Span[]): Span[] {
  const plain = spans.map(span => (isPlain(span) ? withoutStyle(span) : span));
  const {mark, values} = leadOf(template);
  const end = mark === undefined ? -1 : plain.findIndex(span => isPlain(span) && span.text.includes(mark));
  if (mark === undefined || end === -1 || valuesIn(plain.slice(0, end)) !== values) return plain;
  return plain.flatMap((span, index): Span[] => {
    if (!isPlain(span) || index > end) return [span];
    if (index < end) return [{...span, style: "strong"}];
    const at = span.text.indexOf(mark) + 1;
    return [
      {...span, text: span.text.slice(0, at), style: "strong" as const},
      {...span, text: span.text.slice(at)}
    ].filter(({text}) => text !== "");
  });
}

/** The mark that the bold beginning of a sentence ends with, and how many values and names stand before it. */
function leadOf(spans: readonly Span[]): {mark: string | undefined; values: number} {
  const lead = spans.findIndex(span => isPlain(span) && span.style === undefined);
  const last = lead < 1 ? undefined : spans[lead - 1];
  const mark = last?.style === "strong" && isPlain(last) ? /[:;,]$/.exec(last.text)?.[0] : undefined;
  return {mark, values: valuesIn(spans.slice(0, Math.max(0, lead)))};
}

const valuesIn = (spans: readonly Span[]): number => spans.filter(span => !isPlain(span)).length;

const withoutStyle = ({text}: Span): Span => ({text});
