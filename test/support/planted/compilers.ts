import type {Draw} from "./draw.ts";
import type {Backend, Folder} from "./folder.ts";
import type {Form} from "./forms.ts";
import type {Plant} from "./plant.ts";

const startedAt = Date.UTC(2026, 1, 3, 9);
const at = (seconds: number) => new Date(startedAt + 1000 * seconds).toISOString();

/** Samples of each backend (`jsonl`), or mean and deviation as a tool states them (in place of `csv`, which no such tool writes). */
function compilers(draw: Draw, form: Form, backends: ReadonlyMap<string, Backend>): Record<string, string> {
  const jitter = draw.between(0.02, 0.06);
  const samples = [...backends].map(([backend, {seconds, compile}]) => ({
    backend,
    compile,
    ms: Array.from(
      {length: draw.whole(20, 40)},
      () => draw.around(1000 * seconds, jitter) * (draw.chance(0.03) ? draw.between(1.1, 1.25) : 1)
    )
  }));
  return form === "jsonl" ? {"compile/results.json": sampleRecords(samples)} : {"compile/report.json": statedReport(samples)};
}

interface Samples {
  backend: string;
  compile: number | undefined;
  ms: number[];
}

const sampleRecords = (samples: readonly Samples[]): string =>
  JSON.stringify(
    samples.map(({backend, compile, ms}, index) => ({
      model: "mixer-64",
      backend,
      config: {batch: 1},
      device: "cpu",
      torch: "2.9.0",
      threads: 4,
      started: at(60 * index),
      status: "ok",
      compile_time_s: compile ?? null,
      latency_ms_samples: ms.map(value => Number(value.toFixed(4))),
      error: null
    }))
  );

function statedReport(samples: readonly Samples[]): string {
  const runs = Math.min(...samples.map(({ms}) => ms.length));
  const backends = samples.map(({backend, compile, ms}) => {
    const own = ms.slice(0, runs);
    const mean = own.reduce((sum, value) => sum + value, 0) / runs;
    const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs - 1));
    const times = {mean_time_ms: mean, std_time_ms: deviation, min_time_ms: Math.min(...own), max_time_ms: Math.max(...own)};
    const compilation = compile === undefined ? null : {backend, success: true, compile_time_s: compile, metadata: {}, error: null};
    return [backend, {backend, compilation, benchmark: {backend, ...times, metadata: {}}}] as const;
  });
  const model = {name: "mixer-64", device: "cpu", dtype: "torch.float32", batch_size: 1, seq_len: 64};
  return JSON.stringify({generated_at: at(0), model, settings: {runs, warmup_runs: 3}, backends: Object.fromEntries(backends)});
}

const eager = (draw: Draw): Backend => ({seconds: draw.between(0.0005, 0.05)});

function compiled(draw: Draw, form: Form, kind: "optimization_backfires" | "break_even" | undefined, times: number): Folder {
  const plain = eager(draw);
  const name = draw.pick(["inductor", "torchscript", "onnx"]);
  const backends = new Map([
    ["eager", plain],
    [name, {seconds: plain.seconds * times, compile: draw.between(2, 40)}]
  ]);
  return {
    files: compilers(draw, form, backends),
    requests: [],
    backends,
    ...(kind === undefined ? {} : {expected: {kind, subject: {backend: name}}})
  };
}

export const compiledBackfires: Plant = (draw, form) => compiled(draw, form, "optimization_backfires", draw.between(1.15, 2.5));
export const breakEven: Plant = (draw, form) => compiled(draw, form, "break_even", draw.between(0.3, 0.85));
export const compiledAlike: Plant = (draw, form) => compiled(draw, form, undefined, 1);
