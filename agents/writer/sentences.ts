import type {Block, RewordedSection, Span} from "../contracts/index.ts";

/** A sentence of a section; what comes back takes its place, undefined leaves it. */
export type Visit = (sentence: Span[]) => Span[] | undefined;

/**
 * Goes through the sentences of a section that can be reworded, in reading order. Names, values and references stay with their sentence;
 * titles, headings, suppositions and sentences without a value or name are passed over. What was changed says so (`by: "model"`).
 */
export function mapSentences(section: RewordedSection, blocks: readonly Block[], visit: Visit): Block[] {
  return blocks.map((block): Block => {
    if (block.type === "paragraph") {
      if (block.supposition === true) return block;
      const spans = changed(block.spans, visit);
      return spans === undefined ? block : {...block, by: "model", spans};
    }
    if (block.type === "list") {
      const items = allChanged(block.items, visit);
      return items === undefined ? block : {...block, by: "model", items};
    }
    // Tables hold values; only that of the recommendations holds sentences.
    if (block.type !== "table" || section !== "recommendations") return block;
    const rows = block.rows.map(row => ({row, cells: allChanged(row, visit)}));
    return rows.every(({cells}) => cells === undefined) ? block : {...block, by: "model", rows: rows.map(({row, cells}) => cells ?? row)};
  });
}

function allChanged(all: readonly Span[][], visit: Visit): Span[][] | undefined {
  const results = all.map(spans => changed(spans, visit));
  return results.every(spans => spans === undefined) ? undefined : all.map((spans, index) => results[index] ?? spans);
}

function changed(spans: readonly Span[], visit: Visit): Span[] | undefined {
  const pieces = piecesOf(spans).map(piece => ({piece, other: isSentence(piece) ? visit(piece) : undefined}));
  return pieces.every(({other}) => other === undefined) ? undefined : pieces.flatMap(({piece, other}) => other ?? piece);
}

/** Plain text: a value, a name, a reference and what code counted are none. */
export const isPlain = ({fact, style, reference, form}: Span): boolean =>
  fact === undefined && style !== "code" && reference === undefined && form === undefined;

/** Fewest words that can be said otherwise. */
const fewestWords = 4;

function isSentence(piece: readonly Span[]): boolean {
  const plain = piece.filter(isPlain);
  const words = plain.flatMap(({text}) => text.match(/\p{L}{2,}/gu) ?? []).length;
  return piece.length > plain.length && words >= fewestWords && plain.some(({style, text}) => style === undefined && /\p{L}/u.test(text));
}

/** Sentences, and between them the white space and the references: in a row they are the spans again. */
function piecesOf(spans: readonly Span[]): Span[][] {
  const pieces: Span[][] = [];
  let current: Span[] = [];
  const close = (): void => {
    const tail = current.at(-1);
    if (tail !== undefined && isPlain(tail) && tail.text.trim() === "") {
      current.pop();
      pieces.push(current, [tail]);
    } else pieces.push(current);
    current = [];
  };
  for (const span of spans.flatMap(cut)) {
    const isSpace = isPlain(span) && span.text.trim() === "";
    if (span.reference !== undefined || (isSpace && endsSentence(current))) {
      close();
      pieces.push([span]);
    } else current.push(span);
  }
  close();
  return pieces.filter(piece => piece.length > 0);
}

/** White space after a full stop, and before and after the text, becomes a span of its own. */
function cut(span: Span): Span[] {
  if (!isPlain(span)) return [span];
  const parts = span.text.split(/(?<=[.!?])(\s+)|^(\s+)|(\s+)$/).filter(part => part !== undefined && part !== "");
  return parts.map(text => ({...span, text}));
}

function endsSentence(piece: readonly Span[]): boolean {
  const last = piece.at(-1);
  return last !== undefined && isPlain(last) && /[.!?]$/.test(last.text);
}
