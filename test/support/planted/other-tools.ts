import {ollamaLines} from "../ollama-calls.ts";
import type {Draw} from "./draw.ts";
import type {Backend, Folder} from "./folder.ts";
import {csv, type Form, quantCsv, sweepCsv} from "./forms.ts";
import type {Plant} from "./phases-and-calls.ts";
import {abilities, measured, requestOf, withMishaps} from "./requests.ts";
import {quantized} from "./settings.ts";

const startedAt = Date.UTC(2026, 1, 3, 9);
const at = (seconds: number) => new Date(startedAt + 1000 * seconds).toISOString();

/** Finer quantizations are slower and have a lower perplexity: logs of llama-perplexity beside the requests. */
export const tradeoff: Plant = (draw, form) => {
  const {requests} = quantized(draw, 3);
  const worst = draw.between(22, 30);
  const names = [...new Set(requests.map(({quantization}) => quantization!))];
  // The reference of a comparison of quantizations is Q4_K_M: a coarser one is cheaper and worse.
  const coarse = {...requests.find(({quantization}) => quantization === "Q4_K_M")!};
  const speedup = draw.between(1.2, 1.5);
  const coarseModel = coarse.model.replace("q4_k_m", "q2_k");
  const extra = Array.from({length: draw.whole(10, 16)}, () => ({
    ...coarse,
    model: coarseModel,
    quantization: "Q2_K",
    decode: coarse.decode / speedup
  }));
  const all = withMishaps([...requests, ...extra], draw);
  const perplexity = new Map([
    ["Q2_K", {value: worst * draw.between(1.3, 1.6), error: worst * 0.02}],
    ...names.map((name): [string, {value: number; error: number}] => [name, {value: worst * draw.between(0.995, 1), error: worst * 0.02}])
  ]);
  const calls = measured(all, draw);
  const logs = [...perplexity].map(([name, {value, error}]): [string, string] => [
    `quality/perplexity-${name}.log`,
    perplexityLog(all.find(({quantization}) => quantization === name)!.model.replace(":", "-"), value, error)
  ]);
  return {
    files: {
      ...(form === "jsonl" ? {"quant/results.jsonl": ollamaLines(calls)} : {"quant/quant_runs.csv": quantCsv(calls)}),
      ...Object.fromEntries(logs)
    },
    requests: all,
    perplexity,
    expected: {kind: "tradeoff", subject: {quantization: "Q2_K"}, variants: ["quality-cost"]}
  };
};

const perplexityLog = (model: string, value: number, error: number): string =>
  [
    `llama_model_loader: loaded meta data with 33 key-value pairs and 236 tensors from ${model}.gguf (version GGUF V3 (latest))`,
    "perplexity: calculating perplexity over 20 chunks, n_ctx=512, batch_size=2048, n_seq=4",
    `[1]${(value * 0.97).toFixed(4)},[2]${value.toFixed(4)},`,
    `Final estimate: PPL = ${value.toFixed(4)} +/- ${error.toFixed(5)}`
  ].join("\n");

/** Eager against one or two compilers: samples as JSON (`jsonl`) or mean and deviation per backend (`csv` has no such form). */
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

/** Bursts of clients: throughput grows up to `knee` and no further. */
function clients(draw: Draw, form: Form, speedAt: (concurrency: number) => number): Pick<Folder, "files" | "scaling"> {
  const scaling = new Map([1, 2, 4, 8, 16].map(concurrency => [concurrency, speedAt(concurrency)]));
  const jitter = draw.between(0.01, 0.03);
  const repeats = draw.whole(4, 8);
  const bursts = [...scaling].flatMap(([concurrency, speed]) =>
    Array.from({length: repeats}, (_, repeat) => ({concurrency, repeat: repeat + 1, speed: draw.around(speed, jitter)}))
  );
  const files = form === "jsonl" ? {"load/clients.jsonl": clientLines(draw, bursts)} : {"load/batched-bench.jsonl": batchedLines(bursts)};
  return {files, scaling};
}

interface Burst {
  concurrency: number;
  repeat: number;
  speed: number;
}

function clientLines(draw: Draw, bursts: readonly Burst[]): string {
  const tokens = 64;
  let clock = 0;
  const lines = bursts.flatMap(({concurrency, repeat, speed}) => {
    const wall = (1000 * tokens * concurrency) / speed;
    const started = at(clock);
    clock += wall / 1000;
    return Array.from({length: concurrency}, (_, client) => {
      const end = client === 0 ? wall : wall * draw.between(0.93, 1);
      const first = end * draw.between(0.2, 0.25);
      return JSON.stringify({
        model: "toy:1b",
        concurrency,
        repeat,
        client: client + 1,
        started,
        status: 200,
        ttft_ms: first,
        itl_ms: Array.from({length: 6}, () => draw.around((end - first) / (tokens - 1), 0.1)),
        e2e_ms: end,
        prompt_tokens: 200,
        output_tokens: tokens,
        group_wall_ms: wall
      });
    });
  });
  return lines.join("\n");
}

const batchedLines = (bursts: readonly Burst[]): string =>
  bursts
    .map(({concurrency, speed}) => {
      const [pp, tg] = [128, 64];
      const [prompts, generation] = [(pp * concurrency) / (8 * speed), (tg * concurrency) / speed];
      return JSON.stringify({
        n_kv_max: 8192,
        n_batch: 512,
        n_ubatch: 512,
        flash_attn: 0,
        is_pp_shared: 0,
        n_gpu_layers: 99,
        n_threads: 8,
        n_threads_batch: 8,
        pp,
        tg,
        pl: concurrency,
        n_kv: (pp + tg) * concurrency,
        t_pp: prompts,
        speed_pp: (pp * concurrency) / prompts,
        t_tg: generation,
        speed_tg: speed,
        t: prompts + generation,
        speed: ((pp + tg) * concurrency) / (prompts + generation)
      });
    })
    .join("\n");

/** Throughput stops growing at 1, 2 or 4 clients. */
export const scalingLimit: Plant = (draw, form) => {
  const [one, knee] = [draw.between(20, 120), draw.pick([1, 2, 4])];
  const folder = clients(draw, form, concurrency => one * Math.min(concurrency, knee) ** 0.95);
  return {...folder, requests: [], expected: {kind: "scaling_limit", variants: knee === 1 ? ["flat"] : ["knee"]}};
};

/** Throughput grows with every client. */
export const scalesWell: Plant = (draw, form) => {
  const [one, power] = [draw.between(20, 120), draw.between(0.9, 1)];
  return {...clients(draw, form, concurrency => one * concurrency ** power), requests: []};
};

/** A summary beside its rows; `wrong` of its cells say something else. */
function summarized(draw: Draw, form: Form, wrong: number): Folder {
  const models = abilities(draw, draw.whole(1, 2));
  const work = {promptTokens: draw.whole(150, 900), tokens: draw.whole(32, 128)};
  const settings = [1024, 2048, 4096, 8192].flatMap(num_ctx => [0, 0.7].map(temperature => ({num_ctx, temperature})));
  const requests = models.flatMap(ability =>
    Array.from({length: draw.whole(3, 5)}, () => draw.shuffled(settings).map(options => requestOf(ability, work, {options}))).flat()
  );
  const balanced = requests.map(request => ({...request, decode: request.prefill}));
  const calls = measured(balanced, draw);
  const groups = models.flatMap(({model}) =>
    settings.map(options => ({
      model,
      options,
      own: calls.filter(call => call.model === model && JSON.stringify(call.options) === JSON.stringify(options))
    }))
  );
  const middle = (values: number[]) => {
    const sorted = values.toSorted((a, b) => a - b);
    return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
  };
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const statistic = form === "jsonl" ? middle : average;
  const cells = groups.map(({model, options, own}) => ({
    labels: {model, ...options},
    values: [
      statistic(own.map(({tokens = 0, decode = 1}) => tokens / decode)),
      statistic(own.map(({load = 0, prefill = 0}) => (form === "jsonl" ? load : load + prefill))),
      statistic(own.map(({load = 0}) => load))
    ],
    n: own.length
  }));
  const flat = draw.shuffled(cells.map((_, index) => index)).slice(0, wrong);
  for (const index of flat) cells[index]!.values[0]! *= draw.pick([draw.between(1.3, 2), draw.between(0.5, 0.75)]);
  const rows = cells.map(({labels, values: [speed, second, load], n}) =>
    form === "jsonl"
      ? {...labels, phase: "warm", n, incomplete: 0, decode_tok_s_median: speed!.toFixed(2), load_s_median: load!.toFixed(4)}
      : {...labels, mean_tokens_s: speed!.toFixed(3), mean_ttft_s: second!.toFixed(5), mean_load_s: load!.toFixed(5)}
  );
  const lines = calls.map(call => ({...call, phase: "warm" as const}));
  return {
    files: {
      ...(form === "jsonl" ? {"sweep/results.jsonl": ollamaLines(lines)} : {"sweep/sweep_runs.csv": sweepCsv(calls)}),
      "sweep/summary.csv": csv(rows)
    },
    requests: balanced,
    wrongCells: wrong,
    ...(wrong === 0 ? {} : {expected: {kind: "inconsistent", variants: ["summary"]}})
  };
}

export const inconsistentSummary: Plant = (draw, form) => summarized(draw, form, draw.whole(1, 3));
export const consistentSummary: Plant = (draw, form) => summarized(draw, form, 0);
