import {spawnSync} from "node:child_process";
import {existsSync, mkdtempSync, rmSync} from "node:fs";
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

const report = (folder, name) => [chimera, "report", folder, "--lang", "ru", "--date", "2025-11-14", "--out", join(out, name), "--quiet"];
const fresh = (folder, name) => ({before: () => rmSync(join(out, name), {recursive: true, force: true}), args: report(folder, name)});
const commands = {
  "bare node": {args: ["-e", "0"]},
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
rmSync(out, {recursive: true, force: true});

const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const bare = median(times["bare node"]);
for (const [name, values] of Object.entries(times)) {
  const value = median(values);
  console.log(`${name.padEnd(34)} ${value.toFixed(3)} s   ${(value / bare).toFixed(1)} x bare node`);
}

await import("./batch.mjs");
