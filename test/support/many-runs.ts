import {temporaryFolder, writeFiles} from "./temporary-folder.ts";

export interface RunOptions {
  /** Tokens per second, before noise. */
  speed?: number;
  /** Without it the data hold no time. */
  hour?: number;
  calls?: number;
}

/** Numbers between 0 and 1 that are the same every time. */
function numbersFrom(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Files of one run: calls to a model with a little noise, and what the client noted about them. */
export function runFiles(seed: number, {speed = 50, hour, calls = 12}: RunOptions = {}): Record<string, string> {
  const next = numbersFrom(seed);
  const start = Date.UTC(2026, 10, 1) + (hour ?? seed) * 3_600_000;
  const instant = (ms: number) => new Date(start + ms).toISOString();
  const about = (value: number): number => Math.round(value * (1 + 0.03 * (next() - 0.5)));
  const call = (index: number) => {
    const [load, prefill, decode] = [about(2e7), about(1e8), about((100 / speed) * 1e9)];
    return {
      model: "m:1b",
      created_at: instant(10_000 + index * 4000),
      response: "x",
      done: true,
      total_duration: load + prefill + decode + about(1e7),
      load_duration: load,
      prompt_eval_count: 40,
      prompt_eval_duration: prefill,
      eval_count: 100,
      eval_duration: decode
    };
  };
  return {
    "meta.json": JSON.stringify({
      run: `run ${seed}`,
      server: "ollama",
      server_version: "0.24.0",
      started: instant(0),
      ended: instant(60_000),
      models: [{name: "m:1b", quantization: "Q4_K_M"}],
      options: {num_ctx: 2048, temperature: 0}
    }),
    "results.jsonl": `${Array.from({length: calls}, (_, index) => JSON.stringify(call(index))).join("\n")}\n`
  };
}

/** A folder `runs` with `count` runs in it, one an hour. */
export function folderOfRuns(count: number, options: (index: number) => RunOptions = () => ({})): string {
  const folder = temporaryFolder();
  for (let index = 0; index < count; index += 1) addRun(folder, index, options(index));
  return folder;
}

export const runName = (index: number): string => `run-${String(index).padStart(2, "0")}`;

export function addRun(folder: string, index: number, options: RunOptions = {}): void {
  const files = Object.entries(runFiles(index, options)).map(([path, text]) => [`runs/${runName(index)}/${path}`, text]);
  writeFiles(folder, Object.fromEntries(files));
}
