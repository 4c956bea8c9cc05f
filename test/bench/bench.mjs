import {spawnSync} from "node:child_process";
import {existsSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";

/**
 * How long whole commands take, as ratios to a bare node in the same run (medians; the commands take turns, so that a drift of the
 * machine touches all). `npm run bench`; needs `npm run build` before.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const chimera = join(root, "dist/chimera.js");
const corpus = join(root, "../shared/chimera-corpus");
const rounds = Number(process.env.ROUNDS ?? 7);
const out = mkdtempSync(join(tmpdir(), "chimera-bench-"));
const million = join(out, "million.csv");
const gigabyte = join(out, "gigabyte.jsonl");
writeTables();

const report = (folder, name) => [chimera, "report", folder, "--lang", "ru", "--date", "2025-11-14", "--out", join(out, name), "--quiet"];
const fresh = (folder, name) => ({before: () => rmSync(join(out, name), {recursive: true, force: true}), args: report(folder, name)});
const commands = {
  "bare node": {args: ["-e", "0"]},
  "inspect a million-row CSV": {args: [chimera, "inspect", million]},
  "DuckDB, the same CSV": {args: [join(root, "test/bench/duckdb.mjs"), million]},
  "chimera --version": {args: [chimera, "--version"]},
  "report data/samples, fresh": fresh(join(root, "data/samples"), "a"),
  "report data/samples, unchanged": {args: report(join(root, "data/samples"), "a")},
  ...(existsSync(corpus)
    ? {"report chimera-corpus, fresh": fresh(corpus, "b"), "report chimera-corpus, unchanged": {args: report(corpus, "b")}}
    : {})
};

const times = Object.fromEntries(Object.keys(commands).map(name => [name, []]));
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, {before, args}] of Object.entries(commands)) {
    before?.();
    const start = process.hrtime.bigint();
    const {status} = spawnSync(process.execPath, args, {stdio: "ignore"});
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (status !== 0) throw new Error(`${name}: exit code ${status}`);
    if (round > 0) times[name].push(seconds);
  }
}
const large = process.env.LARGE === "1" ? largeFile() : undefined;
rmSync(out, {recursive: true, force: true});

const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const bare = median(times["bare node"]);
for (const [name, values] of Object.entries(times)) {
  const value = median(values);
  console.log(`${name.padEnd(34)} ${value.toFixed(3)} s   ${(value / bare).toFixed(1)} x bare node`);
}
const ratio = median(times["inspect a million-row CSV"]) / median(times["DuckDB, the same CSV"]);
console.log(`a million rows: ${ratio.toFixed(2)} x DuckDB (at most 1.5)`);
if (large !== undefined) console.log(large);

/** Two numeric columns of a million rows, the same in every run. */
function writeTables() {
  let state = 1;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const rows = Array.from({length: 1_000_000}, () => `${(10 + 90 * next() ** 3).toFixed(3)},${(40 + 20 * next()).toFixed(4)}`);
  writeFileSync(million, `latency_ms,tokens_per_second\n${rows.join("\n")}\n`);
}

/** `LARGE=1`: 1 GB of JSON Lines, and the most memory that reading it takes. */
function largeFile() {
  const line = row =>
    JSON.stringify({
      model: `m${row % 3}`,
      run: row,
      latency_ms: (row % 9973) / 10 + 1,
      ttft_ms: (row % 997) / 10 + 1,
      note: "x".repeat(80)
    });
  let row = 0;
  for (let size = 0; size < 1e9; ) {
    const first = row;
    const part = Array.from({length: 20_000}, (_, index) => `${line(first + index)}\n`).join("");
    row += 20_000;
    size += part.length;
    writeFileSync(gigabyte, part, {flag: "a"});
  }
  const {stderr} = spawnSync("/usr/bin/time", ["-f", "%e s, %M kB", process.execPath, chimera, "inspect", gigabyte], {encoding: "utf8"});
  return `1 GB of JSON Lines (${row} records): ${stderr.trim().split("\n").at(-1)} (at most 500,000 kB)`;
}

await import("./batch.mjs");
