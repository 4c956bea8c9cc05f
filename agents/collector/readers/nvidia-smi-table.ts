import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {DraftRow, TableDraft} from "../reader.ts";
import {buildTable} from "../table.ts";

const name = /^\|\s+(\d+)\s+(\S.*?)\s+(?:On|Off|N\/A|ERR!)\s*\|\s*[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:/;
const state =
  /^\|\s*(N\/A|ERR!|\[[^\]]*\]|\d+%)\s+(N\/A|ERR!|\[[^\]]*\]|\d+C)\s+\S+\s+(N\/A|ERR!|\[[^\]]*\]|Unknown Error|\d+W)\s*\/\s*(N\/A|ERR!|\[[^\]]*\]|Unknown Error|\d+W)\s*\|\s*(N\/A|\d+MiB)\s*\/\s*(N\/A|\d+MiB)\s*\|\s*(N\/A|ERR!|\d+%)/;

/** Whether a text holds the table that `nvidia-smi` prints without arguments. */
export const hasSmiTable = (text: string): boolean =>
  /^\| NVIDIA-SMI \S+/m.test(text) && /^\|\s*(?:N\/A|ERR!|\d+%)\s+(?:N\/A|\d+C)\s.*MiB\s*\/.*MiB/m.test(text);

/** Two lines per GPU, name and state, in every layout since driver 300; a snapshot: after a run it shows an idle GPU. */
export function smiTable(lines: readonly string[]): TableDraft[] {
  const rows: DraftRow[] = [];
  let gpu: Labels = {};
  for (const [index, line] of lines.entries()) {
    const [, device, model] = name.exec(line) ?? [];
    if (device !== undefined && model !== undefined) gpu = {gpu: model.replace(/\s*\.{2,}$/, ""), device: Number(device)};
    const cells = state.exec(line);
    if (cells === null) continue;
    const [, fan, temperature, draw, limit, used, total, utilization] = cells.map(number);
    rows.push({
      place: `L${index + 1}`,
      labels: {
        ...gpu,
        ...(typeof limit === "number" ? {"x.power_limit": limit} : {}),
        ...(typeof total === "number" ? {"x.gpu_memory_total": total * mebi} : {})
      },
      values: {
        "%, fan": percent(fan),
        C: temperature ?? null,
        "W, draw": draw ?? null,
        "MiB, used": typeof used === "number" ? used * mebi : null,
        "%, utilization": percent(utilization)
      }
    });
    gpu = {};
  }
  return rows.length === 0 ? [] : [buildTable({part: "table", row: "sample", columns, rows})];
}

const mebi = 1024 ** 2;
const columns = [
  {metric: "power", field: "W, draw"},
  {metric: "gpu_temperature", field: "C"},
  {metric: "gpu_utilization", field: "%, utilization"},
  {metric: "gpu_memory_used", definition: "device", field: "MiB, used"},
  {metric: "fan_speed", field: "%, fan"}
];

function number(cell: string | undefined): number | null {
  const digits = /^(\d+)(?:%|C|W|MiB)$/.exec(cell ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}

const percent = (value: number | null | undefined) => (value === null || value === undefined ? null : value / 100);

/** Versions above the table. */
export function smiEnvironment(lines: readonly string[]): Labels {
  const found = lines
    .map(line => /^\| NVIDIA-SMI \S+\s+(?:Driver Version|KMD Version): (\S+)(?:\s+CUDA Version: (\S+))?/.exec(line))
    .find(match => match !== null);
  const [, driver, cuda] = found ?? [];
  return {...(driver === undefined ? {} : {driver}), ...(cuda === undefined || cuda === "N/A" ? {} : {cuda})};
}

/** A table that was cut, or in which every value is `ERR!`. */
export function smiProblems(tables: readonly TableDraft[], path: string): NoteInput[] {
  return tables.some(({columns: found}) => found.length > 0) ? [] : [{code: "no-result", values: {}, source: {artifact: path, at: ""}}];
}
