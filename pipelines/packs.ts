import {existsSync, readFileSync} from "node:fs";
import {isAbsolute, join} from "node:path";
import {fileURLToPath} from "node:url";
import {parse} from "yaml";
import {z} from "zod";
import {SpecError} from "../agents/contracts/index.ts";
import type {ModelOptions} from "../agents/model/index.ts";
import {template, variablesOf} from "../agents/templates.ts";
import {modelOptions} from "./model-options.ts";
import {type PromptName, promptNames, promptVariables} from "./pack-variables.ts";
import {agentNames} from "./prompt-files.ts";
import {hashOf} from "./store.ts";
import {closest} from "./suggestion.ts";

/** One prompt, checked: fills its variables and gives the two messages. */
export interface Prompt {
  /** As it is shown: `chimera/writer.hbs`, or below the folder that was named. */
  file: string;
  /** As it is written. */
  text: string;
  render: (data: unknown) => {system?: string; user: string};
}

/** A configuration of the agents: a folder with `agent.yaml` and one prompt per agent. */
export interface PromptPack {
  name: string;
  /** Printed in the report's header. */
  type: string;
  /** Which agents use the model, when there is one. */
  agents: Readonly<Record<"collector" | "analyst" | "writer", boolean>>;
  options: ModelOptions;
  writerMode: "reword";
  prompts: Readonly<Record<PromptName, Prompt>>;
  /** Hash of everything read. */
  key: string;
}

const agentSchema = z.strictObject({
  /** Another pack: a name, or a path from this folder. What is missing here comes from it. */
  extends: z.string().optional(),
  type: z.string().min(1).optional(),
  agents: z.strictObject({collector: z.boolean(), analyst: z.boolean(), writer: z.boolean()}).optional(),
  options: z.record(z.string(), z.number()).optional(),
  writer: z.strictObject({mode: z.enum(["reword", "compose"])}).optional()
});

/** The same place seen from `pipelines/` and from the bundle in `dist/`. */
const promptsFolder = fileURLToPath(new URL("../prompts", import.meta.url));

/** The line between system and user message. */
const separator = /^--- user ---[ \t]*\r?\n/m;

/**
 * A pack by its name under prompts/, or by an absolute path.
 * @throws SpecError naming file, line and what is known: no such pack, no valid agent.yaml, a prompt or variable that is missing or unknown.
 */
export function loadPack(nameOrFolder: string): PromptPack {
  const layers = layersOf(nameOrFolder, []);
  const setting = <K extends keyof z.infer<typeof agentSchema>>(key: K) => layers.find(({agent}) => agent[key] !== undefined)?.agent[key];
  const files = Object.fromEntries(promptNames.map(name => [name, promptFile(name, layers)]));
  const [{file: first = "", folder = ""} = {}] = layers;
  const agents = setting("agents") ?? missing(first, "agents");
  if (agents.collector) throw notAvailable(first, "agents.collector: true");
  if (setting("writer")?.mode === "compose") throw notAvailable(first, "writer.mode: compose");
  return {
    name: folder.slice(folder.lastIndexOf("/") + 1),
    type: setting("type") ?? missing(first, "type"),
    agents,
    options: checkedOptions(first, setting("options") ?? {}),
    writerMode: "reword",
    prompts: {
      collector: promptOf("collector", files),
      analyst: promptOf("analyst", files),
      writer: promptOf("writer", files),
      repair: promptOf("repair", files)
    },
    key: hashOf([...layers.map(({text}) => text), ...Object.values(files).map(({text}) => text)])
  };
}

interface Layer {
  folder: string;
  /** Of its agent.yaml, as it is shown. */
  file: string;
  text: string;
  agent: z.infer<typeof agentSchema>;
}

interface File {
  file: string;
  text: string;
}

/** The pack and what it extends, the nearest first. */
function layersOf(nameOrFolder: string, below: readonly string[]): Layer[] {
  const folder = folderOf(nameOrFolder, below.at(-1));
  const file = `${shownFolder(folder)}/agent.yaml`;
  if (!existsSync(`${folder}/agent.yaml`)) {
    const known = agentNames();
    throw new SpecError("pack-missing", `${nameOrFolder}: no agent configuration (agent.yaml); there are: ${known.join(", ")}`, {
      name: nameOrFolder,
      known: known.join(", "),
      guess: closest(nameOrFolder, known) ?? "none"
    });
  }
  if (below.includes(folder)) throw new SpecError("pack-extends-itself", `${file}: extends itself; name another pack`, {file});
  const text = readFileSync(`${folder}/agent.yaml`, "utf8");
  const agent = parsedAgent(file, text);
  return [{folder, file, text, agent}, ...(agent.extends === undefined ? [] : layersOf(agent.extends, [...below, folder]))];
}

function folderOf(nameOrFolder: string, from: string | undefined): string {
  if (isAbsolute(nameOrFolder)) return nameOrFolder.replace(/\/+$/, "");
  if (nameOrFolder.startsWith(".")) return join(from ?? promptsFolder, nameOrFolder);
  return join(promptsFolder, nameOrFolder);
}

const shownFolder = (folder: string): string => folder.slice(folder.lastIndexOf("/") + 1);

function parsedAgent(file: string, text: string): z.infer<typeof agentSchema> {
  const parsed = agentSchema.safeParse(yaml(file, text) ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = [...(issue?.path ?? []), ...(issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [])].join(".");
  throw new SpecError("pack-not-valid", `${file}: ${key}: ${issue?.message ?? "not valid"}; mend the file`, {file, key});
}

function yaml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
    throw new SpecError("config-not-yaml", `${file}: ${problem}; mend the file`, {file, problem}, error);
  }
}

function missing(file: string, key: string): never {
  throw new SpecError("pack-not-valid", `${file}: ${key}: is missing; add it, or extends: chimera`, {file, key});
}

/** Promised and not built: it must not look as if it worked. */
const notAvailable = (file: string, setting: string): SpecError =>
  new SpecError("pack-not-available", `${file}: ${setting}: not available yet; take it out`, {file, setting});

function checkedOptions(file: string, options: ModelOptions): ModelOptions {
  for (const [name, value] of Object.entries(options)) {
    const range = modelOptions[name];
    const isFit = range !== undefined && value >= range.least && value <= range.most && (!range.isWhole || Number.isInteger(value));
    if (!isFit) {
      throw new SpecError("pack-not-valid", `${file}: options.${name}: no option of a model, or out of its range; mend the file`, {
        file,
        key: `options.${name}`
      });
    }
  }
  return options;
}

function promptFile(name: PromptName, layers: readonly Layer[]): File {
  const layer = layers.find(({folder}) => existsSync(`${folder}/${name}.hbs`));
  const [first] = layers;
  if (layer === undefined) {
    const file = `${first?.file.replace("agent.yaml", "") ?? ""}${name}.hbs`;
    throw new SpecError("prompt-missing", `${file}: is missing; write it, or add extends: chimera to agent.yaml`, {file});
  }
  return {file: `${shownFolder(layer.folder)}/${name}.hbs`, text: readFileSync(`${layer.folder}/${name}.hbs`, "utf8")};
}

function promptOf(name: PromptName, files: Readonly<Record<string, File>>): Prompt {
  const {file, text} = files[name] ?? {file: name, text: ""};
  checkVariables(name, file, text);
  const at = separator.exec(text);
  const user = template(file, at === null ? text : text.slice(at.index + at[0].length), "none");
  const system = at === null ? undefined : template(file, text.slice(0, at.index), "none");
  return {file, text, render: data => ({...(system === undefined ? {} : {system: system(data).trim()}), user: user(data).trim()})};
}

function checkVariables(name: PromptName, file: string, text: string): void {
  const {known, required} = promptVariables[name];
  const used = usedVariables(file, text);
  const unknown = used.find(({path}) => !known.includes(path));
  if (unknown !== undefined) {
    const {path, line} = unknown;
    throw new SpecError("prompt-unknown-variable", `${file}:${line}: no variable ${path}; there are: ${known.join(", ")}`, {
      file,
      line: String(line),
      variable: path,
      known: known.join(", ")
    });
  }
  const absent = required.find(path => !used.some(variable => variable.path === path));
  if (absent === undefined) return;
  const line = String(text.split("\n").length);
  throw new SpecError("prompt-missing-variable", `${file}:${line}: the variable ${absent} is not used; there are: ${known.join(", ")}`, {
    file,
    line,
    variable: absent,
    known: known.join(", ")
  });
}

function usedVariables(file: string, text: string): ReturnType<typeof variablesOf> {
  try {
    return variablesOf(file, text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new SpecError("prompt-not-valid", `${problem}; mend the file`, {problem}, error);
  }
}
