import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {beforeAll, describe, expect, it} from "vitest";
import type {Analysis} from "../../agents/contracts/index.ts";
import {renderMarkdown} from "../../pipelines/export/index.ts";
import {analysisOf, languages, markdownTemplate, reportOf, sampleFolders} from "../support/report-of.ts";

const isAccepting = process.env["UPDATE_GOLDEN"] === "1";

describe("report of data/samples through the whole chain", () => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analysisOf(sampleFolders()[0]![1]);
  });

  it.each(languages)("is word for word the accepted one (%s)", language => {
    const actual = renderMarkdown(reportOf(analysis, language), markdownTemplate(language));
    const [accepted, differing] = [`samples-${language}/`, `samples-${language}.actual/`].map(name => new URL(name, import.meta.url));
    const file = new URL("report.md", accepted);
    rmSync(differing!, {recursive: true, force: true});
    if (isAccepting) {
      mkdirSync(accepted!, {recursive: true});
      writeFileSync(file, actual);
    }
    const expected = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (actual !== expected) {
      mkdirSync(differing!, {recursive: true});
      writeFileSync(new URL("report.md", differing), actual);
    }
    expect(actual, `differs: see test/golden/samples-${language}.actual/report.md; npm run test:update accepts it`).toBe(expected);
  });
});
