import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import {goDuration} from "../go-duration.ts";
import {plainLine} from "../plain-line.ts";
import {quantity} from "../quantity.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {percentileStatistic} from "../stated-record.ts";

const metric = /^\s*(?:[✓✗]\s+)?(\w+(?:\{[^}]*\})?|\{[^}]*\})\s*\.{2,}:\s+(.*?)\s*$/;
const times: Readonly<Record<string, string>> = {
  http_req_duration: "e2e_latency",
  http_req_waiting: "time_to_first_byte",
  http_req_connecting: "connect_time"
};
const words: Readonly<Record<string, Statistic>> = {avg: "mean", min: "min", med: "p50", max: "max"};

/**
 * The summary that k6 prints: `http_req_duration..: avg=120.25ms min=… p(95)=…`, counters with their rate, `http_req_failed..: 5.00%`. Sub-metrics in braces belong to the line
 * above. Rounded copies of the JSON summary. https://grafana.com/docs/k6/latest/results-output
 */
export const k6Console: Reader = {
  format: "k6-console",
  category: "serving",
  detect: ({text}) =>
    /^[ \t]*(?:[✓✗][ \t]+)?iteration(?:s|_duration)[ \t]*\.{2,}:\s/m.test(text) &&
    /^[ \t]*(?:vus|http_reqs|data_received)[ \t]*\.{2,}:\s/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const entries = lines.flatMap((line, index) => {
      const [, name = "", value = ""] = metric.exec(plainLine(line)) ?? [];
      return name === "" ? [] : [{name, value, place: `L${index + 1}`}];
    });
    const users = Number(/^(\d+)/.exec(entries.find(({name}) => name === "vus_max")?.value ?? "")?.[1]);
    const labels: Labels = Number.isNaN(users) ? {} : {concurrency: users};
    const requests = Number(/^(\d+)\s/.exec(entries.find(({name}) => name === "http_reqs")?.value ?? "")?.[1]);
    const n = requests > 0 ? requests : undefined;
    const reported = entries.flatMap(({name, value, place}) => recordsOf(name, value, place, labels, n));
    return {tables: [], reported, session: {tool: "k6", key: path, environment: {}}, problems};
  }
};

function recordsOf(name: string, text: string, place: string, labels: Labels, n: number | undefined): ReportedDraft[] {
  const isShare = text.includes("%");
  const value = (stated: {metric: string; definition?: string}, number: number | undefined) =>
    number === undefined
      ? []
      : [
          buildReported({
            ...stated,
            part: place,
            labels,
            n: isShare ? n : undefined,
            statistics: [{statistic: "value", value: number, at: place}]
          })
        ];
  const share = /^([\d.]+)%/.exec(text)?.[1];
  const [, count, rate] = /^(\d+)\s+([\d.]+)\/s/.exec(text) ?? [];
  if (name === "http_reqs") return [...value({metric: "attempts"}, Number(count)), ...value({metric: "request_throughput"}, Number(rate))];
  if (name === "http_req_failed" && share !== undefined) return value({metric: "error_rate"}, Number(share) / 100);
  if (/^checks(?:_succeeded)?$/.test(name) && share !== undefined)
    return value({metric: "success_rate", definition: "checks"}, Number(share) / 100);
  const direction = /^data_(received|sent)$/.exec(name)?.[1];
  if (direction !== undefined)
    return value({metric: `network_${direction}`}, quantity(/\s([\d.]+ [kMG]?B)\/s$/.exec(text)?.[1] ?? "")?.value);
  return name.startsWith("{") ? [] : trend(name, text, place, labels, name.startsWith("http_req_") ? n : undefined);
}

function trend(name: string, text: string, place: string, labels: Labels, n: number | undefined): ReportedDraft[] {
  const statistics = [...text.matchAll(/(avg|min|med|max|p\([\d.]+\))=(\S+)/g)].flatMap(([, word = "", written = ""]) => {
    const statistic = words[word] ?? percentileStatistic(word.slice(2, -1));
    const seconds = goDuration(written);
    return statistic === undefined || seconds === undefined || seconds === 0 ? [] : [{statistic, value: seconds, at: place}];
  });
  if (statistics.length === 0) return [];
  const known = Object.hasOwn(times, name) ? times[name] : undefined;
  const stated = known === undefined ? {metric: `x.${name}`, unit: "s" as const} : {metric: known};
  return [buildReported({...stated, part: place, labels, over: "samples", n, statistics})];
}
