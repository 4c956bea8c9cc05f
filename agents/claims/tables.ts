import type {Labels} from "../contracts/index.ts";
import type {MarkdownTable} from "../markdown-tables.ts";
import {headingWords} from "./metric-at.ts";
import {numbersIn} from "./numbers.ts";
import {settingKeyOf, settingsIn, subjectAt} from "./subjects.ts";
import {metricWords} from "./words.ts";

/** A cell of a hand-made table with what its row and column say. */
export interface Cell {
  text: string;
  header: string;
  /** First cell of the row, unless it is this one. */
  rowName: string;
  /** Cell of a column of units. */
  unitName: string;
  /** First line of the table. */
  table: string;
  labels: Labels;
  /** The row is told from others by names and settings that we know, or by a metric; not by something else (`long prompts`). */
  isKnownRow: boolean;
}

/** Cells that may claim something, by the line of their row. Columns of settings and names are labels of the others. */
export function cellsByLine({header, rows, line: first}: MarkdownTable): [number, Cell[]][] {
  const headings = header.map(plain);
  const columns = headings.map(name => subjectAt(name, name.length));
  const unitColumn = headings.findIndex(name => /^(?:units?|единиц\p{L}*(?: измерения)?)$/iu.test(name));
  const isList = headings.length === 2 && rows.every(({cells}) => numbersIn(plain(cells[0] ?? "")).length === 0);
  let model: Labels[string] | undefined;
  return rows.map(({line, cells}) => {
    const texts = cells.map(plain);
    const own = rowLabels(headings, texts);
    // An empty name repeats the one above; a list of properties has one subject.
    model = own["model"] ?? (texts[0] === "" || isList ? model : undefined);
    const labels = model === undefined ? own : {model, ...own};
    const isKnownRow = isKnown(texts[0] ?? "", headings[0] ?? "", own);
    const claiming = texts.flatMap((text, index): Cell[] => {
      const name = headings[index] ?? "";
      if (index === unitColumn || settingKeyOf(name) !== undefined || subjectHeading(name) !== undefined) return [];
      const rowName = index === 0 ? "" : (texts[0] ?? "");
      const column = columns[index] ?? {};
      return [
        {
          text,
          header: headingWords(name),
          rowName,
          unitName: texts[unitColumn] ?? "",
          table: `L${first}`,
          labels: {...labels, ...column},
          isKnownRow
        }
      ];
    });
    return [line, claiming];
  });
}

/** A row of one subject, setting or metric; ranks and empty names tell nothing. */
function isKnown(name: string, heading: string, labels: Labels): boolean {
  if (Object.keys(labels).length > 0 || /^(?:\d*|best|top|overall|total|all)$/iu.test(name)) return true;
  return settingKeyOf(heading) === undefined && metricWords.some(({pattern}) => name.search(pattern) >= 0);
}

const plain = (text: string) => text.replace(/\*\*|`|\*(?=\S)|(?<=\S)\*/g, "").trim();

function subjectHeading(name: string): string | undefined {
  if (/^(?:model(?: tag| name)?|модель)$/iu.test(name)) return "model";
  if (/^(?:quant(?:ization)?|tag|квантование)$/iu.test(name)) return "quantization";
  return /^(?:backend|device)$/i.test(name) ? name.toLowerCase() : undefined;
}

/** Settings and names by the heading of their column; other names by content, the first of a kind. */
function rowLabels(headings: readonly string[], texts: readonly string[]): Labels {
  const headed: Labels = {};
  let found: Labels = {};
  for (const [index, text] of texts.entries()) {
    const name = headings[index] ?? "";
    const setting = settingKeyOf(name);
    const subject = subjectHeading(name);
    if (text !== "" && setting !== undefined) headed[setting] = Number.isNaN(Number(text)) ? text : Number(text);
    else if (text !== "" && subject !== undefined) Object.assign(headed, {[subject]: text}, subjectAt(text, 0));
    else if (numbersIn(text).length === 0) found = {...subjectAt(text, 0), ...found};
  }
  return {...settingsIn(texts.join(" | ")), ...found, ...headed};
}
