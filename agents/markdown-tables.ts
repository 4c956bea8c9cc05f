/** A table of a Markdown text. Numbers of lines are 1-based. */
export interface MarkdownTable {
  /** Headings as written, trimmed, emphasis kept. */
  header: readonly string[];
  /** As many cells as headings: missing ones are empty, surplus ones (text glued to the end of a row) are cut. */
  rows: readonly {line: number; cells: readonly string[]}[];
  /** Line with the header, or with the text that the header is glued to. */
  line: number;
}

const separator = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$/;

/**
 * Tables by their separator row (`| --- | --- |`). Some writers glue the header to the end of the line before (`DType: x | Backend |
 * Mean |`), where a Markdown parser sees no table: as many cells as the separator has are taken from the tail of that line.
 */
export function markdownTables(lines: readonly string[]): MarkdownTable[] {
  return lines.flatMap((line, index) => {
    if (!line.includes("--") || !separator.test(line) || index === 0) return [];
    const width = cellsOf(line).length;
    const above = cellsOf(lines[index - 1] ?? "");
    if (above.length < width) return [];
    const rows: {line: number; cells: string[]}[] = [];
    for (let at = index + 1; (lines[at] ?? "").trimStart().startsWith("|"); at += 1) {
      const cells = cellsOf(lines[at] ?? "").slice(0, width);
      rows.push({line: at + 1, cells: [...cells, ...Array.from({length: width - cells.length}, () => "")]});
    }
    return [{header: above.slice(-width), rows, line: index}];
  });
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "")
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim());
