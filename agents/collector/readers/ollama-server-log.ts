import type {Labels} from "../../contracts/index.ts";
import type {Reader, SessionDraft} from "../reader.ts";
import {writtenTime} from "../zoned-time.ts";
import {hasTimings} from "./llama-timings.ts";

/**
 * Log of `ollama serve` (logfmt lines and `[GIN]` access lines). No measurement: the times of the access lines are those of any HTTP call, the
 * generations among them are in the client's own files. Version, GPU, context and parallel requests are what it says of the machine.
 */
export const ollamaServerLog: Reader = {
  format: "ollama-server-log",
  category: "log",
  detect: ({text}) =>
    /^time=\S+ level=\w+ source=\S+ msg=/m.test(text) &&
    /\bOLLAMA_[A-Z_]+:|msg="Listening on [^"]*\(version /.test(text) &&
    !hasTimings(text),
  read: ({lines}) => ({tables: [], reported: [], session: sessionOf(lines), problems: []})
};

function sessionOf(lines: readonly string[]): SessionDraft {
  const environment: Labels = {};
  const settings: Labels = {};
  for (const line of lines) {
    const version = /msg="Listening on [^"]*\(version ([^)]+)\)"/.exec(line)?.[1];
    if (version !== undefined) environment["runtime"] = `ollama ${version}`;
    if (/msg="server config"/.test(line)) Object.assign(settings, settingsOf(line));
    if (/msg="inference compute"/.test(line)) Object.assign(environment, computeOf(line));
  }
  const startedAt = writtenTime(/^time=(\S+)/.exec(lines.find(line => line.startsWith("time=")) ?? "")?.[1]);
  return {
    tool: "ollama",
    environment,
    ...(startedAt === undefined ? {} : {startedAt}),
    ...(Object.keys(settings).length === 0 ? {} : {settings})
  };
}

/** What holds for every call; a context length of 0 is "chosen by the server". */
function settingsOf(line: string): Labels {
  const parallel = Number(/\bOLLAMA_NUM_PARALLEL:(\d+)/.exec(line)?.[1]);
  return parallel > 0 ? {num_parallel: parallel} : {};
}

function computeOf(line: string): Labels {
  if (/\blibrary=cpu\b/i.test(line)) return {gpu: "none"};
  const gpu = /\bdescription="([^"]+)"/.exec(line)?.[1] ?? /\bname="([^"]+)"/.exec(line)?.[1];
  const total = /\btotal="([\d.]+ [KMGT]iB)"/.exec(line)?.[1];
  const driver = /\bdriver=([\d.]+)/.exec(line)?.[1];
  return {
    ...(gpu === undefined ? {} : {gpu}),
    ...(total === undefined ? {} : {gpu_memory: total}),
    ...(driver === undefined ? {} : {driver})
  };
}
