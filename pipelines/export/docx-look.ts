import * as docx from "docx";

const font = "Arial";
export const mono = "Courier New";
export const soft = "555B63";
export const a4 = {width: 11906, height: 16838};
export const margin = 1100;
/** Between the margins, in twentieths of a point. */
export const textWidth = a4.width - 2 * margin;

export const hanging = {paragraph: {indent: {left: 420, hanging: 420}}};

/** Word wants a region; the language's most likely one is the one that its speakers set. */
export const languageTag = (locale: string): string => {
  const {language, region} = new Intl.Locale(locale).maximize();
  return `${language}-${region}`;
};

export function stylesOf(language: string): docx.IStylesOptions {
  const heading = (size: number, before: number) => ({
    run: {font, size, bold: true, color: "1C1E21"},
    paragraph: {spacing: {before, after: 120, line: 264, lineRule: docx.LineRuleType.AUTO}, keepNext: true}
  });
  return {
    default: {
      document: {
        run: {font, size: 21, language: {value: language}},
        paragraph: {spacing: {after: 120, line: 264, lineRule: docx.LineRuleType.AUTO}}
      },
      title: heading(34, 0),
      heading1: heading(28, 360),
      heading2: heading(23, 240)
    },
    paragraphStyles: [{id: "Caption", name: "caption", basedOn: "Normal", run: {size: 18, color: soft}, paragraph: {spacing: {after: 80}}}]
  };
}

/** Columns as wide as their longest text; where the page is narrower, what is left beside the longest words is shared. */
export function columnWidths(rows: readonly (readonly string[])[], size: number): number[] {
  const wide = (characters: number): number => characters * size * 6 + 180;
  const columns = (rows[0] ?? []).map((_, column) => {
    const texts = rows.map(row => row[column] ?? "");
    const longest = (parts: readonly string[]): number => Math.max(2, ...parts.map(({length}) => length));
    const word = wide(Math.min(longest(texts.flatMap(text => text.split(/[ /]/))), 22));
    return {word, wanted: Math.max(word, wide(Math.min(longest(texts), 40)))};
  });
  const sum = (of: (column: {word: number; wanted: number}) => number): number => columns.reduce((total, one) => total + of(one), 0);
  if (sum(({wanted}) => wanted) <= textWidth) return columns.map(({wanted}) => Math.round(wanted));
  const left = Math.max(0, textWidth - sum(({word}) => word));
  const asked = sum(({word, wanted}) => wanted - word) || 1;
  const scale = Math.min(1, textWidth / sum(({word}) => word));
  return columns.map(({word, wanted}) => Math.round(scale * word + (left * (wanted - word)) / asked));
}
