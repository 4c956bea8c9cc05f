import {ollamaLines} from "../ollama-calls.ts";
import type {Draw} from "./draw.ts";
import type {Folder} from "./folder.ts";
import {csv, type Form, runsCsv} from "./forms.ts";
import type {Plant} from "./plant.ts";
import {abilities, measured, type Request, requestOf} from "./requests.ts";

const day = 24 * 3600 * 1000;
const startedAt = Date.UTC(2026, 1, 3, 9);

/** One benchmark run on several days; `times`: how many times longer a request takes in each, besides 1 % that days differ anyway. */
function sessions(draw: Draw, form: Form, times: readonly number[]): Pick<Folder, "files" | "requests"> {
  const models = abilities(draw, draw.whole(1, 2));
  const work = {promptTokens: draw.whole(200, 600), tokens: draw.whole(40, 120)};
  const repeats = draw.whole(10, 14);
  const all: Request[] = [];
  const files = times.map((slower, index): [string, string] => {
    const ofDay = draw.around(slower, 0.01);
    const requests = models.flatMap(ability => Array.from({length: repeats}, () => requestOf(ability, work)));
    all.push(...requests);
    const calls = measured(
      requests.map(request => ({...request, prefill: request.prefill * ofDay, decode: request.decode * ofDay})),
      draw
    );
    const start = startedAt + index * day;
    const place = placeOf(index);
    return form === "jsonl" ? [`${place}/results.jsonl`, ollamaLines(calls, start)] : [`${place}/suite_runs.csv`, runsCsv(calls, start)];
  });
  return {files: Object.fromEntries(files), requests: all};
}

const placeOf = (index: number): string => `runs/${new Date(startedAt + index * day).toISOString().slice(0, 10)}`;

/** Three or four equal runs, then one or two that are slower. */
export const changedBetweenRuns: Plant = (draw, form) => {
  const before = draw.whole(3, 4);
  const slower = draw.between(1.25, 2);
  const folder = sessions(draw, form, [...Array.from({length: before}, () => 1), ...Array.from({length: draw.whole(1, 2)}, () => slower)]);
  return {...folder, changes: new Map([[placeOf(before), slower]]), expected: {kind: "changed", variants: ["worse", "worse-many"]}};
};

/** Runs that differ by what days differ anyway. */
export const equalRuns: Plant = (draw, form) =>
  sessions(
    draw,
    form,
    Array.from({length: draw.whole(3, 6)}, () => 1)
  );

/** Requests one by one, and twice a second the load of the processor in the same time (0 to 1). */
function monitored(draw: Draw, form: Form, load: () => number): Pick<Folder, "files" | "requests"> {
  const [ability] = abilities(draw, 1);
  const requests = Array.from({length: draw.whole(16, 24)}, () => requestOf(ability!, {promptTokens: 300, tokens: 80}));
  const calls = measured(requests, draw);
  const seconds = calls.reduce((sum, {load: loading = 0, prefill = 0, decode = 0, rest = 0}) => sum + loading + prefill + decode + rest, 0);
  const rows = Array.from({length: Math.max(24, Math.ceil(2 * seconds))}, (_, index) => ({
    timestamp: new Date(startedAt + 500 * index).toISOString().replace("Z", "+00:00"),
    cpu_percent: (100 * Math.min(1, load())).toFixed(1),
    mem_used_mb: draw.around(4200, 0.01).toFixed(1)
  }));
  const own =
    form === "jsonl" ? {"bench/results.jsonl": ollamaLines(calls, startedAt)} : {"bench/suite_runs.csv": runsCsv(calls, startedAt)};
  return {files: {...own, "bench/monitor.csv": csv(rows)}, requests};
}

/** The processor mostly waits, or has no time left. */
export const unevenLoad: Plant = (draw, form) => {
  const load = draw.pick(["underused", "saturated"] as const);
  const usual = load === "underused" ? draw.between(0.1, 0.35) : draw.between(0.96, 0.99);
  return {
    ...monitored(draw, form, () => (load === "underused" ? draw.around(usual, 0.15) : usual + draw.between(-0.02, 0.02))),
    load,
    expected: {kind: "utilization", variants: [load]}
  };
};

/** The processor is busy, and has some time left. */
export const evenLoad: Plant = (draw, form) => monitored(draw, form, () => draw.around(0.7, 0.06));
