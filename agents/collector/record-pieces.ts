export interface Pieces {
  /** Whole records of what was taken so far, as texts; the last one when `isLast`. */
  take: (bytes: Buffer, isLast: boolean) => string[];
}

const pieceBytes = 1024 ** 2;
const openers: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closers: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Whole lines, each piece below the header when there is one. */
export function linePieces(header: string | undefined): Pieces {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  const text = (bytes: Buffer) => {
    const own = bytes.toString("utf8");
    const headed = header === undefined || isFirst ? own : `${header}\n${own}`;
    isFirst = false;
    return headed;
  };
  return {
    take: (bytes, isLast) => {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const pieces: string[] = [];
      while (rest.length > pieceBytes || (isLast && rest.length > 0)) {
        const end = rest.length <= pieceBytes ? rest.length : endOfPiece(rest);
        if (end === 0) break;
        pieces.push(text(rest.subarray(0, end)));
        rest = rest.subarray(end);
      }
      rest = Buffer.from(rest);
      return pieces;
    }
  };
}

/** Behind the last line end within the size of a piece, or the first behind it; 0 when there is none. */
function endOfPiece(bytes: Buffer): number {
  const within = bytes.lastIndexOf(0x0a, pieceBytes);
  return (within >= 0 ? within : bytes.indexOf(0x0a)) + 1;
}

/** Elements of one array, each piece an array of its own. What is behind the array is not taken. */
export function elementPieces(): Pieces {
  const state = {depth: 0, isString: false, isEscaped: false, isOver: false};
  let held: Buffer[] = [];
  let size = 0;
  const flush = () => {
    const elements = Buffer.concat(held)
      .toString("utf8")
      .replace(/^[\s,]+|[\s,]+$/g, "");
    held = [];
    size = 0;
    return elements === "" ? [] : [`[${elements}]`];
  };
  return {
    take: (bytes, isLast) => {
      const pieces: string[] = [];
      let from = 0;
      for (let at = 0; at < bytes.length && !state.isOver; at += 1) {
        const byte = bytes[at] ?? 0;
        if (state.isString) {
          if (state.isEscaped) state.isEscaped = false;
          else if (byte === 0x5c) state.isEscaped = true;
          else if (byte === 0x22) state.isString = false;
        } else if (byte === 0x22) state.isString = true;
        else if (openers.has(byte)) {
          state.depth += 1;
          if (state.depth === 1) from = at + 1;
        } else if (closers.has(byte)) {
          state.depth -= 1;
          const isWhole = state.depth === 0;
          if (isWhole) state.isOver = true;
          if (state.depth === 1 && size + at - from > pieceBytes) {
            held.push(Buffer.from(bytes.subarray(from, at + 1)));
            pieces.push(...flush());
            from = at + 1;
          } else if (isWhole) held.push(Buffer.from(bytes.subarray(from, at)));
        }
      }
      if (!state.isOver && state.depth > 0) {
        held.push(Buffer.from(bytes.subarray(from)));
        size += bytes.length - from;
      }
      return isLast ? [...pieces, ...flush()] : pieces;
    }
  };
}
