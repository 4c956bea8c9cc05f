import {Command} from "commander";
import type {Locale} from "../../agents/locale/index.ts";
import {packageVersion} from "../build-id.ts";
import {localeNames} from "../prompt-files.ts";
import {defaultFormats, formats, providers} from "../spec-words.ts";
import type {DiffFlags} from "./diff-command.ts";
import type {InspectFlags} from "./inspect-command.ts";
import type {ReportFlags} from "./report-command.ts";

export interface Actions {
  report: (folder: string, flags: ReportFlags) => Promise<void>;
  inspect: (path: string, flags: InspectFlags) => Promise<void>;
  diff: (before: string, after: string, flags: DiffFlags) => Promise<void>;
}

type Text = (key: string, values?: Record<string, string>) => string;

const titles: Readonly<Record<string, string>> = {
  "Usage:": "usage",
  "Arguments:": "arguments",
  "Options:": "options",
  "Commands:": "commands"
};

/** The commands and their options. It prints nothing but help: errors are thrown. @param messages undefined when no help is shown. */
export function programOf(messages: Locale | undefined, actions: Actions): Command {
  const text: Text = (key, values = {}) => messages?.text(`cli.help.${key}`, values) ?? "";
  const languages = messages === undefined ? "" : localeNames().join(", ");
  const program = prepared(new Command("chimera"), text)
    .description(text("program"))
    .usage(text("program-usage"))
    .version(packageVersion, "-V, --version", text("version"))
    .helpCommand(false)
    .addHelpText("after", `\n${firstScreen(text, languages)}`);
  addReport(prepared(program.command("report"), text), text, languages).action(actions.report);
  addInspect(prepared(program.command("inspect"), text), text).action(actions.inspect);
  addDiff(prepared(program.command("diff"), text), text, languages).action(actions.diff);
  return program;
}

/** What a newcomer needs and would not find in the list of commands. */
function firstScreen(text: Text, languages: string): string {
  const folder = `<${text("placeholder-folder")}>`;
  return [
    text("first-language", {languages}),
    `  chimera report ${folder} --lang ru`,
    text("first-help"),
    "  chimera report --help",
    text("first-messages"),
    text("first-codes")
  ].join("\n");
}

function prepared(command: Command, text: Text): Command {
  return command
    .helpOption("-h, --help", text("help"))
    .configureHelp({styleTitle: title => (titles[title] === undefined ? title : text(titles[title]))})
    .configureOutput({writeErr: line => process.stderr.write(line), outputError: () => {}})
    .exitOverride();
}

function addReport(command: Command, text: Text, languages: string): Command {
  return command
    .description(text("report"))
    .argument("<folder>", text("folder"))
    .usage(text("report-usage"))
    .option("--lang <code>", text("lang", {languages}))
    .option("--out <folder>", text("out"))
    .option("--name <name>", text("name"))
    .option("--date <YYYY-MM-DD>", text("date"))
    .option("--format <list>", text("format", {formats: formats.join(", "), default: defaultFormats.join(",")}), several)
    .option("--agent <name>", text("agent"))
    .option("--provider <name>", text("provider", {providers: providers.join(", ")}))
    .option("--model <name>", text("model"))
    .option("--set <key=value>", text("set"), several)
    .option("--include <glob>", text("include"), several)
    .option("--exclude <glob>", text("exclude"), several)
    .option("--json", text("report-json"))
    .option("--quiet", text("quiet"));
}

function addInspect(command: Command, text: Text): Command {
  return command
    .description(text("inspect"))
    .argument("<path>", text("path"))
    .usage(text("inspect-usage"))
    .option("--include <glob>", text("include"), several)
    .option("--exclude <glob>", text("exclude"), several)
    .option("--json", text("inspect-json"));
}

function addDiff(command: Command, text: Text, languages: string): Command {
  return command
    .description(text("diff"))
    .argument("<before>", text("diff-before"))
    .argument("<after>", text("diff-after"))
    .usage(text("diff-usage"))
    .option("--lang <code>", text("diff-lang", {languages}))
    .option("--gate <condition>", text("gate"), several)
    .option("--include <glob>", text("include"), several)
    .option("--exclude <glob>", text("exclude"), several)
    .option("--json", text("diff-json"));
}

const several = (value: string, before: string[] = []): string[] => [...before, value];
