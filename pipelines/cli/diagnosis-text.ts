import type {Locale} from "../../agents/locale/index.ts";
import type {Diagnosis} from "../diagnose.ts";
import {oneLine} from "./one-line.ts";
import {providerWarning} from "../model-run.ts";
import {plainQuantity} from "./plain-quantity.ts";
import {warningText} from "./warning-text.ts";

type Values = Record<string, string | number | undefined>;

/** What was found, a line each, then the advice. What could not be told is left out. */
export function diagnosisText(found: Diagnosis, advice: readonly {message: string}[], messages: Locale): string {
  const line = (key: string, values: Values): string[] => {
    const known = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
    return known.length < Object.keys(values).length ? [] : [messages.text(`cli.doctor.${key}`, Object.fromEntries(known))];
  };
  const lines = [
    ...found.notes.map(note => warningText(messages, providerWarning(note))),
    ...serverLines(found, line),
    ...modelLines(found, line),
    ...replyLines(found, line, messages),
    ...(advice.length === 0 ? line("well", {}) : [...line("advice", {}), ...advice.map(({message}) => `- ${message}`)])
  ];
  return `${lines.map(oneLine).join("\n")}\n`;
}

type Line = (key: string, values: Values) => string[];

function serverLines({survey, description}: Diagnosis, line: Line): string[] {
  const server = survey?.server ?? description?.server;
  const version = survey?.serverVersion ?? description?.serverVersion;
  return [
    ...(version === undefined ? line("server", {server}) : line("server-version", {server, version})),
    ...(survey === undefined ? [] : line("models", {models: survey.models.join(", ")}))
  ];
}

function modelLines({description}: Diagnosis, line: Line): string[] {
  if (description === undefined) return [];
  const {model, digest, quantization, parameters, family, window, capabilities} = description;
  const details = [family, parameters, quantization].filter(one => one !== undefined);
  return [
    ...line("model", {model, details: details.length === 0 ? "none" : details.join(", ")}),
    ...line("digest", {digest}),
    ...line("capabilities", {capabilities: capabilities.length === 0 ? undefined : capabilities.join(", ")}),
    ...line("window-asked", {tokens: window.asked}),
    ...line("window-effective", {tokens: window.effective}),
    ...line("window-maximum", {tokens: window.maximum}),
    ...line("window-vision", {tokens: window.visionMinimum})
  ];
}

function replyLines(found: Diagnosis, line: Line, messages: Locale): string[] {
  const {isFormatEnforced, isTruncationSilent, validReplies, cyrillicShare} = found;
  const shown = (value: number | undefined, unit: "s" | "tok/s" | "fraction"): string | undefined =>
    value === undefined ? undefined : plainQuantity(value, unit, messages);
  const yes = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : value ? "yes" : "no");
  return [
    ...line("format", {enforced: yes(isFormatEnforced)}),
    ...line("truncation", {silent: yes(isTruncationSilent)}),
    ...line("prefill", {speed: shown(found.prefillTokensPerSecond, "tok/s")}),
    ...line("decode", {speed: shown(found.decodeTokensPerSecond, "tok/s")}),
    ...line("load", {time: shown(found.coldLoadSeconds, "s")}),
    ...line("parallel", {gain: found.parallelGain === undefined ? undefined : messages.quantities.plainNumber(found.parallelGain, 2)}),
    ...line("valid", {valid: validReplies?.valid, tries: validReplies?.tries}),
    ...line("russian", {share: shown(cyrillicShare, "fraction")})
  ];
}
