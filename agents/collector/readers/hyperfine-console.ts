import type {NoteInput} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import {quantity} from "../quantity.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";

const title = /^\s*Benchmark #?\d+: (.*?)\s*$/;
const time = /^\s*Time \((?:mean ± σ|abs ≡)\):\s+([\d.]+ [nµm]?s)(?: ±\s+([\d.]+ [nµm]?s))?/;
const range = /^\s*Range \(min … max\):\s+([\d.]+ [nµm]?s) …\s+([\d.]+ [nµm]?s)\s+(\d+) runs/;

/**
 * What hyperfine prints: `Benchmark 1: <command>`, `Time (mean ± σ): 28.0 ms ± 0.4 ms`, `Range (min … max): … 20 runs`. A command whose exit code it was told
 * to ignore is a failed attempt; one shown as 0 is below the resolution. https://github.com/sharkdp/hyperfine
 */
export const hyperfineConsole: Reader = {
  format: "hyperfine-console",
  category: "other",
  detect: ({text, lines}) => text.includes("Benchmark ") && text.includes("Time (") && lines.some(line => time.test(plainLine(line))),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const blocks = blocksOf(lines.map(plainLine));
    const failed = blocks.flatMap(({place, command, failure}): DraftRow[] =>
      failure === undefined ? [] : [{place, labels: {command}, values: {}, failure: {reason: failure, kind: "status"}}]
    );
    return {
      tables: failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})],
      reported: blocks.filter(({failure}) => failure === undefined).flatMap(block => recordOf(block, path, problems)),
      session: {tool: "hyperfine", key: path, environment: {}},
      problems
    };
  }
};

interface Block {
  place: string;
  command: string;
  /** Index of the line with the time, with the range. */
  time?: {line: number; mean: string; deviation: string | undefined};
  range?: {line: number; min: string; max: string; runs: number};
  failure?: string;
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (const [index, line] of lines.entries()) {
    const command = title.exec(line)?.[1];
    if (command !== undefined) blocks.push({place: `L${index + 1}`, command});
    const open = blocks.at(-1);
    if (open === undefined) continue;
    const [, mean, deviation] = time.exec(line) ?? [];
    if (mean !== undefined) open.time = {line: index + 1, mean, deviation};
    const [, min, max, runs] = range.exec(line) ?? [];
    if (min !== undefined && max !== undefined) open.range = {line: index + 1, min, max, runs: Number(runs)};
    if (/^\s*Warning: Ignoring non-zero exit code/.test(line)) open.failure = line.trim();
    if (/^Error: Command terminated with non-zero exit code/.test(line)) open.failure = line.trim();
  }
  return blocks;
}

function recordOf({place, command, time: stated, range: limits}: Block, path: string, problems: NoteInput[]): ReportedDraft[] {
  const seconds = (text: string | undefined) => (text === undefined ? undefined : quantity(text)?.value);
  const mean = seconds(stated?.mean);
  if (stated === undefined || mean === undefined) {
    problems.push({code: "no-result", values: {}, source: {artifact: path, at: place}});
    return [];
  }
  const at = `L${stated.line}`;
  if (mean === 0) {
    problems.push({code: "below-resolution", values: {}, source: {artifact: path, at}});
    return [];
  }
  const rangeAt = `L${limits?.line ?? stated.line}`;
  return [
    buildReported({
      part: at,
      metric: "latency",
      labels: {command},
      over: "samples",
      n: limits?.runs,
      statistics: [
        {statistic: "mean", value: mean, at},
        {statistic: "std", value: seconds(stated.deviation), at},
        {statistic: "min", value: seconds(limits?.min) || null, at: rangeAt},
        {statistic: "max", value: seconds(limits?.max), at: rangeAt}
      ]
    })
  ];
}
