/** What a cell of a column is taken for. */
export type CellKind = "number" | "text" | "skipped";

export interface ScanLayout {
  delimiter: string;
  kinds: readonly CellKind[];
  decimal: "." | ",";
  /** Bytes of the header line, which may return. */
  header: string;
}

/** What the scanner reports; rows are counted from 0 and end in `row`. */
export interface ScanSink {
  /** A plain number of digits. */
  number: (column: number, value: number) => void;
  /** Any other cell: text, quoted, with a unit, empty. */
  text: (column: number, cell: string) => void;
  /** The record is complete, or has another number of cells, of which none counts. */
  row: (cells: number) => void;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const minus = 0x2d;
const hash = 0x23;
const powers = Float64Array.from({length: 23}, (_, exponent) => 10 ** exponent);

/**
 * Reads the records of a delimited text from its bytes (ASCII or a superset of it), piece by piece. Blank lines, `#` lines and a repeated header are no
 * records. Up to 15 digits are read here, exactly as `Number` reads them; every other cell is handed over as text.
 */
export function csvScanner(layout: ScanLayout, sink: ScanSink): {take: (bytes: Buffer, isLast: boolean) => void} {
  let rest: Buffer = Buffer.alloc(0);
  return {
    take: (bytes, isLast) => {
      const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const end = scan(all, isLast, layout, sink);
      rest = Buffer.from(all.subarray(end));
    }
  };
}

/** @returns where the first record begins that is not whole yet. */
function scan(bytes: Buffer, isLast: boolean, {delimiter, kinds, decimal, header}: ScanLayout, sink: ScanSink): number {
  const separator = delimiter.charCodeAt(0);
  const point = decimal.charCodeAt(0);
  const width = kinds.length;
  const length = bytes.length;
  const isNumber = Uint8Array.from(kinds, kind => (kind === "number" ? 1 : 0));
  const isText = Uint8Array.from(kinds, kind => (kind === "skipped" ? 0 : 1));
  const headerStart = header.charCodeAt(0);
  let at = 0;
  while (at < length) {
    const start = at;
    const first = bytes[at] ?? 0;
    if (first === lineFeed || first === carriageReturn) {
      at += 1;
      continue;
    }
    if (first === hash || (first === headerStart && isHeader(bytes, at, header))) {
      const end = endOfLine(bytes, at);
      if (end < 0 && !isLast) return start;
      at = end < 0 ? length : end + 1;
      continue;
    }
    let column = 0;
    let isOpen = true;
    while (isOpen) {
      let next = at;
      if (isNumber[column] === 1) {
        const isNegative = bytes[next] === minus;
        if (isNegative) next += 1;
        const digitsFrom = next;
        let value = 0;
        let digit = (bytes[next] ?? 0) - 48;
        while (digit >= 0 && digit <= 9) {
          value = value * 10 + digit;
          next += 1;
          digit = (bytes[next] ?? 0) - 48;
        }
        let digits = next - digitsFrom;
        let decimals = 0;
        if (digits > 0 && bytes[next] === point) {
          next += 1;
          const fractionFrom = next;
          digit = (bytes[next] ?? 0) - 48;
          while (digit >= 0 && digit <= 9) {
            value = value * 10 + digit;
            next += 1;
            digit = (bytes[next] ?? 0) - 48;
          }
          decimals = next - fractionFrom;
          digits += decimals;
        }
        const stop = bytes[next];
        if (
          digits > 0 &&
          digits <= 15 &&
          (stop === separator || stop === lineFeed || stop === carriageReturn || (isLast && next === length))
        ) {
          if (decimals > 0) value /= powers[decimals] ?? 1;
          sink.number(column, isNegative ? -value : value);
        } else next = -1;
      } else next = -1;
      if (next < 0) {
        next = endOfCell(bytes, at, separator);
        if (next < 0 && !isLast) return start;
        if (next < 0) next = length;
        if (column < width && isText[column] === 1) sink.text(column, cellText(bytes, at, next));
      }
      column += 1;
      if (next >= length && !isLast) return start;
      isOpen = next < length && bytes[next] === separator;
      at = next + 1;
    }
    if (bytes[at - 1] === carriageReturn && bytes[at] === lineFeed) at += 1;
    sink.row(column);
  }
  return length;
}

function isHeader(bytes: Buffer, at: number, header: string): boolean {
  const end = at + header.length;
  const stop = bytes[end];
  return (stop === lineFeed || stop === carriageReturn || end >= bytes.length) && bytes.toString("latin1", at, end) === header;
}

/** Index of the line end; -1 when the bytes end before. */
function endOfLine(bytes: Buffer, from: number): number {
  return bytes.indexOf(lineFeed, from);
}

/** Index of the delimiter or line end behind a cell, quotes minded; -1 when the bytes end before. */
function endOfCell(bytes: Buffer, from: number, separator: number): number {
  let at = from;
  if (bytes[at] === quote) {
    for (at += 1; ; at += 1) {
      at = bytes.indexOf(quote, at);
      if (at < 0) return -1;
      if (bytes[at + 1] !== quote) break;
      at += 1;
    }
    at += 1;
  }
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === separator || byte === lineFeed || byte === carriageReturn) return at;
  }
  return -1;
}

function cellText(bytes: Buffer, from: number, to: number): string {
  const written = bytes.toString("utf8", from, to).trim();
  return written.startsWith('"') && written.endsWith('"') && written.length > 1
    ? written.slice(1, -1).replaceAll('""', '"').trim()
    : written;
}
