import type {Labels, NoteInput} from "../../contracts/index.ts";
import {goDuration} from "../go-duration.ts";
import {measuredValue, rejectedCell} from "../measured-value.ts";
import {namedModel} from "../model-name.ts";
import {plainLine} from "../plain-line.ts";
import type {DraftRow, Reader, ReaderInput} from "../reader.ts";
import {buildTable} from "../table.ts";

const metrics: Readonly<Record<string, string>> = {
  "total duration": "total_time",
  "load duration": "load_time",
  "prompt eval count": "prompt_tokens",
  "prompt eval duration": "prefill_time",
  "prompt eval rate": "prefill_throughput",
  "eval count": "output_tokens",
  "eval duration": "decode_time",
  "eval rate": "decode_throughput"
};

const timing =
  /^[\s>]*(?:[-*•]\s+)?(total duration|load duration|prompt eval (?:count|duration|rate)|eval (?:count|duration|rate)):\s+(\S+)(?:\s+(token\(s\)|tokens?\/s))?\s*$/;
const command = /\bollama(?:\.exe)?\s+run\s+(.*)$/;
const named = /^[\s#>*-]*(?:\*\*)?model(?:\*\*)?\s*[:=]\s*(?:\*\*)?[`"']?([\w./:-]+)/i;
const heading = /^#{1,6}\s+`?([\w./-]+:[\w.-]+|[a-z][\w.-]*-?\d[\w.]*b[\w.-]*)`?\s*$/i;

/**
 * Blocks that `ollama run --verbose` prints after an answer (`total duration: 1m29.6s`, `eval rate: 7.39 tokens/s`), as pasted into notes too: a
 * row per block, each value at its line. The model stands in the command line or heading above, or nowhere; a heading without a block was
 * not measured. https://github.com/ollama/ollama/blob/main/cmd/cmd.go
 */
export const ollamaVerbose: Reader = {
  format: "ollama-verbose",
  category: "inference",
  detect: ({text, lines}) =>
    /\beval (?:rate|duration):/.test(text) && lines.some(line => /^[\s>]*(?:[-*•]\s+)?eval (?:rate|duration):\s+\d/.test(line)),
  read(input) {
    const problems: NoteInput[] = [];
    const rows = numbered(blocksOf(input.lines).map(block => rowOf(block, input, problems)));
    const columns = Object.entries(metrics).map(([field, metric]) => ({metric, field}));
    return {tables: [buildTable({columns, rows})], reported: [], session: {tool: "ollama", environment: {}}, problems};
  }
};

interface Block {
  labels: Labels;
  first: number;
  last: number;
  values: Map<string, string>;
}

/** A name that returns, or a line of the answer's kind between, begins the next block. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let labels: Labels = {};
  let open: Block | undefined;
  for (const [index, written] of lines.entries()) {
    const line = plainLine(written);
    const [, name = "", value = ""] = timing.exec(line) ?? [];
    if (name === "") {
      if (line.trim() !== "") open = undefined;
      labels = labelsIn(line) ?? labels;
      continue;
    }
    if (open === undefined || open.values.has(name)) {
      open = {labels, first: index + 1, last: index + 1, values: new Map()};
      blocks.push(open);
    }
    open.values.set(name, value);
    open.last = index + 1;
  }
  return blocks;
}

/** Repeats of one model in the order they stand. */
function numbered(rows: readonly DraftRow[]): DraftRow[] {
  const counts = new Map<unknown, number>();
  return rows.map(row => {
    const count = (counts.get(row.labels?.["model"]) ?? 0) + 1;
    counts.set(row.labels?.["model"], count);
    return {...row, repeat: {repeat: count}};
  });
}

function labelsIn(line: string): Labels | undefined {
  const words = command.exec(line)?.[1]?.split(/\s+/) ?? [];
  const model = words.find(word => /^[\w][\w./:-]*$/.test(word)) ?? named.exec(line)?.[1] ?? heading.exec(line)?.[1];
  return model === undefined ? undefined : namedModel(model);
}

function rowOf({labels, first, last, values}: Block, {path}: ReaderInput, problems: NoteInput[]): DraftRow {
  const place = first === last ? `L${first}` : `L${first}-L${last}`;
  const cells = [...values].map(([name, raw]): [string, number | null] => {
    const metric = metrics[name] ?? "";
    const number = name.endsWith("duration") ? goDuration(raw) : Number(raw.replaceAll(",", ""));
    const {value, problem} = measuredValue(metric, number ?? raw);
    if (problem !== undefined) problems.push(rejectedCell(problem, path, `${place}:${name}`, raw));
    return [name, value];
  });
  return {place, labels, values: Object.fromEntries(cells)};
}
