import {describe, expect, it} from "vitest";
import type {Span} from "../../../agents/contracts/index.ts";
import {ModelUnavailableError, openScripted, openSession, type Script} from "../../../agents/model/index.ts";
import {reword} from "../../../agents/writer/index.ts";
import {loadPack} from "../../../pipelines/packs.ts";
import {askedItems} from "../../support/echo-model.ts";
import {localeOf} from "../../support/locales.ts";

const pack = loadPack("chimera");
const sentence = (subject: string): Span[] => [
  {text: "У модели "},
  {text: subject, style: "code"},
  {text: " больше всего времени занимает генерация: "},
  {text: "58 %", fact: subject},
  {text: "."}
];
const sentences = ["a:1b", "b:2b", "c:3b", "d:4b"].map(sentence);

/** Says each sentence as `say` has it; undefined leaves one out. `index` counts calls from 0. */
const saying =
  (say: (text: string, number: number, index: number) => string | undefined): Script =>
  ({user}, index) =>
    JSON.stringify({
      sentences: askedItems(user).flatMap(({number, text}) => {
        const said = say(text, number, index);
        return said === undefined ? [] : [{of: number, text: said}];
      })
    });

async function reworded(script: Script, all: readonly (readonly Span[])[] = sentences) {
  const port = openScripted(script);
  const repair = (fault: {user: string; reply: string; issues: readonly string[]}) => pack.prompts.repair.render(fault).user;
  const session = openSession(port, {clock: {seconds: () => 0}, repair});
  const result = await reword("summary", all, {
    session,
    locale: localeOf("ru"),
    prompt: (section, numbered) => pack.prompts.writer.render({language: "Russian", section, sentences: numbered}),
    repair
  });
  return {...result, requests: port.requests};
}

const dash = (text: string): string => text.replace(": ", " — ");

describe("reword", () => {
  it("takes what says the same, by the number of the sentence", async () => {
    const {prose, calls, isWhole} = await reworded(saying(dash));
    expect(prose).toMatchObject({version: 1, section: "summary", locale: "ru", offered: 4, refused: []});
    expect(prose.sentences.map(({of}) => of)).toEqual([1, 2, 3, 4]);
    expect(prose.sentences[0]?.text).toBe("У модели [a] больше всего времени занимает генерация — [b].");
    expect(calls).toMatchObject([{agent: "writer", section: "summary", attempt: 1, rejected: []}]);
    expect(isWhole).toBe(true);
  });

  it("asks about eight sentences at most in one call", async () => {
    const {requests, prose} = await reworded(
      saying(dash),
      Array.from({length: 11}, (_, index) => sentence(`m${index}`))
    );
    expect(requests.length).toBeGreaterThan(1);
    for (const {user} of requests) expect(askedItems(user).length).toBeLessThanOrEqual(8);
    expect(prose.sentences).toHaveLength(11);
  });

  it("repairs a refused sentence once, alone, with what is wrong in the language of the report", async () => {
    const {prose, calls, requests} = await reworded(
      saying((text, number, index) => (index === 0 && number === 2 ? "Около 60 %." : dash(text)))
    );
    expect(prose.refused).toEqual([]);
    expect(prose.sentences).toHaveLength(4);
    expect(calls.map(({attempt, rejected}) => [attempt, rejected.map(({of}) => of)])).toEqual([
      [1, [2]],
      [2, []]
    ]);
    expect(calls[0]?.rejected[0]).toMatchObject({
      text: "Около 60 %.",
      faults: expect.arrayContaining([expect.objectContaining({code: "digit"})])
    });
    const repair = requests[1]?.user ?? "";
    expect(repair).toContain("1. У модели [a]");
    expect(repair).not.toContain("2. У модели");
    expect(repair).toMatch(/- .*[а-я]{4}/);
    expect(repair).toContain("Около 60 %.");
  });

  it("leaves the template's sentence where the repair fails too, with the reason", async () => {
    const {prose, calls} = await reworded(
      saying((text, number, index) => (index > 0 || number === 1 ? "Намного больше [a] [b]." : dash(text)))
    );
    expect(prose.refused).toEqual([{of: 1, code: expect.any(String)}]);
    expect(prose.sentences.map(({of}) => of)).toEqual([2, 3, 4]);
    expect(calls.map(({rejected}) => rejected.length)).toEqual([1, 1]);
  });

  it("leaves the whole section to the template when under half is accepted", async () => {
    const {prose} = await reworded(saying((text, _, index) => (index === 0 && text.includes("[a]") ? undefined : "Чат.")));
    expect(prose.sentences).toEqual([]);
    expect(prose.refused).toHaveLength(4);
    const three = await reworded(saying((text, number, index) => (index === 0 && number === 1 ? dash(text) : "Чат.")));
    expect(three.prose.sentences).toEqual([]);
    expect(three.prose.refused[0]).toEqual({of: 1, code: "section-dropped"});
  });

  it("asks nothing more of a section that is lost", async () => {
    const many = Array.from({length: 24}, (_, index) => sentence(`m${index}`));
    const {prose, requests} = await reworded(
      saying(() => "Чат."),
      many
    );
    expect(prose.sentences).toEqual([]);
    expect(prose.refused).toHaveLength(24);
    expect(prose.refused.at(-1)).toEqual({of: 24, code: "section-dropped"});
    expect(requests.length).toBeLessThan(24);
  });

  it("is not whole when the model goes away during a repair", async () => {
    const gone = new ModelUnavailableError("model-server-gone", "gone");
    const script: Script = (request, index) =>
      index > 0
        ? gone
        : JSON.stringify({
            sentences: askedItems(request.user).map(({number, text}) => ({of: number, text: number === 4 ? "Чат." : dash(text)}))
          });
    const {prose, isWhole} = await reworded(script);
    expect(isWhole).toBe(false);
    expect(prose.sentences).toHaveLength(3);
  });

  it("rejects sentences that nobody asked for", async () => {
    const {prose, calls} = await reworded(({user}) =>
      JSON.stringify({
        sentences: [
          ...askedItems(user).map(({number, text}) => ({of: number, text: dash(text)})),
          {of: 1, text: "Ещё раз."},
          {of: 99, text: "Лишнее."}
        ]
      })
    );
    expect(prose.sentences).toHaveLength(4);
    expect(calls[0]?.rejected).toEqual([
      {of: 1, text: "Ещё раз.", faults: [{code: "unasked", values: {}}]},
      {of: 99, text: "Лишнее.", faults: [{code: "unasked", values: {}}]}
    ]);
  });

  it("says in the calls what had no room", async () => {
    const endless: Span[] = [{text: "слово ".repeat(600)}, {text: "5", fact: "f"}, {text: "."}];
    const {prose, calls} = await reworded(saying(dash), [...sentences, endless]);
    expect(prose.refused).toEqual([{of: 5, code: "sentences-dropped"}]);
    expect(calls.at(-1)?.notes).toEqual([{code: "sentences-dropped", values: {count: 1}}]);
  });
});
