import {spawn} from "node:child_process";
import {readFileSync} from "node:fs";
import {afterEach, describe, expect, it} from "vitest";
import {benchmarkFiles} from "../support/benchmark-files.ts";
import {bundle, chimera} from "../support/chimera.ts";
import {echoed, userOf} from "../support/echo-model.ts";
import {type ChatAnswer, type FakeOllama, startFakeOllama} from "../support/fake-ollama.ts";
import {temporaryFolder, writeFiles} from "../support/temporary-folder.ts";

const open: FakeOllama[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(server => server.close()));
});

const tooLong: ChatAnswer = {kind: "raw", status: 400, body: '{"error":"the input length exceeds the context length"}'};

/** Says in the examination what is asked for, and rewords as asked. */
function willing(body: Record<string, unknown>): ChatAnswer {
  const user = userOf(body);
  if (user.length > 4000) return tooLong;
  if (/^\d+\. /m.test(user)) return {kind: "reply", text: echoed(user, text => text.replace(": ", " — "))};
  return {kind: "reply", text: body["format"] === undefined ? "A river." : '{"text": "Река течёт к морю."}'};
}

async function fake(
  chat: (body: Record<string, unknown>) => ChatAnswer = willing,
  answers: Record<string, string> = {}
): Promise<FakeOllama> {
  const server = await startFakeOllama({chat: (_, body) => chat(body), answers});
  open.push(server);
  return server;
}

function runs(): string {
  const folder = temporaryFolder();
  writeFiles(`${folder}/runs`, benchmarkFiles());
  return folder;
}

const inRussian = {CHIMERA_LANG: "ru"};

describe("chimera doctor", () => {
  it("says what server and model are, in the language asked for", async () => {
    const {url} = await fake();
    const words = ["doctor", "--provider", "ollama", "--base-url", url, "--model", "gemma3:270m", "--set", "num_ctx=1024"];
    const english = await chimera(words, {cwd: temporaryFolder()});
    expect(english).toMatchObject({code: 0, stderr: ""});
    for (const text of [
      `Server: ${url}, version 0.24.0`,
      "Model: gemma3:270m (gemma3, 268.10M, Q4_K_M)",
      "Digest: b2ebe",
      "Window in effect: 1024",
      "Schema of the reply is kept: yes",
      "Prompt processing: ",
      "Replies of the form asked for: 5 of 5",
      "Cyrillic letters in Russian replies: 100\u00a0%"
    ])
      expect(english.stdout).toContain(text);
    const russian = await chimera([...words, "--lang", "ru"], {cwd: temporaryFolder()});
    expect(russian.stdout).toMatch(/^Сервер: .*версия 0\.24\.0\n/);
    expect(russian.stdout).not.toMatch(/[{}]|undefined/);
  });

  it("prints one JSON document with the advice in words", async () => {
    const {url} = await fake(() => ({kind: "reply", text: "{}"}));
    const {code, stdout} = await chimera(["doctor", "--base-url", url, "--model", "gemma3:270m", "--json"], {cwd: temporaryFolder()});
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({
      description: {serverVersion: "0.24.0", digest: expect.any(String)},
      validReplies: {valid: 0, tries: 5},
      exitCode: code
    });
    expect(found.advice).toContainEqual({code: "few-valid-replies", message: expect.stringMatching(/^0 of 5|0 of 5/)});
  });

  it("lists the models of a server when none is named", async () => {
    const {url} = await fake();
    expect(await chimera(["doctor", "--base-url", url], {cwd: temporaryFolder()})).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Server: .*\nModels: smollm2:135m, gemma3:270m\nWhat to do:\n- name a model.*\n$/)
    });
    const empty = await fake(willing, {"/api/tags": "ollama-0.24.0/tags-empty"});
    expect(await chimera(["doctor", "--base-url", empty.url], {cwd: temporaryFolder()})).toMatchObject({
      code: 4,
      stdout: expect.stringContaining("ollama pull")
    });
  });

  it.each<[string, string[], number, RegExp]>([
    ["a server that is not there", ["--base-url", "127.0.0.1:59999"], 4, /59999: сервер не отвечает \(ECONNREFUSED\); .*--base-url/],
    ["a missing package", ["--provider", "llamacpp", "--model", "x.gguf"], 4, /npm install node-llama-cpp@/],
    ["a provider without a model", ["--provider", "openai"], 2, /--model/],
    ["no provider", ["--provider", "none"], 2, /auto, ollama, llamacpp, openai/],
    ["an unknown language", ["--lang", "fr"], 2, /en, ru/]
  ])("gives advice in one line for %s", async (_, words, code, text) => {
    const ended = await chimera(["doctor", ...words], {cwd: temporaryFolder(), env: inRussian});
    expect(ended.code).toBe(code);
    expect(`${ended.stdout}${ended.stderr}`).toMatch(text);
  });

  it("offers the nearest names", async () => {
    const {url} = await fake(willing, {"/api/show": "ollama-0.24.0/show-404"});
    const {code, stdout} = await chimera(["doctor", "--base-url", url, "--provider", "ollama", "--model", "gemma3:27"], {
      cwd: temporaryFolder(),
      env: inRussian
    });
    expect({code, stdout}).toEqual({code: 4, stdout: expect.stringMatching(/модели gemma3:27 нет; есть: gemma3:270m/)});
  });
});

const readPrompt = (name: string): string => readFileSync(new URL(`../../prompts/chimera/${name}.hbs`, import.meta.url), "utf8");

describe("chimera prompts", () => {
  it("lists the configurations of the agents", async () => {
    const {code, stdout} = await chimera(["prompts", "list"], {cwd: temporaryFolder()});
    expect(code).toBe(0);
    expect(stdout.trim().split("\n")).toEqual([
      "baseline: type Baseline; agents that ask the model: writer; writer: reword; options: the server's own",
      "chimera: type Chimera; agents that ask the model: analyst, writer; writer: reword; options: num_gpu=60, num_ctx=1024, temperature=0.6"
    ]);
  });

  it("shows one with all its texts", async () => {
    const {stdout} = await chimera(["prompts", "show", "baseline"], {cwd: temporaryFolder()});
    for (const file of ["collector", "analyst", "writer", "repair"]) expect(stdout).toContain(`=== chimera/${file}.hbs\n`);
    expect(stdout).toContain("{{#each sentences}}");
  });

  it("shows what two say differently, line by line", async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      "mine/agent.yaml": "extends: chimera\noptions: {temperature: 0.2}\n",
      "mine/analyst.hbs": readPrompt("analyst").replace("- Only causes", "- Just causes")
    });
    const {stdout} = await chimera(["prompts", "diff", "chimera", "./mine"], {cwd});
    expect(stdout.split("\n").filter(line => /^[-+=]/.test(line))).toEqual([
      "=== agent.yaml",
      "-   num_gpu: 60",
      "-   num_ctx: 1024",
      "-   temperature: 0.6",
      "+   temperature: 0.2",
      "=== analyst.hbs",
      "- - Only causes from the list, by name.",
      "+ - Just causes from the list, by name."
    ]);
    expect((await chimera(["prompts", "diff", "baseline", "baseline"], {cwd})).stdout).toBe("baseline and baseline ask the same.\n");
  });

  it("checks a folder and names file, line and what is known", async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      "good/agent.yaml": "extends: chimera\n",
      "bad/agent.yaml": "extends: chimera\n",
      "bad/writer.hbs": "Reword.\n--- user ---\n{{sentense}}\n"
    });
    expect(await chimera(["prompts", "check", "good"], {cwd})).toMatchObject({code: 0, stdout: expect.stringMatching(/^good: valid\n/)});
    expect(await chimera(["prompts", "check", "./bad"], {cwd})).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^bad\/writer\.hbs:3: .*sentense.*sentences\[\]\.text\n$/)
    });
  });

  it.each([
    [["prompts", "shwo"], /show/],
    [["prompts", "show"], /chimera prompts list/],
    [["prompts", "diff", "chimera"], /a second name or path is needed/],
    [["prompts", "show", "baselin"], /baseline, chimera/],
    [["prompts", "check", "nowhere/at/all"], /baseline, chimera/]
  ])("says what is wrong with %j", async (words, text) => {
    const ended = await chimera(words, {cwd: temporaryFolder()});
    expect(ended).toMatchObject({code: 2, stdout: "", stderr: expect.stringMatching(text)});
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("chimera report with a model", () => {
  const words = (url: string, ...more: string[]) => [
    "report",
    "runs",
    "--lang",
    "en",
    "--date",
    "2026-11-25",
    "--agent",
    "chimera",
    "--provider",
    "ollama",
    "--model",
    "gemma3:270m",
    "--base-url",
    url,
    "--quiet",
    ...more
  ];

  it("rewords the report; the second time nothing is asked", async () => {
    const server = await fake();
    const cwd = runs();
    expect(await chimera(words(server.url), {cwd})).toMatchObject({code: 0, stderr: ""});
    const asked = server.chats().length;
    expect(asked).toBeGreaterThan(1);
    expect(await chimera(words(server.url), {cwd})).toMatchObject({code: 0, stderr: ""});
    expect(server.chats().length).toBe(asked);
    expect(readFileSync(`${cwd}/reports/runs/en/report.md`, "utf8")).toContain("sentences reworded");
  });

  it("sends nothing anywhere but to the server, whatever tracing is asked for", async () => {
    const server = await fake();
    const collector = await startFakeOllama({chat: () => ({kind: "reply", text: "{}"})});
    open.push(collector);
    const tracing = {
      LANGSMITH_TRACING: "true",
      LANGSMITH_TRACING_V2: "true",
      LANGCHAIN_TRACING: "true",
      LANGCHAIN_TRACING_V2: "true",
      LANGSMITH_API_KEY: "x",
      LANGCHAIN_API_KEY: "x",
      LANGSMITH_ENDPOINT: collector.url,
      LANGCHAIN_ENDPOINT: collector.url
    };
    const cwd = runs();
    // Every connection of every thread goes through here.
    writeFiles(cwd, {
      "watch.cjs": `const net = require("node:net"); const {appendFileSync} = require("node:fs"); const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) { const [first] = Array.isArray(args[0]) ? args[0] : args; appendFileSync(${JSON.stringify(`${cwd}/sockets`)}, (first.port ?? first.path ?? first) + " " + require("node:worker_threads").isMainThread + "\\n"); return connect.apply(this, args); };`
    });
    const ended = await chimera(words(server.url), {cwd, env: {...tracing, NODE_OPTIONS: `--require ${cwd}/watch.cjs`}});
    expect(ended).toMatchObject({code: 0, stderr: ""});
    const {port} = new URL(server.url);
    const seen = new Set(readFileSync(`${cwd}/sockets`, "utf8").trim().split("\n"));
    expect(seen).toEqual(new Set([`${port} true`, `${port} false`]));
    expect(collector.connections()).toBe(0);
  });

  it("closes the connection within a second of Ctrl-C and leaves nothing half-written", async () => {
    const server = await fake(() => ({kind: "hang"}));
    const cwd = runs();
    const child = spawn(process.execPath, [bundle, ...words(server.url)], {
      cwd,
      env: {PATH: process.env["PATH"] ?? "", CHIMERA_LANG: "en"}
    });
    while (server.chats().length === 0) await new Promise(resolve => setTimeout(resolve, 20));
    const pressed = performance.now();
    child.kill("SIGINT");
    const code = await new Promise(resolve => child.on("close", resolve));
    expect(code).toBe(130);
    await expect.poll(() => server.chats().every(({closedAfterMs}) => closedAfterMs !== undefined), {timeout: 1000}).toBe(true);
    expect(performance.now() - pressed).toBeLessThan(1000);
  });

  it("ends with 0 when the model fails in the middle, and says so", async () => {
    const server = await fake(() => ({kind: "reset"}));
    const {code, stderr, stdout} = await chimera(words(server.url, "--json"), {cwd: runs()});
    expect({code, stderr}).toEqual({code: 0, stderr: ""});
    expect(JSON.parse(stdout).warnings).toEqual([
      {code: "model-failed", message: expect.stringMatching(/^Part of the model's work failed: .*connection broke/)}
    ]);
  });
});
