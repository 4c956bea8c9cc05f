import type {Block, Report, Span} from "../contracts/index.ts";

/** All spans of a report, in reading order. */
export function spansOf(report: Report): Span[] {
  return [
    ...report.title,
    ...report.header.flatMap(({value}) => value),
    ...report.sections.flatMap(({blocks}) => blocks.flatMap(spansOfBlock))
  ];
}

function spansOfBlock(block: Block): Span[] {
  switch (block.type) {
    case "table":
      return [...block.caption, ...block.head.flat(), ...block.rows.flat(2)];
    case "list":
      return block.items.flat();
    case "chart":
      return [...block.caption, ...block.alt];
    default:
      return block.spans;
  }
}

/**
 * Spans that print a digit which nothing stands behind: no fact, no name of the data (code style), no reference, no quotation, no ordinal or date
 * set by code. Must be empty for every report.
 */
export function unboundDigits(report: Report): Span[] {
  return spansOf(report).filter(
    ({text, fact, style, reference, form, isQuote}) =>
      isQuote !== true &&
      /\d/.test(text.replace(/95\s%/g, "")) &&
      fact === undefined &&
      style !== "code" &&
      reference === undefined &&
      form === undefined
  );
}
