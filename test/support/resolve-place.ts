import Papa from "papaparse";

/**
 * Raw values at a place of a text, by the grammar of `sourceSchema`, written independently of the readers: one value, the values of a
 * range, or for lines every number in them. Throws when nothing is there.
 */
export function resolvePlace(text: string, at: string): unknown[] {
  const documents = /^#(\d+)(?:-#(\d+))?(\/.*)?$/.exec(at);
  if (documents !== null) {
    const pointer = documents[3] ?? "";
    return range(documents[1], documents[2]).map(number => pointed(jsonLine(text, number), pointer, at));
  }
  const records = /^R(\d+)(?:-R(\d+))?:(.+)$/.exec(at);
  if (records !== null) return range(records[1], records[2]).map(number => cell(text, number, records[3] ?? "", at));
  const lines = /^L(\d+)(?:-L(\d+))?$/.exec(at);
  if (lines !== null) return range(lines[1], lines[2]).flatMap(number => numbersOf(text.split(/\r\n|\n|\r/)[number - 1], at));
  if (at === "" || at.startsWith("/")) return [pointed(JSON.parse(text), at, at)];
  throw new Error(`no place: ${at}`);
}

const range = (first = "", last = first) => Array.from({length: Number(last) - Number(first) + 1}, (_, index) => Number(first) + index);

/** Lines with JSON only; what stands between them is no document. */
function jsonLine(text: string, number: number): unknown {
  const lines = text.split("\n").filter(line => /^\s*[{[]/.test(line));
  return JSON.parse(lines[number - 1] ?? "");
}

function pointed(document: unknown, pointer: string, at: string): unknown {
  let value = document;
  for (const key of pointer.split("/").slice(1)) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !(name in value)) throw new Error(`nothing at ${at}`);
    value = Reflect.get(value, name);
  }
  return value;
}

function cell(text: string, number: number, column: string, at: string): string {
  const {data} = Papa.parse<Record<string, string>>(text, {header: true, skipEmptyLines: true});
  const value = data[number - 1]?.[column];
  if (value === undefined) throw new Error(`nothing at ${at}`);
  return value;
}

function numbersOf(line: string | undefined, at: string): number[] {
  if (line === undefined) throw new Error(`no line ${at}`);
  return (line.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? []).map(Number);
}
