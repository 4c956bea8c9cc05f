import {ollamaLines} from "../ollama-calls.ts";
import type {Draw} from "./draw.ts";
import type {Folder} from "./folder.ts";
import {type Form, runsCsv} from "./forms.ts";
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

/** A GPU at a quarter of what it could do while requests run one by one. */
export const underusedGpu: Plant = (draw, form) => {
  const [ability] = abilities(draw, 1);
  const requests = Array.from({length: draw.whole(16, 24)}, () => requestOf(ability!, {promptTokens: 300, tokens: draw.whole(80, 84)}));
  const calls = measured(requests, draw);
  const seconds = Math.ceil(calls.reduce((sum, {load = 0, prefill = 0, decode = 0, rest = 0}) => sum + load + prefill + decode + rest, 0));
  const usual = draw.between(15, 35);
  const rows = Array.from({length: Math.max(20, seconds)}, (_, second) => {
    const time = new Date(startedAt + 1000 * second).toISOString().replace("T", " ").replaceAll("-", "/").replace("Z", "");
    return `${time}, Example GPU, ${Math.round(draw.around(usual, 0.15))} %, 6120 MiB, 24564 MiB, ${draw.around(80, 0.05).toFixed(2)} W`;
  });
  const monitor = ["timestamp, name, utilization.gpu [%], memory.used [MiB], memory.total [MiB], power.draw [W]", ...rows].join("\n");
  const own =
    form === "jsonl" ? {"bench/results.jsonl": ollamaLines(calls, startedAt)} : {"bench/suite_runs.csv": runsCsv(calls, startedAt)};
  return {files: {...own, "bench/gpu.csv": monitor}, requests, isUnderused: true, expected: {kind: "utilization"}};
};
