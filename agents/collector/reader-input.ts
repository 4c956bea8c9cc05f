import type {CsvText} from "./csv.ts";
import {csvText} from "./csv.ts";
import {type JsonText, jsonDocuments} from "./documents.ts";
import type {ReaderInput} from "./reader.ts";

/** What readers see of a decoded text; each view is made on first use and kept. */
export function readerInput(path: string, text: string): ReaderInput {
  const lines = once(() => text.split(/\r\n|\n|\r/));
  const json = once((): JsonText => jsonDocuments(text));
  const csv = once((): CsvText | undefined => csvText(text));
  return {
    path,
    text,
    get lines() {
      return lines();
    },
    get documents() {
      return json().documents;
    },
    get documentProblems() {
      return json().problems;
    },
    get csv() {
      return csv();
    }
  };
}

function once<T>(make: () => T): () => T {
  let made: {value: T} | undefined;
  return () => {
    made ??= {value: make()};
    return made.value;
  };
}
