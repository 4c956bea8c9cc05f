import {describe, expect, it} from "vitest";
import {faultsOfSupposition, type KnownCause, reasonOf} from "../../../agents/prose/index.ts";
import {localeOf} from "../../support/report-of.ts";
import {sentence} from "./cases.ts";

const locales = {ru: localeOf("ru"), en: localeOf("en")};

const english = {
  statement: sentence("The overall speed of model [a] does not grow with the number of clients: [b] with up to [c] clients."),
  cause: {code: "one-slot", text: "The server answers one request at a time and lets the others wait in a queue."}
};
const russian = {
  statement: sentence("Общая скорость модели [a] с числом клиентов не растёт: [b] при числе клиентов до [c]."),
  cause: {code: "one-slot", text: "Сервер обрабатывает запросы по одному, а остальные ждут в очереди."}
};

const reasons = (
  text: string,
  {statement, cause}: {statement: typeof english.statement; cause: KnownCause},
  language: "ru" | "en"
): string[] => [...new Set(faultsOfSupposition(text, statement, cause, locales[language]).map(reasonOf))];

describe("faultsOfSupposition", () => {
  it.each([
    "The server may answer one request at a time and let the other clients of model [a] wait in a queue.",
    "Probably the server lets the requests of other clients wait in a queue.",
    "The overall speed of model [a] may not grow because the server answers one request at a time."
  ])("accepts: %s", text => {
    expect(reasons(text, english, "en")).toEqual([]);
  });

  it.each([
    "Вероятно, сервер обрабатывает запросы по одному, а остальные клиенты ждут в очереди.",
    "Сервер может обрабатывать запросы модели [a] по одному, пока остальные ждут в очереди.",
    "Возможно, запросы ждут в очереди, и поэтому общая скорость не растёт."
  ])("accepts: %s", text => {
    expect(reasons(text, russian, "ru")).toEqual([]);
  });

  it.each([
    ["an assertion", "The server answers one request at a time and lets the others wait in a queue.", "certainty"],
    ["a digit", "The server may answer 1 request at a time and let the others wait in a queue.", "digit"],
    ["a number word", "The server may answer two requests at a time and let the others wait in a queue.", "digit"],
    ["a letter that the statement lacks", "The server may answer one request of [d] at a time.", "letter"],
    ["a letter twice", "The server may let [a] wait in a queue of [a].", "letter"],
    ["advice", "The server may answer one request at a time, so you should raise the number of slots.", "chat"],
    ["chat", "Sure, the server may answer one request at a time.", "chat"],
    ["another cause", "The processor may be too hot.", "word"],
    ["nothing of the cause", "The overall speed of model [a] may not grow.", "subject"],
    ["the other direction", "The server may answer one request at a time, and the overall speed falls.", "direction"],
    ["one more denial", "The server may not answer one request at a time and not let the others wait.", "certainty"],
    ["an intensifier", "The server may always answer one request at a time.", "certainty"],
    ["several sentences", "The server may answer one request at a time. The others wait in a queue.", "markup"],
    ["markup", "The server **may** answer one request at a time.", "markup"],
    ["another language", "Сервер may answer one request at a time.", "language"]
  ])("names %s", (_, text, reason) => {
    expect(reasons(text, english, "en")).toContain(reason);
  });

  it.each([
    ["an assertion", "Сервер обрабатывает запросы по одному, а остальные ждут в очереди.", "certainty"],
    ["a number word", "Вероятно, сервер обрабатывает два запроса, а остальные ждут в очереди.", "digit"],
    ["advice", "Вероятно, сервер обрабатывает запросы по одному, следует увеличить число потоков.", "chat"],
    ["another cause", "Вероятно, процессор перегрелся.", "word"]
  ])("names %s in Russian", (_, text, reason) => {
    expect(reasons(text, russian, "ru")).toContain(reason);
  });
});
