import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {chimera} from "../../support/chimera.ts";
import {folderOfRuns, runName} from "../../support/many-runs.ts";

/** `CHIMERA_KILLS=100 npx vitest run … killed-batch` for the long form. */
const kills = Number(process.env["CHIMERA_KILLS"] ?? 6);
const runs = Number(process.env["CHIMERA_KILLED_RUNS"] ?? (kills > 20 ? 50 : 8));

const batch = (cwd: string, out: string, during: Parameters<typeof chimera>[1]["during"] = () => {}) =>
  chimera(["batch", "runs", "--out", out, "--lang", "en", "--date", "2026-11-25", "--quiet", "--json"], {cwd, during});

/** Every byte below a folder of reports that does not say how long something took; what lies about that should not is in it too. */
function bytesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile());
  const paths = files.map(({parentPath, name}) => `${parentPath}/${name}`.slice(folder.length + 1));
  const shown = paths.filter(path => !path.startsWith(".chimera/") && !/(^|\/)(manifest\.json|index\.(md|html))$/.test(path));
  return Object.fromEntries(shown.sort().map(path => [path, readFileSync(`${folder}/${path}`, "utf8")]));
}

/** What a killed process leaves in the store and must not stay. */
const leftovers = (folder: string): string[] =>
  readdirSync(folder, {recursive: true, encoding: "utf8"}).filter(name => /\.(new|old)$|batch\.lock|begun\/./.test(name));

describe(`a batch of ${runs} runs that is killed ${kills} times at random moments`, () => {
  it("leaves every report old and whole or new and whole, and is right after the next call", {timeout: kills * 60_000}, async () => {
    const cwd = folderOfRuns(runs);
    const {seconds} = await batch(cwd, "whole");
    const whole = bytesOf(`${cwd}/whole`);
    expect(Object.keys(whole)).toHaveLength(runs * 5);
    for (let kill = 0; kill < kills; kill += 1) {
      const out = `killed-${kill}`;
      const delay = ((kill + 0.5) / kills) * seconds * 1000;
      const killed = await batch(cwd, out, child => setTimeout(() => child.kill("SIGKILL"), delay));
      const between = readdirSync(cwd).includes(out) ? bytesOf(`${cwd}/${out}`) : {};
      const finished = Object.entries(between).filter(([path]) => /^run-\d+\/en\//.test(path));
      expect(finished.filter(([path, text]) => whole[path] !== text).map(([path]) => path)).toEqual([]);
      const next = await batch(cwd, out);
      expect({code: next.code, stderr: next.stderr}).toEqual({code: 0, stderr: ""});
      expect(bytesOf(`${cwd}/${out}`)).toEqual(whole);
      expect(leftovers(`${cwd}/${out}`)).toEqual([]);
      const {counts} = JSON.parse(next.stdout);
      expect(counts).toMatchObject({made: killed.code === 0 ? 0 : counts.made, failed: 0});
      expect(counts.made + counts.kept).toBe(runs);
    }
    expect(Object.keys(whole)).toContain(`${runName(0)}/en/report.md`);
  });
});
