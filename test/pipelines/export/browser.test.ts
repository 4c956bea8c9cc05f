import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Report} from "../../../agents/contracts/index.ts";
import {renderHtml} from "../../../pipelines/export/index.ts";
import {chromiumPath, openBrowser, opened} from "../../support/browser.ts";
import {analysisOf, htmlTemplate, languages, reportOf, sampleFolders} from "../../support/report-of.ts";
import {analysisNaming} from "../../support/small-analysis.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const checked = `axe.run(document, {resultTypes: ["violations"]}).then(({passes, violations}) => ({
  passes: passes.length,
  violations: violations.map(({id, nodes}) => id + ": " + nodes.slice(0, 3).map(({html}) => html.slice(0, 200)).join(" | "))
}))`;
const looks = [390, 1280].flatMap(width => (["light", "dark"] as const).map(scheme => ({width, scheme})));

const corpus = new URL("../../../../shared/chimera-corpus/", import.meta.url);
const names = [...languages, "hostile", ...(existsSync(corpus) ? ["corpus"] : [])];
if (!existsSync(corpus)) console.warn("SKIPPED in part: ../shared/chimera-corpus is not there");
if (chromiumPath === undefined) console.warn("SKIPPED: there is no Chromium on this machine (CHROMIUM=<path> names one)");

describe.skipIf(chromiumPath === undefined)("HTML report in a browser", () => {
  let browser: Browser;
  let folder: string;
  const urls: Record<string, string> = {};
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "chimera-pages-"));
    const analysis = await analysisOf(sampleFolders()[0]![1]);
    const reports: [string, Report][] = [
      ...languages.map((language): [string, Report] => [language, reportOf(analysis, language)]),
      ["hostile", reportOf(analysisNaming('"><script>alert(1)</script>\u202e{{x}}javascript:alert(1)'.repeat(6)), "ru")]
    ];
    if (names.includes("corpus")) reports.push(["corpus", reportOf(await analysisOf(corpus), "ru")]);
    for (const [name, report] of reports) {
      writeFileSync(`${folder}/${name}.html`, await renderHtml(report, htmlTemplate()));
      urls[name] = pathToFileURL(`${folder}/${name}.html`).href;
    }
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, {recursive: true, force: true});
  });

  describe.each(names)("%s", name => {
    it.each(looks)("is quiet and no wider than the window at $width px, $scheme", async ({width, scheme}) => {
      const {page, noise} = await opened(browser, urls[name]!, width, scheme);
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      expect(noise).toEqual([]);
      await page.context().close();
    });
  });

  it.each(names)("cuts no text of a chart (%s)", async name => {
    const {page} = await opened(browser, urls[name]!, 1280, "light");
    const cut = `[...document.querySelectorAll("figure.chart svg text")].filter(text => {
      const [own, all] = [text.getBoundingClientRect(), text.closest("svg").getBoundingClientRect()];
      return own.left < all.left - 1 || own.right > all.right + 1 || own.top < all.top - 1 || own.bottom > all.bottom + 1;
    }).map(text => text.textContent)`;
    expect(await page.evaluate(cut)).toEqual([]);
    if (name !== "hostile") expect(await page.evaluate('document.querySelectorAll("figure.chart svg text").length')).toBeGreaterThan(50);
    await page.context().close();
  });

  it.each([
    ["ru", 390, "dark"],
    ["en", 1280, "light"]
  ] as const)("is accessible by axe's rules (%s, %i px, %s)", async (name, width, scheme) => {
    const {page} = await opened(browser, urls[name]!, width, scheme);
    await page.evaluate(axe);
    const {passes, violations} = (await page.evaluate(checked)) as {passes: number; violations: string[]};
    expect(violations).toEqual([]);
    expect(passes).toBeGreaterThan(20);
    await page.context().close();
  });

  it("sorts a table by the values of a column, up and down, from the keyboard", async () => {
    const {page, noise} = await opened(browser, urls["ru"]!, 1280, "light");
    const selector = "#performance table.sortable th.right";
    const head = page.locator(selector).first();
    const column = `document.querySelector("${selector}")`;
    const rows = `[...${column}.closest("table").tBodies[0].rows]`;
    const shown = async () => (await page.evaluate(`${rows}.map(row => Number(row.cells[${column}.cellIndex].dataset.value))`)) as number[];
    const before = await shown();
    expect(before.every(Number.isFinite)).toBe(true);
    await head.locator("button").focus();
    await page.keyboard.press("Enter");
    expect(await shown()).toEqual([...before].sort((a, b) => a - b));
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    await page.keyboard.press("Enter");
    expect(await shown()).toEqual([...before].sort((a, b) => b - a));
    expect(noise).toEqual([]);
    await page.context().close();
  });

  it("shows where a number comes from on hover and on keyboard focus, and leads to its row", async () => {
    const {page} = await opened(browser, urls["ru"]!, 1280, "light");
    const number = page.locator("#summary a.number").first();
    const link = 'document.querySelector("#summary a.number")';
    const shown = () => page.evaluate(`getComputedStyle(${link}, "::after").content`);
    expect(await shown()).toBe("none");
    await number.hover();
    expect(await shown()).toMatch(/^"Источник: .*ollama/);
    await page.mouse.move(0, 0);
    expect(await shown()).toBe("none");
    for (let step = 0; step < 40 && !(await page.evaluate(`${link} === document.activeElement`)); step += 1) {
      await page.keyboard.press("Tab");
    }
    expect(await shown()).toMatch(/^"Источник: .*ollama/);
    await page.keyboard.press("Enter");
    expect(await page.locator("#appendix tr:target").count()).toBe(1);
    await page.context().close();
  });

  it.skipIf(!names.includes("corpus"))("is less than 600 kB for a folder of a hundred files", () => {
    expect(statSync(`${folder}/corpus.html`).size).toBeLessThan(600_000);
  });

  it("can be read whole without script", async () => {
    const context = await browser.newContext({javaScriptEnabled: false});
    const page = await context.newPage();
    await page.goto(urls["en"]!);
    expect(await page.locator("main section").count()).toBe(8);
    expect(await page.locator("th button").count()).toBe(0);
    expect(await page.locator("figure.chart svg").count()).toBeGreaterThan(4);
    await context.close();
  });
});
