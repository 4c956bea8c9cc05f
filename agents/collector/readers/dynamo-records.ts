import type {NoteInput} from "../../contracts/index.ts";
import type {ReaderInput} from "../reader.ts";
import {csvRecords, type OllamaRecord} from "./ollama-columns.ts";

/**
 * Records of a CSV with these columns; where other output stands around it, those of the lines below each header, with lines as places. A header is a line
 * that begins with them.
 */
export function dynamoRecords(input: ReaderInput, begin: readonly string[], problems: NoteInput[]): OllamaRecord[] {
  if (begin.every(name => input.csv?.header.includes(name))) return csvRecords(input, problems);
  let names: readonly string[] = [];
  return input.lines.flatMap((line, index): OllamaRecord[] => {
    const cells = line.trim().split(",");
    if (line.trim().startsWith(begin.join(","))) {
      names = cells;
      return [];
    }
    if (names.length === 0 || cells.length !== names.length) return [];
    const place = `L${index + 1}`;
    return [{place, at: name => `${place}:${name}`, names, get: name => cells[names.indexOf(name)]}];
  });
}
