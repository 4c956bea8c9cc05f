import {execFileSync} from "node:child_process";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {isBuiltin} from "node:module";
import {posix} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, "utf8");

/** The user fixed the visible ones. */
const topLevel = [
  ".biome.json",
  ".ci",
  ".gitignore",
  ".npmrc",
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "package-lock.json",
  "package.json",
  "tsconfig.json"
];
const topFolders = ["agents", "data", "pipelines", "prompts", "test"];
const notCommitted = [".git", "dist", "node_modules", "reports"];

interface Layer {
  /** Which files: a folder, or one file. */
  files: string;
  /** Our own that they may import, besides themselves. */
  ours: readonly string[];
  packages: readonly string[];
}

const shared = ["agents/contracts", "agents/claims", "agents/markdown-tables.ts", "agents/templates.ts", "agents/locale", "agents/model"];
const agentNames = ["collector", "analyst", "writer", "auditor"];

/** House style, section 1. The first layer that fits a file is its own. */
const layers: readonly Layer[] = [
  {files: "agents/contracts", ours: [], packages: ["zod"]},
  {files: "agents/claims", ours: ["agents/contracts", "agents/markdown-tables.ts"], packages: ["zod"]},
  {files: "agents/markdown-tables.ts", ours: ["agents/contracts"], packages: []},
  {files: "agents/templates.ts", ours: ["agents/contracts"], packages: ["handlebars"]},
  {
    files: "agents/locale",
    ours: ["agents/contracts"],
    packages: ["intl-messageformat", "@formatjs/icu-messageformat-parser", "yaml", "zod"]
  },
  {
    files: "agents/model",
    ours: ["agents/contracts"],
    packages: [
      "langchain",
      "@langchain/core",
      "@langchain/ollama",
      "@langchain/openai",
      "node-llama-cpp",
      "jsonrepair",
      "undici",
      "ollama",
      "zod"
    ]
  },
  {files: "agents/prose", ours: ["agents/contracts", "agents/locale"], packages: []},
  {files: "agents/collector", ours: shared, packages: ["jschardet", "papaparse", "hyparquet", "@streamparser/json", "yaml", "zod"]},
  {files: "agents/analyst", ours: [...shared, "agents/prose"], packages: ["zod"]},
  {files: "agents/writer", ours: [...shared, "agents/prose"], packages: ["eld", "hunspell-asm", "intl-messageformat", "zod"]},
  {files: "agents/auditor", ours: shared, packages: ["zod"]},
  {
    files: "pipelines/export",
    ours: ["agents", "pipelines/export"],
    packages: ["@myriaddreamin/typst-ts-node-compiler", "@observablehq/plot", "@resvg/resvg-js", "docx", "linkedom", "markdown-it"]
  },
  {
    files: "pipelines/viewer",
    ours: ["pipelines/store.ts", "agents/contracts", "agents/templates.ts"],
    packages: ["hono", "@hono/node-server"]
  },
  {files: "pipelines/cli", ours: ["agents", "pipelines"], packages: ["commander", "esbuild", "listr2", "zod"]},
  {
    files: "pipelines",
    ours: ["agents", "pipelines"],
    packages: ["@langchain/langgraph", "bullmq", "chokidar", "cosmiconfig", "ioredis", "p-queue", "pino", "yaml", "zod"]
  }
];

const sources = ["agents", "pipelines"].flatMap(folder =>
  readdirSync(`${root}${folder}`, {recursive: true, encoding: "utf8"})
    .filter(name => /\.(ts|mjs)$/.test(name))
    .map(name => `${folder}/${name}`)
);
const isWithin = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

/** What a file imports, statically, on demand or as a type. */
function importsOf(path: string): string[] {
  const code = read(path).replace(/^\s*\/?\*.*$/gm, "");
  const found = code.matchAll(/^\s*(?:import|export)\s[^"'`;]*?from\s*"([^"]+)"|^\s*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm);
  return [...found].map(([, from, bare, onDemand]) => from ?? bare ?? onDemand ?? "");
}

/** Why an import breaks the layers; undefined when it does not. */
function fault(path: string, specifier: string): string | undefined {
  const layer = layers.find(({files}) => isWithin(path, files));
  if (layer === undefined) return `${path} belongs to no layer`;
  if (isBuiltin(specifier)) return specifier.startsWith("node:") ? undefined : `${path} imports ${specifier} without node:`;
  if (!specifier.startsWith(".")) {
    const name = specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/");
    return layer.packages.includes(name) ? undefined : `${path} imports the package ${name}`;
  }
  const target = posix.join(posix.dirname(path), specifier);
  if (isWithin(target, layer.files) && !(layer.files === "pipelines" && isEdge(target))) return undefined;
  const isAllowed = layer.ours.some(place => isWithin(target, place)) && !isEdge(target);
  if (!isAllowed) return `${path} imports ${target}`;
  const agent = agentNames.find(name => isWithin(target, `agents/${name}`));
  return agent !== undefined && target !== `agents/${agent}/index.ts`
    ? `${path} imports ${target} past agents/${agent}/index.ts`
    : undefined;
}

const isEdge = (target: string): boolean => isWithin(target, "pipelines/cli") || isWithin(target, "pipelines/viewer");

describe("the tree", () => {
  it("has nothing at its top that the user did not ask for", () => {
    const entries = readdirSync(root).filter(name => !notCommitted.includes(name));
    expect(entries.filter(name => ![...topLevel, ...topFolders].includes(name))).toEqual([]);
    expect(topFolders.filter(name => !existsSync(`${root}${name}`))).toEqual([]);
  });

  it("has no source file of more than 400 lines", () => {
    expect(sources.filter(path => read(path).split("\n").length > 401)).toEqual([]);
  });

  it("names files in kebab case, and none after a drawer for everything", () => {
    const names = sources.map(path => posix.basename(path).replace(/\.(ts|mjs)$/, ""));
    expect(names.filter(name => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || /^(utils?|helpers?|common|misc|base)$/.test(name))).toEqual([]);
  });
});

describe("the layers", () => {
  it("import only what the table of the house style allows", () => {
    expect(sources.flatMap(path => importsOf(path).flatMap(specifier => fault(path, specifier) ?? []))).toEqual([]);
  });

  it.each([
    ["agents/contracts/report.ts", "../collector/index.ts"],
    ["agents/contracts/report.ts", "handlebars"],
    ["agents/analyst/analyze.ts", "../collector/index.ts"],
    ["agents/writer/write.ts", "../../pipelines/store.ts"],
    ["agents/prose/rewording.ts", "../model/index.ts"],
    ["agents/collector/collect.ts", "../prose/index.ts"],
    ["agents/collector/collect.ts", "commander"],
    ["pipelines/report.ts", "../agents/collector/collect.ts"],
    ["pipelines/report.ts", "./cli/main.ts"],
    ["pipelines/report.ts", "fs"],
    ["pipelines/export/html.ts", "../store.ts"],
    ["pipelines/cli/main.ts", "@langchain/langgraph"],
    ["elsewhere/a.ts", "zod"]
  ])("would notice that %s imports %s", (path, specifier) => {
    expect(fault(path, specifier)).toBeDefined();
  });

  it.each([
    ["agents/analyst/detectors/failures.ts", "../context.ts"],
    ["agents/writer/write.ts", "../locale/index.ts"],
    ["agents/writer/write.ts", "../prose/index.ts"],
    ["pipelines/stages.ts", "../agents/collector/index.ts"],
    ["pipelines/stages.ts", "./export/index.ts"],
    ["pipelines/cli/main.ts", "../store.ts"],
    ["pipelines/cli/main.ts", "node:fs"]
  ])("let %s import %s", (path, specifier) => {
    expect(fault(path, specifier)).toBeUndefined();
  });

  it("give our own files by their whole name", () => {
    const loose = sources.flatMap(path =>
      importsOf(path)
        .filter(one => one.startsWith(".") && !/\.(ts|mjs)$/.test(one))
        .map(one => `${path}: ${one}`)
    );
    expect(loose).toEqual([]);
  });
});

/** Lines of a file that fit, without comments: they may name what they forbid. */
function linesWith(path: string, pattern: RegExp): string[] {
  return read(path)
    .split("\n")
    .flatMap((line, index) => (pattern.test(line) && !/^\s*(\/\/|\/?\*)/.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}

describe("the sources", () => {
  it("take the time from outside: no clock in an agent", () => {
    const agents = sources.filter(path => path.startsWith("agents/"));
    expect(agents.flatMap(path => linesWith(path, /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(|\bMath\.random\(/))).toEqual([]);
  });

  it("print and exit in the command line only", () => {
    const others = sources.filter(path => !path.startsWith("pipelines/cli/"));
    expect(others.flatMap(path => linesWith(path, /(?<![-\w])console\.\w+\(|\bprocess\.(exit|stdout|stderr|argv)\b/))).toEqual([]);
  });

  it("have no default export and no export of everything", () => {
    const all = sources.flatMap(path => linesWith(path, /^export (default|\*)/));
    expect(all).toEqual([]);
  });

  it("name no folder of somebody's machine", () => {
    const committed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {cwd: root, encoding: "utf8"}).split(
      "\n"
    );
    const own = committed.filter(
      path => /\.(ts|mjs|json|md|yaml|hbs)$|^\.ci\//.test(path) && !/^(data|test\/(fixtures|golden))\//.test(path)
    );
    const machine = new RegExp(`(?:^|[\\s"'\`(=])/(?:${["work", "root", "tmp"].join("|")})/`);
    expect(own.filter(path => existsSync(`${root}${path}`)).flatMap(path => linesWith(path, machine))).toEqual([]);
  });
});
