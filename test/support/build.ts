import {spawnSync} from "node:child_process";
import {existsSync, readdirSync, statSync} from "node:fs";
import {fileURLToPath} from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the bundle that the tests of the command line run, when a source is younger. A build that breaks fails those tests only. */
export function setup(): void {
  const sources = ["package.json", ...filesUnder("agents"), ...filesUnder("pipelines")];
  const built = `${root}dist/chimera.js`;
  if (existsSync(built) && sources.every(path => statSync(`${root}${path}`).mtimeMs <= statSync(built).mtimeMs)) return;
  const {status, stderr} = spawnSync(process.execPath, ["pipelines/cli/build.mjs"], {cwd: root, encoding: "utf8"});
  if (status !== 0) process.env["CHIMERA_BUILD_FAILED"] = stderr;
}

function filesUnder(folder: string): string[] {
  return readdirSync(`${root}${folder}`, {recursive: true, encoding: "utf8"})
    .filter(name => /\.(ts|mjs)$/.test(name))
    .map(name => `${folder}/${name}`);
}
