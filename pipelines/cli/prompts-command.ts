import {existsSync} from "node:fs";
import {resolve, sep} from "node:path";
import {type ExitCode, exitCodes, SpecError} from "../../agents/contracts/index.ts";
import type {Locale} from "../../agents/locale/index.ts";
import {packDifference} from "../pack-difference.ts";
import {promptNames} from "../pack-variables.ts";
import {loadPack, type PromptPack} from "../packs.ts";
import {agentNames} from "../prompt-files.ts";
import {oneOf} from "../spec.ts";
import type {CommandContext} from "./run-command.ts";

const actions = ["list", "show", "check", "diff"];

/**
 * `prompts list | show NAME | check PATH | diff NAME NAME`: the configurations of the agents, one with all its texts, whether one is valid,
 * or what two say differently.
 */
export async function promptsCommand(action: string, names: readonly string[], {messages}: CommandContext): Promise<ExitCode> {
  const known = oneOf("unknown-prompts-action", action, actions);
  const [name, other] = names;
  if (known === "list") print(agentNames().map(one => packLine(one, loadPack(one), messages())));
  else if (name === undefined) throw new SpecError("pack-not-named", `prompts ${known}: no name or path is given`, {action: known});
  else if (known === "diff") {
    if (other === undefined) throw new SpecError("pack-second-not-named", "prompts diff: a second name or path is needed", {});
    const differences = packDifference(loadPack(folderOf(name)), loadPack(folderOf(other)));
    print(
      differences.length === 0
        ? [messages().text("cli.prompts.same", {name, other})]
        : differences.flatMap(({name: file, lines}, index) => [...(index === 0 ? [] : [""]), `=== ${file}`, ...lines])
    );
  } else {
    const pack = loadPack(folderOf(name));
    print(
      known === "show"
        ? packTexts(name, pack, messages())
        : [messages().text("cli.prompts.valid", {name}), packLine(name, pack, messages())]
    );
  }
  return exitCodes.done;
}

/** A name of ours; a path, or what is there under this name in the working directory. */
function folderOf(name: string): string {
  const isName = agentNames().includes(name) || (!/[/\\]/.test(name) && !existsSync(resolve(name)));
  return isName ? name : resolve(name).replaceAll(sep, "/");
}

const print = (lines: readonly string[]): void => void process.stdout.write(`${lines.join("\n")}\n`);

function packLine(name: string, {type, agents, options, writerMode}: PromptPack, messages: Locale): string {
  const asked = Object.entries(agents).flatMap(([agent, isAsked]) => (isAsked ? [agent] : []));
  return messages.text("cli.prompts.pack", {
    name,
    type,
    agents: asked.length === 0 ? "none" : asked.join(", "),
    mode: writerMode,
    options:
      Object.keys(options).length === 0
        ? "none"
        : Object.entries(options)
            .map(pair => pair.join("="))
            .join(", ")
  });
}

/** What the pack says and the files it comes from, also those of the pack that it extends. */
const packTexts = (name: string, pack: PromptPack, messages: Locale): string[] => [
  packLine(name, pack, messages),
  ...promptNames.flatMap(prompt => {
    const {file, text} = pack.prompts[prompt];
    return ["", `=== ${file}`, text.trimEnd()];
  })
];
