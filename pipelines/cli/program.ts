import {Command} from "commander";
import type {Locale} from "../../agents/locale/index.ts";
import {packageVersion} from "../build-id.ts";
import {agentNames, localeNames} from "../prompt-files.ts";
import {defaultFormats, formats, providers} from "../spec-words.ts";
import type {CompareFlags} from "./compare-command.ts";
import type {DoctorFlags} from "./doctor-command.ts";
import type {BatchFlags} from "./batch-command.ts";
import type {DiffFlags} from "./diff-command.ts";
import type {InspectFlags} from "./inspect-command.ts";
import type {ReportFlags} from "./report-command.ts";
import type {WorkerFlags} from "./worker-command.ts";

export interface Actions {
  report: (folder: string, flags: ReportFlags) => Promise<void>;
  inspect: (path: string, flags: InspectFlags) => Promise<void>;
  compare: (folder: string | undefined, flags: CompareFlags) => Promise<void>;
  init: (folder: string | undefined) => Promise<void>;
  doctor: (flags: DoctorFlags) => Promise<void>;
  prompts: (action: string, names: string[]) => Promise<void>;
  diff: (before: string, after: string, flags: DiffFlags) => Promise<void>;
  batch: (folder: string, flags: BatchFlags) => Promise<void>;
  worker: (flags: WorkerFlags) => Promise<void>;
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
    .description(`${text("program")}\n\n${languageHint(text, languages)}`)
    .usage(text("program-usage"))
    .version(packageVersion, "-V, --version", text("version"))
    .helpCommand(false)
    .addHelpText("after", `\n${moreHelp(text)}`);
  addReport(prepared(program.command("report"), text), text, languages).action(actions.report);
  addInspect(prepared(program.command("inspect"), text), text).action(actions.inspect);
  addCompare(prepared(program.command("compare"), text), text, languages).action(actions.compare);
  addInit(prepared(program.command("init"), text), text).action(actions.init);
  addDoctor(prepared(program.command("doctor"), text), text, languages).action(actions.doctor);
  addPrompts(prepared(program.command("prompts"), text), text).action(actions.prompts);
  addBatch(prepared(program.command("batch"), text), text, languages).action(actions.batch);
  addWorker(prepared(program.command("worker"), text), text).action(actions.worker);
  addDiff(prepared(program.command("diff"), text), text, languages).action(actions.diff);
  return program;
}

/** Before the list of commands, which may be longer than a screen. */
const languageHint = (text: Text, languages: string): string =>
  [text("first-language", {languages}), `  chimera report <${text("placeholder-folder")}> --lang ru`].join("\n");

/** What a newcomer needs and would not find in the list of commands. */
function moreHelp(text: Text): string {
  return [text("first-help"), "  chimera report --help", text("first-messages"), text("first-codes")].join("\n");
}

function prepared(command: Command, text: Text): Command {
  return command
    .helpOption("-h, --help", text("help"))
    .configureHelp({styleTitle: title => (titles[title] === undefined ? title : text(titles[title]))})
    .configureOutput({writeErr: line => process.stderr.write(line), outputError: () => {}})
    .exitOverride();
}

function addReport(command: Command, text: Text, languages: string): Command {
  return addMaking(
    command
      .description(text("report"))
      .argument("<folder>", text("folder"))
      .usage(text("report-usage"))
      .option("--lang <code>", text("lang", {languages}))
      .option("--out <folder>", text("out"))
      .option("--name <name>", text("name")),
    text
  ).option("--json", text("report-json"));
}

/** How a report is made, alone or one of many. */
function addMaking(command: Command, text: Text): Command {
  const agents = text("help") === "" ? "" : agentNames().join(", ");
  return command
    .option("--date <YYYY-MM-DD>", text("date"))
    .option("--format <list>", text("format", {formats: formats.join(", "), default: defaultFormats.join(",")}), several)
    .option("--agent <name|path>", text("agent", {agents}))
    .option("--provider <name>", text("provider", {providers: providers.join(", ")}))
    .option("--model <name>", text("model"))
    .option("--set <key=value>", text("set"), several)
    .option("--base-url <url>", text("base-url"))
    .option("--timeout <seconds>", text("timeout"))
    .option("--include <glob>", text("include"), several)
    .option("--exclude <glob>", text("exclude"), several)
    .option("--quiet", text("quiet"));
}

function addBatch(command: Command, text: Text, languages: string): Command {
  return addMaking(
    command
      .description(text("batch"))
      .argument("<folder>", text("batch-folder"))
      .usage(text("report-usage"))
      .option("--lang <list>", text("batch-lang", {languages}))
      .option("--out <folder>", text("out"))
      .option("--runs <glob>", text("runs"), several)
      .option("--concurrency <n>", text("concurrency"))
      .option("--force", text("force"))
      .option("--retry-errors", text("retry-errors"))
      .option("--dry-run", text("dry-run"))
      .option("--watch", text("watch"))
      .option("--gate <condition>", text("gate"), several)
      .option("--queue <url>", text("queue"))
      .option("--junit <file>", text("junit"))
      .option("--json", text("batch-json")),
    text
  );
}

function addWorker(command: Command, text: Text): Command {
  return command
    .description(text("worker"))
    .usage(text("worker-usage"))
    .requiredOption("--queue <url>", text("worker-queue"))
    .option("--concurrency <n>", text("concurrency"))
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

function addCompare(command: Command, text: Text, languages: string): Command {
  return command
    .description(text("compare"))
    .argument("[folder]", text("folder"))
    .usage(text("compare-usage"))
    .option("--agents <list>", text("compare-agents"), several)
    .option("--models <list>", text("compare-models"), several)
    .option("--provider <name>", text("compare-provider", {providers: providers.filter(name => name !== "none").join(", ")}))
    .option("--base-url <url>", text("base-url"))
    .option("--timeout <seconds>", text("timeout"))
    .option("--set <key=values>", text("compare-set"), several)
    .option("--repeats <n>", text("compare-repeats"))
    .option("--reference <configuration>", text("compare-reference"))
    .option("--skip <labels>", text("compare-skip"), several)
    .option("--filter <labels>", text("compare-filter"), several)
    .option("--seed <n>", text("compare-seed"))
    .option("--config <file>", text("compare-config"))
    .option("--resume", text("compare-resume"))
    .option("--retry-errors", text("compare-retry"))
    .option("--dry-run", text("compare-dry"))
    .option("--fail-on <condition>", text("compare-fail-on"), several)
    .option("--lang <code>", text("lang", {languages}))
    .option("--out <folder>", text("out"))
    .option("--name <name>", text("compare-name"))
    .option("--date <YYYY-MM-DD>", text("date"))
    .option("--include <glob>", text("include"), several)
    .option("--exclude <glob>", text("exclude"), several)
    .option("--junit <file>", text("junit"))
    .option("--json", text("compare-json"))
    .option("--quiet", text("quiet"));
}

function addInit(command: Command, text: Text): Command {
  return command.description(text("init")).argument("[folder]", text("init-folder")).usage(text("init-usage"));
}

function addDoctor(command: Command, text: Text, languages: string): Command {
  return command
    .description(text("doctor"))
    .usage(text("doctor-usage"))
    .option("--provider <name>", text("doctor-provider"))
    .option("--model <name>", text("doctor-model"))
    .option("--base-url <url>", text("base-url"))
    .option("--set <key=value>", text("set"), several)
    .option("--agent <name|path>", text("doctor-agent"))
    .option("--timeout <seconds>", text("doctor-timeout"))
    .option("--lang <code>", text("doctor-lang", {languages}))
    .option("--json", text("doctor-json"));
}

function addPrompts(command: Command, text: Text): Command {
  return command
    .description(text("prompts"))
    .usage(text("prompts-usage"))
    .argument("[action]", text("prompts-action"), "list")
    .argument("[names...]", text("prompts-name"));
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
