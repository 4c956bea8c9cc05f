import {spawnSync} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";

/** A batch of many generated runs of 5 files: seconds of each pass, and that its counts are right. RUNS=1000 by default. */
const chimera = fileURLToPath(new URL("../../dist/chimera.js", import.meta.url));
const runs = Number(process.env.RUNS ?? 1000);
const name = index => `run-${String(index).padStart(4, "0")}`;

let state = 1;
const next = () => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return state / 2_147_483_648;
};
const about = value => value * (1 + 0.03 * (next() - 0.5));

function write(folder, index) {
  const start = Date.UTC(2026, 0, 1) + index * 3_600_000;
  const instant = ms => new Date(start + ms).toISOString();
  const call = (_, repeat) => {
    const [load, prefill, decode] = [about(2e7), about(1e8), about(2e9)].map(Math.round);
    const durations = {total_duration: load + prefill + decode, load_duration: load, prompt_eval_duration: prefill, eval_duration: decode};
    const counts = {prompt_eval_count: 40, eval_count: 100};
    return JSON.stringify({model: "m:1b", created_at: instant(10_000 + repeat * 3000), response: "x", done: true, ...durations, ...counts});
  };
  const rows = (head, value) => `${head}\n${Array.from({length: 20}, (_, row) => `${row},${about(value).toFixed(3)}`).join("\n")}\n`;
  const models = [{name: "m:1b", quantization: "Q4_K_M"}];
  const files = {
    "meta.json": JSON.stringify({run: name(index), server: "ollama", started: instant(0), models, options: {num_ctx: 2048}}),
    "results.jsonl": `${Array.from({length: 20}, call).join("\n")}\n`,
    "latency.csv": rows("run,latency_ms", 100),
    "system.csv": rows("time,cpu_percent", 50),
    "notes.md": "# Notes\n\nOnly words stand here.\n"
  };
  mkdirSync(join(folder, name(index)), {recursive: true});
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name(index), file), text);
}

const root = mkdtempSync(join(tmpdir(), "chimera-batch-"));
const folder = join(root, "runs");
for (let index = 0; index < runs; index += 1) write(folder, index);

const last = runs - 1;
const passes = [
  ["first", () => {}, {made: runs, kept: 0, failed: 0, gone: 0}],
  ["unchanged", () => {}, {made: 0, kept: runs, failed: 0, gone: 0}],
  ["one changed", () => writeFileSync(join(folder, name(last), "latency.csv"), "run,latency_ms\n1,99\n"), {made: 1, kept: last, failed: 0}],
  // A folder of reports that is not ours any more.
  [
    "one broken",
    () => {
      rmSync(join(root, "out", name(3)), {recursive: true});
      mkdirSync(join(root, "out", name(3), "ru"), {recursive: true});
      writeFileSync(join(root, "out", name(3), "ru/mine.txt"), "mine");
    },
    {failed: 1}
  ],
  ["one deleted", () => rmSync(join(folder, name(last)), {recursive: true}), {runs: last, made: 0, gone: 1}]
];
for (const [title, change, expected] of passes) {
  change();
  const start = process.hrtime.bigint();
  const words = ["batch", folder, "--out", join(root, "out"), "--date", "2026-11-25", "--json", "--quiet"];
  const {stdout, stderr} = spawnSync(process.execPath, [chimera, ...words], {encoding: "utf8", maxBuffer: 1e9});
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (stdout === "") throw new Error(`${title}: ${stderr}`);
  const {counts} = JSON.parse(stdout);
  for (const [key, value] of Object.entries(expected)) {
    if (counts[key] !== value) throw new Error(`${title}: ${key} is ${counts[key]}, expected ${value}`);
  }
  const each = ((seconds / runs) * 1000).toFixed(2);
  console.log(
    `batch of ${runs} runs, ${title}`.padEnd(34),
    `${seconds.toFixed(3)} s   ${each} ms a run   made ${counts.made}, kept ${counts.kept}, failed ${counts.failed}`
  );
}
rmSync(root, {recursive: true, force: true});
