import {IntlMessageFormat} from "intl-messageformat";
import {describe, expect, it} from "vitest";
import {parse} from "yaml";
import {z} from "zod";
import {metrics} from "../../../agents/contracts/index.ts";
import {loadLocale} from "../../../agents/locale/index.ts";
import {languages, localeFiles, localeOf} from "../../support/report-of.ts";

const [ru, en] = [localeOf("ru"), localeOf("en")];
const both = [ru, en] as const;

/** Placeholders that a message uses in any branch; `_nom`, `_gen`, … are one placeholder, languages need different cases. */
function placeholders(source: string): string[] {
  const found = new Set<string>();
  const walk = (elements: ReturnType<IntlMessageFormat["getAst"]>): void => {
    for (const element of elements) {
      if (!("value" in element) || element.type === 0) continue;
      found.add(element.value.replace(/_(nom|gen|dat|acc|ins|pre)$/, "_case").replace(/_plural$/, ""));
      if ("options" in element) for (const option of Object.values(element.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(source, "en", undefined, {ignoreTag: true}).getAst());
  return [...found].sort();
}

/** Literal text of a message without placeholders; what stands in code style is one letter. */
function prose(source: string): string {
  const texts: string[] = [];
  const walk = (elements: ReturnType<IntlMessageFormat["getAst"]>): void => {
    for (const element of elements) {
      if (!("value" in element)) continue;
      if ("options" in element) for (const option of Object.values(element.options)) walk(option.value);
      else texts.push(element.type === 0 ? element.value : "…");
    }
  };
  walk(new IntlMessageFormat(source, "en", undefined, {ignoreTag: true}).getAst());
  return texts.join("").replace(/`[^`]*`/g, "…");
}

const messagesWhere = (isWrong: (text: string, key: string) => boolean, locale = ru): string[] =>
  locale.keys().flatMap(key => (isWrong(prose(locale.source(key)), key) ? [`${key}: ${locale.source(key)}`] : []));

describe("both languages", () => {
  it("have the same messages", () => {
    const [russian, english] = both.map(locale => new Set(locale.keys()));
    expect({
      onlyRussian: [...russian!].filter(key => !english!.has(key)),
      onlyEnglish: [...english!].filter(key => !russian!.has(key))
    }).toEqual({
      onlyRussian: [],
      onlyEnglish: []
    });
  });

  /** A message may say less or more in one language only where it is listed here, with the reason. */
  const different: Readonly<Record<string, string>> = {};

  it("use the same values in each message", () => {
    const differences = ru.keys().flatMap(key => {
      if (!en.has(key) || key in different) return [];
      const [russian, english] = both.map(locale => placeholders(locale.source(key)));
      const normalised = (names: string[] | undefined) => (names ?? []).map(name => name.replace(/_(times|number)$/, "_factor")).join(" ");
      return normalised(russian) === normalised(english) ? [] : [`${key}: ru {${russian}} en {${english}}`];
    });
    expect(differences).toEqual([]);
  });

  it("have a word for every metric of the vocabulary", () => {
    for (const locale of both) expect(Object.keys(metrics).filter(metric => locale.metric(metric, "nom") === undefined)).toEqual([]);
  });

  it.each(languages)("have messages that can all be compiled (%s)", name => {
    const locale = localeOf(name);
    for (const key of locale.keys()) expect(() => placeholders(locale.source(key)), key).not.toThrow();
  });

  it.each(languages)("have no number of their own: no digit outside code style but 95 percent, no # (%s)", name => {
    expect(messagesWhere(text => /\d|#/.test(text.replace(/95 %|95 percent/g, "").replace(/p95/g, "")), localeOf(name))).toEqual([]);
  });

  it.each(languages)("have no straight quotes, no hyphen for a dash, no double space (%s)", name => {
    expect(messagesWhere(text => /["']/.test(text.replace(/\b's\b/g, "")) || / -{1,2} | {2}/.test(text), localeOf(name))).toEqual([]);
  });
});

describe("Russian messages", () => {
  const lists = z.record(z.string(), z.array(z.string())).parse(parse(localeFiles("ru")["words.yaml"] ?? ""));
  const pattern = (entry: string): RegExp =>
    new RegExp(`(?<!\\p{L})${entry.endsWith("*") ? `${entry.slice(0, -1)}` : `${entry}(?!\\p{L})`}`, "iu");

  it.each(Object.keys(lists))("have no word of the list %s", list => {
    for (const entry of lists[list] ?? [])
      expect(
        messagesWhere(text => pattern(entry).test(text)),
        entry
      ).toEqual([]);
  });

  it("finds a word of the lists whatever its ending", () => {
    expect(
      ["Утилизации", "данный", "отчета", "в рамках"].map(word =>
        Object.values(lists)
          .flat()
          .some(entry => pattern(entry).test(word))
      )
    ).toEqual([true, true, true, true]);
    expect(
      ["отчёт", "прогретый", "данные", "пересчёт"].some(word =>
        Object.values(lists)
          .flat()
          .some(entry => pattern(entry).test(word))
      )
    ).toBe(false);
  });

  it("have Latin letters in reports only as names, known or in code style", () => {
    const known = /Ollama|llama-bench|llama\.cpp|GPU|CPU|UTC|TTFT|TPOT|KV|\bn\b|\bt-|eager|prefill|decode/g;
    const {
      "locale.yaml": words = "",
      "messages.yaml": messages = "",
      "findings.yaml": findings = "",
      "history.yaml": runs = ""
    } = localeFiles("ru");
    const inReports = loadLocale("ru", {
      "locale.yaml": words,
      "messages.yaml": messages,
      "findings.yaml": findings,
      "history.yaml": runs
    }).keys();
    const wrong = inReports.filter(key => /[A-Za-z]/.test(prose(ru.source(key)).replace(known, "")));
    expect(wrong.map(key => `${key}: ${ru.source(key)}`)).toEqual([]);
  });
});
