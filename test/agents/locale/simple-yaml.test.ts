import {describe, expect, it} from "vitest";
import {parse} from "yaml";
import {simpleYaml} from "../../../agents/locale/simple-yaml.ts";
import {languages, localeFiles} from "../../support/report-of.ts";

const files = languages.flatMap(language =>
  Object.entries(localeFiles(language)).flatMap(([name, text]) =>
    name.endsWith(".yaml") && name !== "words.yaml" ? [[`${language}/${name}`, text] as const] : []
  )
);

describe("simple YAML", () => {
  it.each(files)("reads %s as the YAML parser does, without help", (_, text) => {
    expect(simpleYaml(text)).toEqual(parse(text, {schema: "failsafe"}));
  });

  it.each([
    ["nested maps, comments and blank lines", '# x\na:\n  b: y\n\n  # z\n  c:\n    d: "q: # \\"\\u00a0"\ne: f\n'],
    ["quoted keys", '"1/s": "a"\n'],
    ["lists of words", "a: [b, c d]\n"],
    ["an empty file", "# nothing\n"]
  ])("reads %s as the YAML parser does", (_, text) => {
    expect(simpleYaml(text) ?? "left to the parser").toEqual(parse(text, {schema: "failsafe"}) ?? {});
  });

  it.each([
    ["a doubled key", "a: x\na: y"],
    ["a list by dashes", "a:\n  - b"],
    ["a map on one line", "a: {b: c}"],
    ["a block of text", "a: |\n  b"],
    ["an anchor", "a: &b c"],
    ["a single-quoted text", "a: 'b'"],
    ["a comment behind a value", "a: b # c"],
    ["a colon in a value", "a: b: c"],
    ["a wrong indentation", "a:\n   b: c\n  d: e"],
    ["a key without value", "a:\nb: c"],
    ["an unfinished text", 'a: "b'],
    ["an escape of YAML only", 'a: "\\xe9"'],
    ["a tab", "a:\n\tb: c"],
    ["a prototype", "__proto__: x"]
  ])("leaves %s to the YAML parser", (_, text) => {
    expect(simpleYaml(text)).toBeUndefined();
  });
});
