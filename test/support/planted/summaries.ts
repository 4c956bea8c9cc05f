import {median} from "../../../agents/analyst/statistics/quantile.ts";
import {mean} from "../../../agents/analyst/statistics/spread.ts";
import {type Call, ollamaLines} from "../ollama-calls.ts";
import type {Draw} from "./draw.ts";
import type {Folder} from "./folder.ts";
import {csv, type Form, sweepCsv} from "./forms.ts";
import type {Plant} from "./plant.ts";
import {abilities, measured, requestOf} from "./requests.ts";

const settings = [1024, 2048, 4096, 8192].flatMap(num_ctx => [0, 0.7].map(temperature => ({num_ctx, temperature})));

/** A summary beside its rows, of medians (`jsonl`) or means (`csv`); `wrong` of its speeds say something else. */
function summarized(draw: Draw, form: Form, wrong: number): Folder {
  const models = abilities(draw, draw.whole(1, 2));
  const work = {promptTokens: draw.whole(150, 900), tokens: draw.whole(32, 128)};
  const requests = models
    .flatMap(ability =>
      Array.from({length: draw.whole(3, 5)}, () => draw.shuffled(settings).map(options => requestOf(ability, work, {options}))).flat()
    )
    .map(request => ({...request, decode: request.prefill}));
  const calls = measured(requests, draw);
  const groups = models.flatMap(({model}) =>
    settings.map(options => ({
      labels: {model, ...options},
      own: calls.filter(call => call.model === model && JSON.stringify(call.options) === JSON.stringify(options))
    }))
  );
  const untrue = new Set(draw.shuffled(groups.map((_, index) => index)).slice(0, wrong));
  const rows = groups.map(({labels, own}, index) => {
    const times = untrue.has(index) ? draw.pick([draw.between(1.3, 2), draw.between(0.5, 0.75)]) : 1;
    return {...labels, ...(form === "jsonl" ? mediansOf(own, times) : meansOf(own, times))};
  });
  return {
    files: {
      ...(form === "jsonl" ? {"sweep/results.jsonl": ollamaLines(calls)} : {"sweep/sweep_runs.csv": sweepCsv(calls)}),
      "sweep/summary.csv": csv(rows)
    },
    requests,
    wrongCells: wrong,
    ...(wrong === 0 ? {} : {expected: {kind: "inconsistent", variants: ["summary"]}})
  };
}

const speeds = (calls: readonly Call[]): number[] => calls.map(({tokens = 0, decode = 1}) => tokens / decode);
const loads = (calls: readonly Call[]): number[] => calls.map(({load = 0}) => load);

/** Columns as `summary.csv` of a grid of raw answers has them; its speed is multiplied by `times`. */
const mediansOf = (calls: readonly Call[], times: number) => ({
  phase: "warm",
  n: calls.length,
  incomplete: 0,
  decode_tok_s_median: (times * median(speeds(calls))).toFixed(2),
  load_s_median: median(loads(calls)).toFixed(4)
});

/** Columns as the summary of a sweep in CSV has them. */
const meansOf = (calls: readonly Call[], times: number) => ({
  mean_tokens_s: (times * mean(speeds(calls))).toFixed(3),
  mean_ttft_s: mean(calls.map(({load = 0, prefill = 0}) => load + prefill)).toFixed(5),
  mean_load_s: mean(loads(calls)).toFixed(5)
});

export const inconsistentSummary: Plant = (draw, form) => summarized(draw, form, draw.whole(1, 3));
export const consistentSummary: Plant = (draw, form) => summarized(draw, form, 0);
