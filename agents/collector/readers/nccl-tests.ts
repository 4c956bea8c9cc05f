import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {type StatedMetric, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";

const heading = /^#\s+size\s+count\s+type\s+.*\balgbw\s+busbw\b/;
const total = /^# Avg bus bandwidth\s*:\s*(\S+)/;
/** Four numbers each, out of place and in place. */
const columns: readonly (StatedMetric & {per: number})[] = [
  {metric: "latency", per: 1e6},
  {metric: "algorithm_bandwidth", per: 1e-9},
  {metric: "bus_bandwidth", per: 1e-9}
];
const placements = ["out-of-place", "in-place"];

/**
 * Table of nccl-tests (`all_reduce_perf` …): a size per line, mean time in µs and bandwidths in GB/s out of place and in place. `algbw` is not `busbw`; a size with wrong results is a failure,
 * `N/A` was not checked. https://github.com/NVIDIA/nccl-tests/blob/master/doc/PERFORMANCE.md
 */
export const ncclTests: Reader = {
  format: "nccl-tests",
  category: "system",
  detect: ({text}) => /^#\s+size\s+count\s+type\s+.*\balgbw\s+busbw\b/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const failed: DraftRow[] = [];
    const reported: ReportedDraft[] = [];
    let settings: Labels = {};
    let test: Labels = {};
    let isTable = false;
    let hasRoot = false;
    for (const [index, line] of lines.entries()) {
      const place = `L${index + 1}`;
      const name = /\b((?:all_reduce|all_gather|broadcast|reduce_scatter|reduce|alltoall|sendrecv|scatter|gather|hypercube)_perf)\b/.exec(
        line
      )?.[1];
      if (name !== undefined) test = {test: name};
      if (/^# nThread /.test(line)) settings = settingsOf(line);
      if (heading.test(line)) {
        isTable = true;
        hasRoot = /\broot\b/.test(line);
      }
      const average = total.exec(line)?.[1];
      const labels = {...test, ...settings};
      if (average !== undefined) {
        const fields = [["mean", place, average]] as const;
        reported.push(
          ...statedRecord({metric: "bus_bandwidth", per: 1e-9, part: place, labels, over: "run_means", fields}, path, problems)
        );
      }
      const wrong = /^# Out of bounds values\s*:\s*(\d+)\s+FAILED/.exec(line)?.[1];
      if (wrong !== undefined) problems.push({code: "wrong-results", values: {count: Number(wrong)}, source: {artifact: path, at: place}});
      if (isTable && /^\s+\d+\s+\d+\s+[a-z]\w*\s/.test(line)) addRow({line, place, labels, hasRoot, path, problems, failed, reported});
    }
    return {
      tables: failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})],
      reported,
      session: {tool: "nccl-tests", key: path, environment: environmentOf(lines)},
      problems
    };
  }
};

interface Row {
  line: string;
  place: string;
  labels: Labels;
  hasRoot: boolean;
  path: string;
  problems: NoteInput[];
  failed: DraftRow[];
  reported: ReportedDraft[];
}

/** From the right, since some collectives leave columns on the left blank. */
function addRow({line, place, labels, hasRoot, path, problems, failed, reported}: Row): void {
  const cells = line.trim().split(/\s+/);
  const numbers = cells.slice(-8);
  const before = cells.slice(0, -8);
  if (cells.length < 11 || numbers.length < 8) return;
  const [size = "", , type = "", operation] = before;
  const own: Labels = {
    ...labels,
    "x.size": Number(size),
    "x.type": type,
    ...(operation !== undefined && before.length > (hasRoot ? 4 : 3) && /^[a-z]+$/.test(operation) ? {"x.redop": operation} : {})
  };
  for (const [at, placement] of placements.entries()) {
    const [wrong = "", ...rest] = numbers.slice(at * 4, at * 4 + 4).reverse();
    const values = rest.reverse();
    const all = {...own, "x.placement": placement};
    if (Number(wrong) > 0) {
      failed.push({place, labels: all, values: {}, failure: {reason: `#wrong ${wrong}`, kind: "payload"}});
      continue;
    }
    for (const [index, metric] of columns.entries()) {
      const fields = [["mean", place, values[index]]] as const;
      reported.push(...statedRecord({...metric, part: `${place} ${placement}`, labels: all, over: "samples", fields}, path, problems));
    }
  }
}

function settingsOf(line: string): Labels {
  const stated = (name: string) => Number(new RegExp(`\\b${name}:? (\\d+)`).exec(line)?.[1]);
  const [gpus, warmup] = [stated("nGpus"), stated("warmup iters")];
  const iterations = Number(/(?<!warmup |agg )\biters: (\d+)/.exec(line)?.[1]);
  return {
    ...(Number.isNaN(gpus) ? {} : {"x.gpus_per_process": gpus}),
    ...(Number.isNaN(warmup) ? {} : {warmup_runs: warmup}),
    ...(Number.isNaN(iterations) ? {} : {runs: iterations})
  };
}

/** `#   Rank  0 Pid   9192 on host device  0 [0x00] Tesla K80` */
function environmentOf(lines: readonly string[]): Labels {
  const found = lines.flatMap(line => /^#\s+Rank\s+\d+ .*\bdevice\s+\d+ \[[^\]]*\] (.+?)\s*$/.exec(line)?.[1] ?? []);
  const names = new Set(found);
  return names.size === 1 ? {gpu: [...names][0] ?? ""} : {};
}
