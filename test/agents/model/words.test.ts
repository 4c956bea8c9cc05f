import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {localeOf} from "../../support/locales.ts";

/** Codes as they stand in the types of errors.ts. */
const codes = [...readFileSync(new URL("../../../agents/model/errors.ts", import.meta.url), "utf8").matchAll(/\| "([a-z-]+)"/g)].map(
  ([, code]) => code ?? ""
);

/** Every value that an error may carry. */
const values = {
  address: "http://127.0.0.1:11434",
  reason: "ECONNREFUSED",
  status: "503",
  model: "gemma3",
  nearest: "none",
  stage: "writer/summary",
  waiting: "reply",
  seconds: "60",
  name: "node-llama-cpp",
  command: "npm install x",
  tried: "ollama",
  start: "<html>",
  count: "-1",
  counted: "5",
  expected: "50"
};

describe.each(["ru", "en"])("words of the model layer, %s", name => {
  it.each(codes)("has advice for %s", code => {
    const text = localeOf(name).text(`error.${code}`, values);
    expect(text).not.toMatch(/[{}]/);
    expect(text).toMatch(name === "ru" ? /[а-я]/ : /[a-z]/);
  });

  it("has the same keys as the other language", () => {
    const keys = (locale: string) =>
      localeOf(locale)
        .keys()
        .filter(key => /^(error\.(model|reply|pack|prompt)|model\.|doctor\.)/.test(key));
    expect(keys(name).toSorted()).toEqual(keys(name === "ru" ? "en" : "ru").toSorted());
    expect(keys(name).length).toBeGreaterThan(45);
  });
});
