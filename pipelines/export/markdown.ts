import type {Block, Report, Span} from "../../agents/contracts/index.ts";
import {template} from "../../agents/templates.ts";
import {strongSpans} from "./emphasis.ts";
import {inert} from "./inert.ts";

/** A report as Markdown (GitHub tables), through the locale's `report.md.hbs`. Names of the data come out inert. */
export function renderMarkdown(report: Report, source: string): string {
  const fill = template("report.md.hbs", source, "none");
  const text = fill({
    title: spans(report.title),
    header: report.header.map(({label, value}, index) => ({
      label: escaped(label),
      value: spans(value),
      // A hard line break; at the end of the paragraph the backslash would be printed.
      end: index < report.header.length - 1 ? "\\" : ""
    })),
    sections: report.sections.map(({title, blocks}) => ({title: escaped(title), blocks: blocks.map(block)}))
  });
  return `${text
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

function block(one: Block): string {
  switch (one.type) {
    case "heading":
      return `### ${spans(one.spans)}`;
    case "paragraph":
      return blockStart(spans(one.spans));
    case "note":
      return `> ${blockStart(spans(one.spans))}`;
    case "list":
      return one.items.map((item, index) => `${one.ordered ? `${index + 1}.` : "-"} ${blockStart(spans(item))}`).join("\n");
    case "table":
      return table(one);
    // What it draws stands in the table beside it.
    case "chart":
      return "";
  }
}

function table({caption, head, align, rows}: Extract<Block, {type: "table"}>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const lines = [
    line(head.map(cell)),
    line(align.map(side => (side === "right" ? "--:" : "---"))),
    ...rows.map(row => line(row.map(cell)))
  ];
  return caption.length === 0 ? lines.join("\n") : `${spans(caption)}\n\n${lines.join("\n")}`;
}

const cell = (value: readonly Span[]): string => spans(value, true);

function spans(all: readonly Span[], inTable = false): string {
  const strong = strongSpans(all);
  let result = "";
  for (const [index, span] of all.entries()) {
    if (strong[index] && !strong[index - 1]) result += "**";
    // Two code spans without anything between them would be read as one.
    if (span.style === "code" && all[index - 1]?.style === "code" && result.endsWith("`")) result += " ";
    result += piece(span, inTable);
    if (strong[index] && !strong[index + 1]) result = result.endsWith(" ") ? `${result.trimEnd()}** ` : `${result}**`;
  }
  return result;
}

function piece({href, ...span}: Span, inTable: boolean): string {
  if (href !== undefined) return `[${piece(span, inTable)}](<${inTable ? withoutPipes(href) : href}>)`;
  const {text, style, reference} = span;
  if (reference !== undefined) return text;
  if (style === "code") return codeSpan(inert(text), inTable);
  const own = escaped(text);
  return style === "emphasis" ? `*${own}*` : own;
}

/** A fence longer than any run of backticks inside; a pipe would end the cell even in code. */
function codeSpan(text: string, inTable: boolean): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({length}) => length));
  const fence = "`".repeat(longest + 1);
  // One space at each end of a code span is no part of it, unless there is nothing else.
  const isPadded = /^`|`$|^ .*[^ ].* $/.test(text);
  const shown = text === "" ? " " : isPadded ? ` ${text} ` : text;
  return `${fence}${inTable ? withoutPipes(shown) : shown}${fence}`;
}

/** Readers of Markdown do not agree on a backslash before an escaped pipe, so such a pipe is written as its number. */
const withoutPipes = (text: string): string => text.replace(/\\\|/g, "\\\\u007c").replace(/\|/g, "\\|");

const escaped = (text: string): string => inert(text).replace(/[\\`*_[\]<>|&~]/g, character => `\\${character}`);

/** What would begin a list or a heading at the start of a block is no such beginning. */
const blockStart = (text: string): string =>
  text.replace(/^(?:[-+=]|#{1,6}|\d{1,9}(?=[.)](?:\s|$)))(?=[\s.)]|$)/, start => (/\d$/.test(start) ? `${start}\\` : `\\${start}`));
