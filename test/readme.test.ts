import {cpSync, existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {chimera} from "./support/chimera.ts";
import {temporaryFolder} from "./support/temporary-folder.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = existsSync(`${root}README.md`) ? readFileSync(`${root}README.md`, "utf8") : "";

interface ReadmeCommand {
  line: string;
  words: string[];
  code: number;
}

/**
 * The commands that the README promises: lines of its ```bash blocks that start with `npx chimera`. A comment `# exit 3` at the end is
 * part of the promise, without one it is 0. ```sh blocks are not run.
 */
function commandsOf(markdown: string): ReadmeCommand[] {
  const blocks = [...markdown.matchAll(/^```bash\n([\s\S]*?)^```/gm)].map(([, block]) => block ?? "");
  const lines = blocks.flatMap(block => block.replaceAll("\\\n", " ").split("\n")).filter(line => line.startsWith("npx chimera"));
  return lines.map(line => {
    const [command = "", comment = ""] = line.split(/\s#\s/);
    const words = [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? "");
    return {line, words: words.slice(2), code: Number(/\bexit (\d+)/.exec(comment)?.[1] ?? 0)};
  });
}

describe("commandsOf", () => {
  it("finds the commands of bash blocks, with the exit code they promise", () => {
    const markdown =
      '```bash\nnpm ci\nnpx chimera report "my runs" --lang en   # exit 3\nnpx chimera \\\n  --help\n```\n\n```sh\nnpx chimera frobnicate\n```\n';
    expect(commandsOf(markdown).map(({words, code}) => ({words, code}))).toEqual([
      {words: ["report", "my runs", "--lang", "en"], code: 3},
      {words: ["--help"], code: 0}
    ]);
  });
});

describe.skipIf(readme === "")(readme === "" ? "README.md (skipped: there is none yet)" : "README.md", () => {
  it("keeps its promises: every command runs, in order, in a folder with data/", {timeout: 120_000}, async () => {
    const cwd = temporaryFolder();
    cpSync(`${root}data`, `${cwd}/data`, {recursive: true});
    for (const {line, words, code} of commandsOf(readme)) {
      const ended = await chimera(words, {cwd});
      expect({line, code: ended.code, stderr: ended.code === code ? "" : ended.stderr}).toEqual({line, code, stderr: ""});
    }
  });
});
