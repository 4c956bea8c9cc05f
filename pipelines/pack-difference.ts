import {commonPlaces} from "../agents/writer/index.ts";
import {promptNames} from "./pack-variables.ts";
import type {PromptPack} from "./packs.ts";

/** One text that differs: its name and its lines, those of one side only marked `-` and `+`. */
export interface TextDifference {
  name: string;
  lines: string[];
}

/** What two packs say differently: settings first, then each prompt. Empty when they ask the same. */
export function packDifference(before: PromptPack, after: PromptPack): TextDifference[] {
  const texts = (pack: PromptPack): [string, string][] => [
    ["agent.yaml", settingsOf(pack)],
    ...promptNames.map((name): [string, string] => [`${name}.hbs`, pack.prompts[name].text])
  ];
  const others = new Map(texts(after));
  return texts(before).flatMap(([name, text]) => {
    const other = others.get(name) ?? "";
    return text === other ? [] : [{name, lines: lineDifference(linesOf(text), linesOf(other))}];
  });
}

/** As `agent.yaml` would say it, what is inherited included. */
function settingsOf({type, agents, options, writerMode}: PromptPack): string {
  const values = (all: object): string[] => Object.entries(all).map(([key, value]) => `  ${key}: ${value}`);
  return [`type: ${type}`, "agents:", ...values(agents), "options:", ...values(options), "writer:", `  mode: ${writerMode}`].join("\n");
}

const linesOf = (text: string): string[] => text.trimEnd().split("\n");

function lineDifference(before: readonly string[], after: readonly string[]): string[] {
  const lines: string[] = [];
  let [i, j] = [0, 0];
  const upTo = (one: number, other: number): void => {
    while (i < one) lines.push(`- ${before[i++]}`);
    while (j < other) lines.push(`+ ${after[j++]}`);
  };
  for (const [one, other] of commonPlaces(before, after)) {
    upTo(one, other);
    lines.push(`  ${before[i]}`);
    i++;
    j++;
  }
  upTo(before.length, after.length);
  return lines;
}
