import {resolve, sep} from "node:path";
import type {ExitCode, NoteInput} from "../../agents/contracts/index.ts";
import {type Locale, noteText} from "../../agents/locale/index.ts";
import {diagnose} from "../diagnose.ts";
import {agentNames, localeNames} from "../prompt-files.ts";
import {oneOf, planModel, type ReportSpec} from "../spec.ts";
import {diagnosisText} from "./diagnosis-text.ts";
import {loadMessages} from "./messages.ts";
import type {CommandContext} from "./run-command.ts";

export type DoctorFlags = Pick<ReportSpec, "agent" | "provider" | "model" | "set" | "baseUrl" | "timeout" | "lang"> & {json?: boolean};

/** `doctor`: what the model server and the model are and get wrong, one line of advice for each problem. */
export async function doctorCommand({json = false, lang, ...flags}: DoctorFlags, {messages, signal}: CommandContext): Promise<ExitCode> {
  const locale = lang === undefined ? messages() : loadMessages({CHIMERA_LANG: oneOf("unknown-language", lang, localeNames())});
  const provider = oneOf("unknown-provider", flags.provider ?? "auto", ["auto", "ollama", "llamacpp", "openai"]);
  const plan = planModel({...flags, provider}, {resolve: path => resolve(path).replaceAll(sep, "/"), agents: agentNames()});
  const clock = {seconds: () => performance.now() / 1000};
  const found = await diagnose(plan, {clock, environment: process.env, signal});
  const advice = found.advice.map(note => ({code: note.code, message: adviceText(locale, note)}));
  process.stdout.write(json ? `${JSON.stringify({...found, advice}, null, 2)}\n` : diagnosisText(found, advice, locale));
  return found.exitCode;
}

/** Advice has words of its own; an error's are those that it is printed with anywhere. */
const adviceText = (locale: Locale, note: NoteInput): string =>
  noteText(locale, locale.has(`doctor.${note.code}`) ? "doctor" : "error", note);
