import {type ArtifactReading, readingOf} from "./artifact-reading.ts";
import {type BigCsv, bigCsv} from "./big-csv.ts";
import type {ColumnFiles} from "./column-files.ts";
import {csvText} from "./csv.ts";
import {decode} from "./decode.ts";
import type {ReaderLists} from "./reader.ts";
import {readerInput} from "./reader-input.ts";
import {genericCsv} from "./readers/generic-csv.ts";

/** From this size on a table of unknown make is read piece by piece. */
export const bigTableBytes = 2 * 1024 ** 2;
const headBytes = 48 * 1024;

/** A long table that is being read. */
export interface BigTableFile {
  take: (bytes: Buffer, isLast: boolean) => void;
  reading: (identity: string) => ArtifactReading;
}

/** The reading of a long table, to be given the bytes of the whole file from its first on; undefined when it is none, by its first bytes. */
export async function bigTableFile(
  path: string,
  first: Buffer,
  files: ColumnFiles,
  readers: ReaderLists
): Promise<BigTableFile | undefined> {
  const bytes = first.subarray(0, headBytes);
  const decoded = await decode(bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1));
  if (decoded === undefined || decoded.encoding !== "utf-8" || /^\s*[[{<]/.test(decoded.text)) return undefined;
  const {text} = decoded;
  const input = readerInput(path, text);
  const csv = csvText(text);
  if (csv === undefined || readers.dedicated.some(({detect}) => detect(input))) return undefined;
  const header = headerOf(text, csv.header, csv.delimiter);
  const table = header === undefined ? undefined : bigCsv(path, csv, header.line, files);
  if (table === undefined || header === undefined) return undefined;
  const mark = first[0] === 0xef && first[1] === 0xbb ? 3 : 0;
  return {
    take: skipping(mark + header.offset, table),
    reading: identity => readingOf(path, genericCsv, table.reading(identity), decoded.encoding)
  };
}

/** The line with the column names, and how many bytes stand before it. */
function headerOf(text: string, names: readonly string[], delimiter: string): {line: string; offset: number} | undefined {
  let offset = 0;
  for (const written of text.split("\n", 50)) {
    const line = written.replace(/\r$/, "");
    const cells = line.split(delimiter).map(cell => cell.trim().replace(/^"(.*)"$/, "$1"));
    if (cells.length === names.length && cells.every((cell, index) => cell === names[index])) return {line, offset};
    offset += Buffer.byteLength(written) + 1;
  }
  return undefined;
}

function skipping(count: number, table: BigCsv): BigCsv["take"] {
  let left = count;
  return (bytes, isLast) => {
    const skipped = Math.min(left, bytes.length);
    left -= skipped;
    table.take(bytes.subarray(skipped), isLast);
  };
}
