import {describe, expect, it} from "vitest";
import {loadLocale, plain} from "../../../agents/locale/index.ts";
import {faultsOfRewording, reasonOf} from "../../../agents/prose/index.ts";
import {spansOf, unboundDigits, write} from "../../../agents/writer/index.ts";
import {renderMarkdown} from "../../../pipelines/export/index.ts";
import {localeFiles, localeOf, markdownTemplate} from "../../support/report-of.ts";
import {analysisNaming} from "../../support/small-analysis.ts";

/** A language nobody has: the English messages with every literal word turned around, German numbers, one unit renamed. */
function folderOfThird(): Record<string, string> {
  const english = Object.entries(localeFiles("en")).filter(([file]) => file.endsWith(".yaml"));
  return Object.fromEntries(
    english.map(([file, content]) => [
      file,
      file === "locale.yaml" ? content.replace("name: English", "name: Kleinsprache").replace('"tok/s 0 1"', '"Wort/s 0 1"') : content
    ])
  );
}

describe("a third language", () => {
  const folder: Record<string, string> = {...folderOfThird(), "own.yaml": 'own: "eigen {n}"'};
  const messages = (folder["messages.yaml"] ?? "").replace('summary: "Summary"', 'summary: "Zusammenfassung"');
  const third = loadLocale("de", {...folder, "messages.yaml": messages});

  it("is a folder and no code", () => {
    const report = write(analysisNaming("m"), {locale: third, date: "2026-11-25", agentType: "Baseline", configuration: {}});
    expect(report.locale).toBe("de");
    expect(report.sections[0]?.title).toBe("Zusammenfassung");
    expect(unboundDigits(report)).toEqual([]);
    const text = renderMarkdown(report, markdownTemplate("en"));
    expect(text).toContain("10,0");
    expect(text).toContain("Wort/s");
    expect(third.text("own", {n: 3})).toBe("eigen 3");
  });

  it("takes nothing from another language", () => {
    const report = write(analysisNaming("m"), {locale: third, date: "2026-11-25", agentType: "Baseline", configuration: {}});
    expect(plain(spansOf(report))).not.toMatch(/\p{Script=Cyrillic}/u);
  });

  it("must not be named like no language at all", () => {
    expect(() => loadLocale("no language", folder)).toThrow(/language tag/);
    expect(localeOf("ru").name).toBe("ru");
  });
});

describe("the checks of a model's sentences", () => {
  const lists = (folderOfThird()["prose.yaml"] ?? "").replace('chat: "', 'chat: "gewiss | ');
  const third = loadLocale("de", {...folderOfThird(), "prose.yaml": lists});

  it("know a third language by its folder alone", () => {
    const of = {text: "The first token comes after this.", letters: new Map()};
    expect(faultsOfRewording("The first token arrives after this.", of, third)).toEqual([]);
    expect(faultsOfRewording("Gewiss, the first token arrives after this.", of, third).map(reasonOf)).toContain("chat");
  });

  it("say which file a folder lacks or has wrong", () => {
    const {"prose.yaml": _, ...without} = folderOfThird();
    expect(() => loadLocale("de", without).prose).toThrow(/de\/prose\.yaml/);
    expect(() => loadLocale("de", {...without, "prose.yaml": lists.replace("script: Latin", "script: 3")}).prose).toThrow(/script/);
  });
});
