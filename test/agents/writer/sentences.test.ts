import {describe, expect, it} from "vitest";
import type {Block, Span} from "../../../agents/contracts/index.ts";
import {plain} from "../../../agents/locale/index.ts";
import {restyled} from "../../../agents/writer/restyled.ts";
import {mapSentences} from "../../../agents/writer/sentences.ts";

const value: Span = {text: "58 %", fact: "f"};
const name: Span = {text: "gemma3:1b", style: "code"};
const reference: Span = {text: "[1]", reference: 1};
const paragraph = (...spans: Span[]): Block => ({type: "paragraph", by: "template", spans});
const long = "у модели больше всего времени занимает генерация ";

/** Sentences that are offered, with all else that the blocks hold. */
function offered(blocks: Block[], section: "summary" | "recommendations" = "summary"): string[] {
  const found: string[] = [];
  const same = mapSentences(section, blocks, sentence => {
    found.push(plain(sentence));
    return undefined;
  });
  expect(same).toEqual(blocks);
  return found;
}

describe("mapSentences", () => {
  it("offers sentence by sentence, without references and the white space between", () => {
    const spans = [{text: `Здесь ${long}`}, value, {text: `. Там ${long}`}, name, {text: "."}, {text: " "}, reference];
    expect(offered([paragraph(...spans)])).toEqual([`Здесь ${long}58 %.`, `Там ${long}gemma3:1b.`]);
  });

  it("does not cut at a full stop inside a name or a value", () => {
    const spans = [{text: `Здесь ${long}`}, {text: "a. b", style: "code" as const}, {text: " и "}, {text: "1. 5", fact: "f"}, {text: "."}];
    expect(offered([paragraph(...spans)])).toHaveLength(1);
  });

  it.each<[string, Span[]]>([
    ["a sentence without value or name", [{text: "Надёжность этого вывода очень высокая."}]],
    ["a title in bold", [{text: "Генерация занимает больше всего времени у ", style: "strong"}, name, {text: ".", style: "strong"}]],
    ["a sentence of few words", [{text: "Модель "}, name, {text: " медленнее."}]],
    ["a number of an item", [{text: "1", form: "count"}, {text: "."}]]
  ])("passes over %s", (_, spans) => {
    expect(offered([paragraph(...spans)])).toEqual([]);
  });

  it("passes over headings, notes, suppositions and tables of values", () => {
    const spans = [{text: `Здесь ${long}`}, value, {text: "."}];
    const table: Block = {type: "table", caption: spans, head: [], align: [], rows: [[spans]]};
    const blocks: Block[] = [
      {type: "heading", id: "h", spans},
      {type: "note", spans},
      {type: "paragraph", by: "model", supposition: true, spans},
      table
    ];
    expect(offered(blocks)).toEqual([]);
    expect(offered([table], "recommendations")).toEqual([plain(spans)]);
  });

  it("puts what comes back in the place and says who wrote it", () => {
    const spans = [{text: `Здесь ${long}`}, value, {text: "."}, {text: " "}, reference];
    const list: Block = {type: "list", by: "template", ordered: true, items: [spans, [{text: "Другое."}]]};
    const [changed] = mapSentences("summary", [list], () => [{text: "Иначе."}]);
    expect(changed).toEqual({...list, by: "model", items: [[{text: "Иначе."}, {text: " "}, reference], [{text: "Другое."}]]});
  });
});

describe("restyled", () => {
  const template: Span[] = [
    {text: "Больше всего времени занимает ", style: "strong"},
    name,
    {text: ":", style: "strong"},
    {text: " это "},
    value,
    {text: "."}
  ];

  it("is bold up to the mark that the template is bold up to", () => {
    const spans = [{text: "Дольше всего длится "}, name, {text: ": здесь "}, value, {text: "."}];
    expect(restyled(spans, template)).toEqual([
      {text: "Дольше всего длится ", style: "strong"},
      name,
      {text: ":", style: "strong"},
      {text: " здесь "},
      value,
      {text: "."}
    ]);
  });

  it("is not bold where the mark is lost or stands behind other values", () => {
    const lost = [{text: "Дольше всего длится "}, name, {text: " — здесь "}, value, {text: "."}];
    const later = [{text: "Дольше всего длится "}, name, {text: " "}, value, {text: ": здесь."}];
    for (const spans of [lost, later]) expect(restyled(spans, template)).toEqual(spans);
  });

  it("takes away a style that letters brought along", () => {
    expect(restyled([{text: "Слова", style: "strong"}, value], [{text: "Другие "}, value])).toEqual([{text: "Слова"}, value]);
  });
});
