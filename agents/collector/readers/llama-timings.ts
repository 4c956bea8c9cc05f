import {plainLine} from "../plain-line.ts";

/** What one run or request of llama.cpp printed about its time; raw texts by name (`prompt eval time`). */
export interface TimingBlock {
  /** Lines, 1-based. */
  first: number;
  last: number;
  lines: Map<string, TimingLine>;
}

/** `eval time = 4023.70 ms / 63 runs ( 63.87 ms per token, 15.66 tokens per second)`; undefined parts were not written. */
export interface TimingLine {
  milliseconds: string;
  count: string | undefined;
  rate: string | undefined;
}

const timing =
  /(?:^|[\s:|\]])(load time|prompt eval time|eval time|total time)\s*=\s*([\d.]+) ms(?:\s*\/\s*(\d+)\s*(?:tokens|runs))?(?:\s*\(\s*\S+ ms per token,\s*(\S+) tokens per second\))?/;

/** Lines further apart belong to different runs. */
const farthest = 8;

/**
 * Blocks of `llama_print_timings:`, `llama_perf_context_print:` and of the server's `print_timing`, where a name that returns begins the next
 * block. https://github.com/ggml-org/llama.cpp
 */
export function timingBlocks(lines: readonly string[]): TimingBlock[] {
  const blocks: TimingBlock[] = [];
  for (const [index, written] of lines.entries()) {
    if (!written.includes(" ms")) continue;
    const [, name = "", milliseconds = "", count, rate] = timing.exec(plainLine(written)) ?? [];
    if (name === "") continue;
    const open = blocks.at(-1);
    const line = {milliseconds, count, rate};
    if (open === undefined || open.lines.has(name) || index + 1 - open.last > farthest) {
      blocks.push({first: index + 1, last: index + 1, lines: new Map([[name, line]])});
    } else {
      open.lines.set(name, line);
      open.last = index + 1;
    }
  }
  return blocks.filter(block => block.lines.has("prompt eval time") || block.lines.has("eval time"));
}

/** Whether text holds such blocks at all. */
export const hasTimings = (text: string): boolean => /\beval time\s*=\s*[\d.]+ ms \/\s*\d+ (?:tokens|runs)/.test(text);

/** A run that generated: its eval time is no zero. Runs of the perplexity program have only a prompt. */
export const hasGeneration = (text: string): boolean =>
  /\beval time\s*=\s*(?!0\.0+ ms)[\d.]+ ms \/\s*\d+ (?:tokens|runs)/m.test(text.replaceAll("prompt eval time", "prompt time"));
