import {spawnSync} from "node:child_process";
import {chmodSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync} from "node:fs";
import {createServer} from "node:http";
import {describe, expect, it} from "vitest";
import {benchmarkFiles} from "../support/benchmark-files.ts";
import {bundle, chimera, type Ended} from "../support/chimera.ts";
import {temporaryFolder, writeFiles} from "../support/temporary-folder.ts";

/** A folder with `runs`, artifacts of a small benchmark. */
function folderWithRuns(files: Record<string, string> = benchmarkFiles()): string {
  const folder = temporaryFolder();
  writeFiles(`${folder}/runs`, files);
  return folder;
}

const report = (cwd: string, ...words: string[]) => chimera(["report", "runs", "--lang", "en", "--date", "2026-11-25", ...words], {cwd});

/** One line for a person, no stack, nothing on stdout. */
function expectUsageError(ended: Ended, text: string | RegExp): void {
  expect(ended.stderr).toMatch(text);
  expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(ended.stderr).not.toMatch(/^\s+at |Error:/m);
  expect(ended).toMatchObject({code: 2, stdout: ""});
}

describe("chimera", () => {
  it("shows its version", async () => {
    const {version} = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await chimera(["--version"], {cwd: temporaryFolder()})).toMatchObject({code: 0, stdout: `${version}\n`, stderr: ""});
  });

  it.each([
    ["en", "Usage: chimera", "Language of the report"],
    ["ru", "Вызов: chimera", "Язык отчёта"]
  ])("shows help in %s with --lang on the first screen", async (language, usage, about) => {
    const {code, stdout, stderr} = await chimera(["--help"], {cwd: temporaryFolder(), env: {CHIMERA_LANG: language}});
    expect({code, stderr}).toEqual({code: 0, stderr: ""});
    const screen = stdout.split("\n").slice(0, 24).join("\n");
    for (const text of [usage, about, "--lang", "report", "inspect"]) expect(screen).toContain(text);
  });

  it("shows help on stderr when called without a word", async () => {
    expect(await chimera([], {cwd: temporaryFolder()})).toMatchObject({code: 2, stdout: "", stderr: expect.stringContaining("Usage:")});
  });

  it.each([
    [{CHIMERA_LANG: "ru"}, "нет такой папки"],
    [{CHIMERA_LANG: "", LC_ALL: "ru_RU.UTF-8"}, "нет такой папки"],
    [{CHIMERA_LANG: "", LANG: "ru_RU.UTF-8"}, "нет такой папки"],
    [{CHIMERA_LANG: "", LANG: "fr_FR.UTF-8"}, "there is no such folder"],
    [{CHIMERA_LANG: "en", LANG: "ru_RU.UTF-8"}, "there is no such folder"]
  ])("speaks the language that the environment asks for: %j", async (env, text) => {
    expect((await chimera(["report", "nowhere"], {cwd: temporaryFolder(), env})).stderr).toContain(text);
  });

  it.each([
    [["reprot", "runs"], /^reprot: no such command; did you mean report\?/],
    [["frobnicate"], /^frobnicate: no such command\b/],
    [["report", "runs", "--langg", "ru"], /^--langg: no such option; did you mean --lang\?/],
    [["report", "runs", "--date=2026-11-25", "--x'y=1"], /^--x'y: no such option/],
    [["report"], /^report: no path given/],
    [["report", "a", "b"], /^report: more than one path given/],
    [["report", "runs", "--lang"], /^--lang <code>: a value is missing/],
    [["report", "runs", "--lang", "de"], /^--lang de: no such report language; there are: en, ru/],
    [["report", "nowhere"], /nowhere: there is no such folder or file/],
    [["report", "runs/README.md/x"], /there is no such folder or file/],
    [["report", "runs", "--format", "odt"], /^--format odt: no such format; .*md, html, json, pdf/],
    [["report", "runs", "--set", "num_ctx=many"], /^--set num_ctx=many: expected a whole number from 64/],
    [["report", "runs", "--date", "tomorrow"], /^--date tomorrow: expected a day/],
    [["report", "runs", "--out", "runs/README.md"], /README\.md\/runs: cannot be written/],
    [["inspect", "nowhere"], /nowhere: there is no such folder or file/],
    [["report", "bad\u001b[31m\nname"], /^\S*bad \[31m name: there is no such folder/]
  ])("ends with 2 and one line about what to do: %j", async (words, text) => {
    expectUsageError(await chimera(words, {cwd: folderWithRuns()}), text);
  });

  it("names an unknown key of the configuration", async () => {
    const cwd = folderWithRuns();
    writeFiles(cwd, {"chimera.config.yaml": "langg: ru\n"});
    expectUsageError(await chimera(["report", "runs"], {cwd}), /^chimera\.config\.yaml: langg: no such key; did you mean lang\?/);
  });

  it("shows the stack of a user's fault only when asked", async () => {
    const {stderr} = await chimera(["report", "nowhere"], {cwd: temporaryFolder(), env: {CHIMERA_DEBUG: "1"}});
    expect(stderr).toMatch(/^\s+at /m);
  });
});

describe("chimera report", () => {
  it("prints the path and at most five findings in the report's language, progress apart", async () => {
    const cwd = folderWithRuns();
    const {code, stdout, stderr} = await chimera(["report", "runs", "--lang", "ru"], {cwd});
    expect(code).toBe(0);
    const [path, ...findings] = stdout.trimEnd().split("\n");
    expect(path).toBe(`${cwd}/reports/runs/ru`);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.length).toBeLessThanOrEqual(5);
    for (const finding of findings) expect(finding).toMatch(/^\d\. .*[а-яё]/);
    expect(stderr).toContain("Reading artifacts");
  });

  it("prints one JSON document and nothing else with --json", async () => {
    const cwd = folderWithRuns();
    const {code, stdout} = await report(cwd, "--json", "--quiet");
    expect(JSON.parse(stdout)).toEqual({path: `${cwd}/reports/runs/en`, exitCode: code, findings: expect.any(Array), warnings: []});
  });

  it("writes every format that is asked for, each once and the same each time", async () => {
    const cwd = folderWithRuns();
    const folder = `${cwd}/reports/runs/en`;
    const make = () => report(cwd, "--quiet", "--format", "md,html,pdf,docx,csv");
    expect(await make()).toMatchObject({code: 0, stderr: ""});
    const names = ["facts.csv", "report.docx", "report.html", "report.md", "report.pdf"];
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(names));
    const bytes = (): Buffer[] => names.map(name => readFileSync(`${folder}/${name}`));
    const before = bytes();
    expect(before.map(content => content.subarray(0, 4).toString("latin1"))).toEqual(["id,k", "PK\u0003\u0004", "<!do", "# Pe", "%PDF"]);
    expect(await make()).toMatchObject({code: 0});
    rmSync(`${cwd}/reports`, {recursive: true});
    expect(await make()).toMatchObject({code: 0});
    expect(bytes().map((content, index) => content.equals(before[index]!))).toEqual(names.map(() => true));
  });

  it("says nothing on stderr with --quiet", async () => {
    expect(await report(folderWithRuns(), "--quiet")).toMatchObject({code: 0, stderr: ""});
  });

  it("lets flags overrule the configuration, and the configuration the defaults", async () => {
    const cwd = folderWithRuns();
    writeFiles(cwd, {"chimera.config.yaml": "lang: en\nname: from-config\nset: {num_ctx: 1024}\n"});
    await chimera(["report", "runs", "--name", "from-flag", "--quiet"], {cwd});
    expect(readdirSync(`${cwd}/reports`)).toEqual([".chimera", "from-flag"]);
    expect(readFileSync(`${cwd}/reports/from-flag/en/report.md`, "utf8")).toContain("num_ctx=1024");
  });

  it("ends with 3 and a report for an empty folder and for one with nothing measurable", async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {"empty/.hidden": "", "words/notes.md": "# Notes\n\nOnly words stand here, and no numbers at all.\n"});
    for (const folder of ["empty", "words"]) {
      const ended = await chimera(["report", folder, "--lang", "en", "--quiet"], {cwd});
      expect(ended).toMatchObject({code: 3, stdout: `${cwd}/reports/${folder}/en\n`, stderr: expect.stringMatching(/^Nothing measurable/)});
      expect(readFileSync(`${cwd}/reports/${folder}/en/report.md`, "utf8")).not.toContain("undefined");
    }
  });

  it("ends with 4 and a report when a model is demanded", async () => {
    const cwd = folderWithRuns();
    const ended = await report(cwd, "--model", "gemma3:270m", "--base-url", "http://127.0.0.1:59999", "--quiet");
    expect(ended).toMatchObject({code: 4, stderr: expect.stringMatching(/no server answers.*--base-url.*written without it\.\n$/s)});
    expect(existsSync(`${cwd}/reports/runs/en/report.md`)).toBe(true);
  });

  it("takes 4 over 3", async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {"runs/.hidden": ""});
    expect(await report(cwd, "--model", "m", "--base-url", "http://127.0.0.1:59999", "--quiet")).toMatchObject({code: 4});
  });

  it("refuses to replace what is not its own, and says how to go on", async () => {
    const cwd = folderWithRuns();
    writeFiles(cwd, {"reports/runs/en/thesis.txt": "mine"});
    expectUsageError(await report(cwd), /reports\/runs\/en: holds something else.*--name/);
    expect(readdirSync(`${cwd}/reports/runs/en`)).toEqual(["thesis.txt"]);
  });

  it("goes on past broken JSON, symlink loops and unreadable names, and reports the rest", async () => {
    const cwd = folderWithRuns({...benchmarkFiles(), "broken.json": '{"a": [1, 2', "half.jsonl": '{"a": 1}\n{"a": '});
    symlinkSync("..", `${cwd}/runs/bench/up`);
    symlinkSync("self", `${cwd}/runs/self`);
    const ended = await report(cwd, "--quiet");
    expect(ended).toMatchObject({code: 0, stderr: ""});
    const evidence = JSON.parse(readFileSync(`${cwd}/reports/runs/en/evidence.json`, "utf8"));
    const paths = evidence.artifacts.map(({path}: {path: string}) => path);
    expect(paths).toEqual(expect.arrayContaining(["bench/up", "self", "broken.json", "half.jsonl"]));
  });

  it.skipIf(process.getuid?.() === 0)("lists a file that it may not open (skipped for root, who may)", async () => {
    const cwd = folderWithRuns();
    chmodSync(`${cwd}/runs/bench/threads.csv`, 0);
    expect(await report(cwd, "--quiet")).toMatchObject({code: 0});
    const {stdout} = await chimera(["inspect", "runs"], {cwd});
    expect(stdout).toContain("bench/threads.csv · unreadable");
    chmodSync(`${cwd}/runs/bench/threads.csv`, 0o644);
  });

  it("takes names in Cyrillic, with spaces, quotes and markup as they are", async () => {
    const cwd = temporaryFolder();
    const name = "Прогон 1 'a' \"b\" <script>alert(1)<";
    const files = Object.fromEntries(
      Object.entries(benchmarkFiles()).map(([path, text]) => [`${name}/${path.replace("/", " <b>&|`/")}`, text])
    );
    writeFiles(cwd, files);
    const ended = await chimera(["report", name, "--lang", "ru", "--quiet"], {cwd});
    expect(ended).toMatchObject({code: 0, stderr: ""});
    expect(ended.stdout.split("\n")[0]).toBe(`${cwd}/reports/${name}/ru`);
    const html = readFileSync(`${cwd}/reports/${name}/ru/report.html`, "utf8");
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<b>&/);
  });

  it("gives the same bytes whatever the time zone, language and file times are", async () => {
    const bytes = async (env: Record<string, string>, time: number) => {
      const cwd = folderWithRuns();
      utimesSync(`${cwd}/runs/bench/threads.csv`, time, time);
      await chimera(["report", "runs", "--lang", "ru", "--date", "2026-11-25", "--quiet"], {cwd, env});
      const files = ["report.md", "report.html", "report.json", "evidence.json", "analysis.json"];
      return files.map(file => readFileSync(`${cwd}/reports/runs/ru/${file}`, "utf8"));
    };
    const first = await bytes({TZ: "UTC", LC_ALL: "C", CHIMERA_LANG: "en"}, 1);
    expect(await bytes({TZ: "Pacific/Kiritimati", LC_ALL: "ru_RU.UTF-8", LANG: "de_DE", CHIMERA_LANG: "ru"}, 2e9)).toEqual(first);
  });

  it("lets two runs of the same report go on at once", async () => {
    const cwd = folderWithRuns();
    const ended = await Promise.all([report(cwd, "--quiet"), report(cwd, "--quiet"), report(cwd, "--quiet")]);
    expect(ended.map(({code, stderr}) => [code, stderr])).toEqual(Array.from({length: 3}, () => [0, ""]));
    expect(readdirSync(`${cwd}/reports/runs`)).toEqual(["en"]);
    expect(readdirSync(`${cwd}/reports/runs/en`)).toHaveLength(6);
  });

  it("sends nothing to LangSmith, also when the shell asks for it", async () => {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(request.url ?? "");
      response.end("{}");
    });
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const tracing = Object.fromEntries(
      ["LANGSMITH", "LANGCHAIN"].flatMap(name => [`${name}_TRACING`, `${name}_TRACING_V2`]).map(name => [name, "true"])
    );
    const keys = {LANGSMITH_ENDPOINT: endpoint, LANGCHAIN_ENDPOINT: endpoint, LANGSMITH_API_KEY: "k", LANGCHAIN_API_KEY: "k"};
    const ended = await chimera(["report", "runs"], {cwd: folderWithRuns(), env: {...tracing, ...keys}});
    server.close();
    expect(ended.code).toBe(0);
    expect(requests).toEqual([]);
  });
});

const hasScript = spawnSync("script", ["--version"]).status === 0;

describe.skipIf(!hasScript)(`progress on a terminal${hasScript ? "" : " (skipped: no `script` to make one)"}`, () => {
  /** Runs the command on a terminal of its own; its output is what the terminal got. */
  const onTerminal = (cwd: string, words: string) =>
    spawnSync("script", ["-qec", `stty rows 24 cols 100; "${process.execPath}" "${bundle}" ${words}`, "/dev/null"], {
      cwd,
      encoding: "utf8",
      env: {PATH: process.env["PATH"] ?? "", CHIMERA_LANG: "en", TERM: "xterm"},
      stdio: ["ignore", "pipe", "pipe"]
    });

  it("shows the stages there, and keeps them out of a redirected stdout", () => {
    const cwd = folderWithRuns();
    const {status, stdout} = onTerminal(cwd, "report runs --lang en > out.txt");
    expect(status).toBe(0);
    expect(stdout).toContain("Reading artifacts");
    const lines = readFileSync(`${cwd}/out.txt`, "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe(`${cwd}/reports/runs/en`);
    for (const text of ["\u001b", "Reading artifacts"]) expect(lines.join("\n")).not.toContain(text);
  });

  it("gives the cursor back", () => {
    const {stdout} = onTerminal(folderWithRuns(), "report runs --lang en");
    expect(stdout.lastIndexOf("\u001b[?25h")).toBeGreaterThan(stdout.lastIndexOf("\u001b[?25l"));
  });
});

describe("Ctrl-C", () => {
  /** Takes some seconds to read. */
  const manyRows = () =>
    `run,ttft_ms,total_ms\n${Array.from({length: 700_000}, (_, row) => `${row},${(row % 97) + 0.5},${(row % 89) + 100}`).join("\n")}\n`;

  it("ends with 130 within a second, and leaves the old report whole", async () => {
    const cwd = folderWithRuns();
    await report(cwd, "--quiet");
    const before = readFileSync(`${cwd}/reports/runs/en/report.md`, "utf8");
    writeFiles(cwd, {"runs/many.csv": manyRows()});
    let pressed = 0;
    const {code, stdout, stderr} = await chimera(["report", "runs", "--lang", "en"], {
      cwd,
      during: child => {
        child.stderr?.once("data", () =>
          setTimeout(() => {
            pressed = performance.now();
            child.kill("SIGINT");
          }, 400)
        );
      }
    });
    expect(performance.now() - pressed).toBeLessThan(1000);
    expect({code, stdout}).toEqual({code: 130, stdout: ""});
    expect(stderr).toContain("Interrupted");
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(`${cwd}/reports/runs`)).toEqual(["en"]);
    expect(readFileSync(`${cwd}/reports/runs/en/report.md`, "utf8")).toBe(before);
    const left = readdirSync(`${cwd}/reports`, {recursive: true, encoding: "utf8"}).filter(name => /\.(tmp|new|old)$/.test(name));
    expect(left).toEqual([]);
  });
});

/** Code of a Russian letter or an ASCII character in windows-1251. */
const cp1251 = (letter: string): number => (letter >= "А" && letter <= "я" ? letter.charCodeAt(0) - 0x410 + 0xc0 : letter.charCodeAt(0));

describe("chimera inspect", () => {
  it("shows per file what was read, from where, and what was not", async () => {
    const cwd = folderWithRuns({
      ...benchmarkFiles(),
      "picture.bin": "\u0000\u0001\u0002\u0000",
      "copy.md": benchmarkFiles()["README.md"] ?? ""
    });
    const {code, stdout, stderr} = await chimera(["inspect", "runs"], {cwd});
    expect({code, stderr}).toEqual({code: 0, stderr: ""});
    expect(stdout).toMatch(/^bench\/threads\.csv · llama-bench-csv · read/m);
    expect(stdout).toMatch(/ {4}\S.* {2}n = \d+ +median [\d.,]+ .*R1/);
    expect(stdout).toMatch(/^Without measurements:\n(?: {2}.*\n)* {2}picture\.bin · unknown format\n {4}! binary file/m);
    expect(stdout).toContain("same bytes as README.md");
    expect(stdout).toMatch(/Files read: 3 of 6\.\n$/);
  });

  it("reads an 8-bit encoding that has to be guessed", async () => {
    const cwd = temporaryFolder();
    const text = "модель;задержка, мс;скорость, токен/с\nмалая;10,5;20,5\nбольшая;30,5;5,25\nсредняя;12,5;7,25\n";
    const bytes = Buffer.from(Array.from(text, letter => cp1251(letter)));
    writeFiles(cwd, {"замеры.csv": bytes});
    const {stdout} = await chimera(["inspect", ".", "--json"], {cwd});
    expect(JSON.parse(stdout).artifacts[0]).toMatchObject({path: "замеры.csv", encoding: "windows-1251", status: "read"});
  });

  it("speaks Russian", async () => {
    const {stdout} = await chimera(["inspect", "runs"], {cwd: folderWithRuns(), env: {CHIMERA_LANG: "ru"}});
    expect(stdout).toContain("Прочитано файлов: 3 из 4.");
    expect(stdout).toContain("медиана");
  });

  it("prints Evidence as JSON and nothing else with --json, in whatever state the files are", async () => {
    const {stdout} = await chimera(["inspect", "runs", "--json", "--exclude", "*.csv"], {cwd: folderWithRuns()});
    const evidence = JSON.parse(stdout);
    expect(evidence).toMatchObject({version: 1, measurements: expect.any(Array)});
    expect(evidence.artifacts.find(({path}: {path: string}) => path === "bench/threads.csv")).toMatchObject({status: "ignored"});
  });

  it("ends with 3 when there is nothing to measure", async () => {
    expect(await chimera(["inspect", "."], {cwd: temporaryFolder()})).toMatchObject({code: 3});
  });

  it("does not crash when its reader goes away", async () => {
    const ended = await chimera(["inspect", "runs", "--json"], {cwd: folderWithRuns(), during: child => child.stdout?.destroy()});
    expect(ended.stderr).toBe("");
  });
});
