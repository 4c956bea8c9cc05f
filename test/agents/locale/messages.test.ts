import {describe, expect, it} from "vitest";
import {capitalised, type Locale, LocaleError, loadLocale, plain, text} from "../../../agents/locale/index.ts";
import {localeFiles} from "../../support/report-of.ts";
import {factOf} from "../../support/small-analysis.ts";
import {visible} from "../../support/visible.ts";

const localeYaml = localeFiles("ru")["locale.yaml"] ?? "";
const withMessages = (messages: string, more: Record<string, string> = {}): Locale =>
  loadLocale("ru", {"locale.yaml": localeYaml, "messages.yaml": messages, ...more});
const count = (value: number) => ({facts: {n: factOf({value, unit: "1", kind: "counted"})}});

describe("messages of a locale", () => {
  it("joins nested keys by dots and reads every file but the word lists", () => {
    const locale = withMessages("a:\n  b: внутри\n", {"more.yaml": "c: рядом", "words.yaml": "calques: [является]"});
    expect(locale.keys()).toEqual(["a.b", "c"]);
    expect(locale.text("a.b")).toBe("внутри");
  });

  it("puts a fact in place with its id and in the form that the placeholder asks for", () => {
    const spans = withMessages('m: "Быстрее в {speed_times}."').message("m", {facts: {speed: factOf({id: "s", value: 2.8, unit: "x"})}});
    expect(spans).toEqual([{text: "Быстрее в "}, {text: "2,8\u00a0раза", fact: "s", form: "times"}, {text: "."}]);
  });

  it("makes code and strong text of the marks and leaves values as they are", () => {
    const spans = withMessages('m: "**Важно:** `done: false` и {name}"').message("m", {words: {name: "a`b**c"}});
    expect(spans.map(({text, style}) => [text, style])).toEqual([
      ["Важно:", "strong"],
      [" ", undefined],
      ["done: false", "code"],
      [" и ", undefined],
      ["a`b**c", "code"]
    ]);
  });

  it("never turns braces of a value into a placeholder", () => {
    expect(plain(withMessages('m: "имя {name}"').message("m", {words: {name: "{n} {{x}}"}}))).toBe("имя {n} {{x}}");
  });

  it.each([
    [1, "прочитан 1⍽файл"],
    [2, "прочитано 2⍽файла"],
    [5, "прочитано 5⍽файлов"],
    [11, "прочитано 11⍽файлов"],
    [21, "прочитан 21⍽файл"],
    [101, "прочитан 101⍽файл"],
    [112, "прочитано 112⍽файлов"]
  ])("agrees verb and noun with %d and keeps the noun on the line of its number", (value, expected) => {
    const locale = withMessages(
      'm: "{n_plural, select, one {прочитан} other {прочитано}} {n} {n_plural, select, one {файл} few {файла} many {файлов} other {файла}}"'
    );
    expect(visible(plain(locale.message("m", count(value))))).toBe(expected);
  });

  it.each([
    [1, "из 1⍽запроса"],
    [2, "из 2⍽запросов"],
    [21, "из 21⍽запроса"],
    [5, "из 5⍽запросов"]
  ])("has a genitive set of its own for %d", (value, expected) => {
    const locale = withMessages('m: "из {n} {n_plural, select, one {запроса} other {запросов}}"');
    expect(visible(plain(locale.message("m", count(value))))).toBe(expected);
  });

  it("decides an ICU plural by the number as it is shown", () => {
    const locale = withMessages('m: "{n} {n, plural, one {раз} few {раза} many {раз} other {раза}}"');
    expect([1, 3, 7].map(n => visible(locale.text("m", {n})))).toEqual(["1⍽раз", "3⍽раза", "7⍽раз"]);
    expect(visible(plain(locale.message("m", {facts: {n: factOf({value: 5, unit: "x"})}})))).toBe("5,00⍽раза");
  });

  it("keeps dash and percent sign on the line of the word before", () => {
    expect(visible(plain(withMessages('m: "это — 95 % и ± {n}"').message("m", count(2))))).toBe("это⍽— 95⍽% и⍽±⍽2");
  });

  it("closes up the space that an empty placeholder leaves", () => {
    const spans = withMessages('m: "в {place} {empty}: {n}"').message("m", {words: {place: "grid"}, more: {empty: []}, ...count(2)});
    expect(plain(spans)).toBe("в grid: 2");
    const dashed = withMessages('m: "в {place} {empty} — {n}"').message("m", {words: {place: "grid"}, more: {empty: []}, ...count(2)});
    expect(visible(plain(dashed))).toBe("в grid⍽— 2");
  });

  it("keeps the space before a mark that begins a word", () => {
    for (const text of ["из ./a", "порт :80", "файл .env", "ключ ;x"]) expect(plain(withMessages(`m: "${text}"`).message("m"))).toBe(text);
    expect(plain(withMessages('m: "из ) и ; да ."').message("m"))).toBe("из) и; да.");
  });
});

describe("a wrong locale", () => {
  it.each([
    ["a missing message", () => withMessages("a: x").text("b"), /prompts\/report\/ru\/.*message b is missing/],
    ["a missing placeholder", () => withMessages('a: "{x}"').message("a"), /ru\/messages\.yaml: message a: .*\{x\}/],
    ["a syntax error", () => withMessages('a: "{x"').text("a"), /ru\/messages\.yaml: message a: /],
    ["a select without other", () => withMessages('a: "{x, select, one {y}}"').text("a", {x: "one"}), /ru\/messages\.yaml: message a: /],
    ["a number sign", () => withMessages('a: "{n, plural, other {# x}}"').text("a", {n: 2}), /message a: # is not allowed/],
    ["an exact number", () => withMessages('a: "{n, plural, =0 {y} other {x}}"').text("a", {n: 2}), /message a: a number as an option/],
    ["a format", () => withMessages('a: "{n, number}"').text("a", {n: 2}), /message a: \{n\} must not be given a format/],
    [
      "spans that decide",
      () => withMessages('a: "{n, select, other {y}}"').message("a", {more: {n: [text("1")]}}),
      /no text that could choose/
    ],
    ["a key in two files", () => withMessages("a: x", {"more.yaml": "a: y"}), /ru\/more\.yaml: key a stands in messages\.yaml too/],
    ["a key twice in one file", () => withMessages("a: x\na: y"), /ru\/messages\.yaml: .*unique/],
    ["no YAML", () => withMessages('a: "x'), /ru\/messages\.yaml: /],
    ["a list", () => withMessages("a: [x]"), /ru\/messages\.yaml: key a/],
    ["a missing word", () => loadLocale("ru", {"locale.yaml": "name: x"}), /ru\/locale\.yaml: /],
    ["a missing file", () => loadLocale("ru", {}), /ru\/locale\.yaml: /],
    [
      "more forms than the language has",
      () => loadLocale("ru", {"locale.yaml": localeYaml.replace('model: "', 'model: "a | b | c | d | e | f | g | ')}),
      /ru\/locale\.yaml: .*model has more forms/
    ]
  ])("is reported with file and key: %s", (_, use, message) => {
    expect(use).toThrow(LocaleError);
    expect(use).toThrow(message);
  });
});

describe("capital letters", () => {
  it("begin sentences, and leave names and values alone", () => {
    const spans = capitalised([
      text("у модели "),
      {text: "gemma", style: "code"},
      text(". быстрее; но. "),
      {text: "x", fact: "f"},
      text(" раз")
    ]);
    expect(plain(spans)).toBe("У модели gemma. Быстрее; но. x раз");
    expect(plain(capitalised([{text: "name", style: "code"}, text(" показывает")]))).toBe("name показывает");
  });
});
