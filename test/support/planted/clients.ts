import type {Draw} from "./draw.ts";
import type {Folder} from "./folder.ts";
import type {Form} from "./forms.ts";
import type {Plant} from "./plant.ts";

const startedAt = Date.UTC(2026, 1, 3, 9);
const at = (seconds: number) => new Date(startedAt + 1000 * seconds).toISOString();

/** Bursts of 1 to 16 clients: a line per client (`jsonl`), or llama-batched-bench, a line per burst (in place of `csv`, which it does not write). */
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
