import type {Report} from "../../agents/contracts/index.ts";
import {renderHtml} from "./html.ts";
import {renderMarkdown} from "./markdown.ts";

/** Texts that the exporters fill. */
export interface ExportTemplates {
  markdown: string;
  html: string;
  typst: string;
}

/** What renders a format; the libraries that only one needs are loaded when it is asked for. */
const exporters: Readonly<
  Record<string, {file: string; render: (report: Report, templates: ExportTemplates) => Promise<string | Uint8Array>}>
> = {
  md: {file: "report.md", render: async (report, {markdown}) => renderMarkdown(report, markdown)},
  html: {file: "report.html", render: (report, {html}) => renderHtml(report, html)},
  pdf: {file: "report.pdf", render: async (report, {typst}) => (await import("./pdf.ts")).renderPdf(report, typst)},
  docx: {file: "report.docx", render: async report => (await import("./docx.ts")).renderDocx(report)},
  csv: {file: "facts.csv", render: async report => (await import("./csv.ts")).renderCsv(report)}
};

/** File name -> content in the formats asked for; what is no text as base64. Formats without a file of their own are left out. */
export async function exportReport(
  report: Report,
  formats: readonly string[],
  templates: ExportTemplates
): Promise<Record<string, string>> {
  const files: [string, string][] = [];
  for (const format of formats) {
    const exporter = exporters[format];
    if (exporter === undefined) continue;
    const content = await exporter.render(report, templates);
    files.push([exporter.file, typeof content === "string" ? content : Buffer.from(content).toString("base64")]);
  }
  return Object.fromEntries(files);
}

/** What stands in the file of an exported text. */
export const contentOf = (file: string, exported: string): string | Uint8Array =>
  /\.(pdf|docx)$/.test(file) ? Buffer.from(exported, "base64") : exported;
