import {readFileSync} from "node:fs";
import type {Span} from "../../../agents/contracts/index.ts";
import {type Lettered, lettered} from "../../../agents/prose/index.ts";
import {analysisOf, reportOf} from "../../support/report-of.ts";

export type Language = "ru" | "en";

/** A rewording and the sentence that it rewords. */
export interface Case {
  of: Lettered;
  text: string;
}

/** Cases of a file: a line with `=` is a sentence of the template, those below it reword it. */
export function casesOf(file: string): Case[] {
  const lines = readFileSync(new URL(`../../fixtures/prose/${file}`, import.meta.url), "utf8").split("\n");
  let of: Lettered = {text: "", letters: new Map()};
  return lines.flatMap(line => {
    if (line === "" || line.startsWith("#")) return [];
    if (!line.startsWith("= ")) return [{of, text: line}];
    of = sentence(line.slice(2));
    return [];
  });
}

/** A lettered sentence whose letters stand for some name each. */
export function sentence(text: string): Lettered {
  const letters = text.match(/\[[a-z]{1,2}\]/g) ?? [];
  return {text, letters: new Map(letters.map((letter): [string, Span[]] => [letter, [{text: letter, style: "code"}]]))};
}

const samples = new URL("../../../data/samples/", import.meta.url);

/** The sentences of the report of our own samples that a model may reword: items of lists, paragraphs, and their single sentences. */
export async function templatesOf(language: Language): Promise<Lettered[]> {
  const report = reportOf(await analysisOf(samples), language);
  const spans = report.sections
    .filter(({id}) => id !== "appendix")
    .flatMap(({blocks}) => blocks.flatMap(block => (block.type === "list" ? block.items : "spans" in block ? [block.spans] : [])));
  const whole = spans.map(lettered);
  const single = whole.flatMap(({text}) => text.split(/(?<=\.) (?=\p{Lu}|\[[a-z]{1,2}\] )/u).map(sentence));
  const all = [...whole, ...single].filter(({text}) => /\.(\s*\[[a-z]{1,2}\])?$/.test(text) && text.length > 30);
  return [...new Map(all.map(one => [one.text, one])).values()];
}
