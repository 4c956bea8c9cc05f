import {type Gate, type GateResult, type History, isMetric, metricEntry, metrics, SpecError} from "../../contracts/index.ts";
import {defaultOptions} from "../context.ts";

/** `metric<-5%`, `metric>10%`. */
const grammar = /^\s*([a-z][a-z0-9_]*)\s*([<>])\s*([+-]?\d+(?:\.\d+)?)\s*%\s*$/i;

/** A condition from its text. @throws SpecError for what is no condition, an unknown metric, or one that would fail an improvement. */
export function gateOf(text: string): Gate {
  const [, metric = "", sign = "", percent = ""] = grammar.exec(text) ?? [];
  const limit = Number(percent) / 100;
  if (metric === "" || (sign !== "<" && sign !== ">") || !Number.isFinite(limit)) {
    throw new SpecError("gate-not-readable", `--gate ${text}: expected a metric, < or > and a percentage, as in decode_throughput<-5%`, {
      text
    });
  }
  const better = metricEntry(metric)?.better;
  if (!isMetric(metric) || better === undefined || better === "neither") {
    const known = Object.entries(metrics).flatMap(([name, entry]) => (entry.better === "neither" ? [] : [name]));
    throw new SpecError("gate-unknown-metric", `--gate ${text}: no metric ${metric} can get worse; known: ${known.join(", ")}`, {
      text,
      metric,
      known: known.join(", ")
    });
  }
  const worse = better === "higher" ? "<" : ">";
  if (sign !== worse || Math.sign(limit) !== (worse === "<" ? -1 : 1)) {
    const example = `${metric}${worse}${worse === "<" ? "-" : ""}5%`;
    throw new SpecError(
      "gate-not-a-worsening",
      `--gate ${text}: ${metric} is better when ${better}; expected a worsening, as in ${example}`,
      {
        text,
        metric,
        better,
        example
      }
    );
  }
  if (Math.abs(limit) < defaultOptions.smallestEffect) {
    const least = String(defaultOptions.smallestEffect * 100);
    throw new SpecError("gate-too-fine", `--gate ${text}: changes below ${least} % are never called a change; give at least that`, {
      text,
      least
    });
  }
  return {text: text.trim(), metric, sign, limit};
}

/**
 * Which series of the last run are worse than their history, significantly and by more than the condition allows. A last run that was
 * aborted or measured nothing is not judged, and no other run in its place.
 */
export function gateResult(history: History, gate: Gate): GateResult {
  const last = history.runs.at(-1);
  if (last?.leftOut !== undefined) return {gate, run: last.run, verdict: "not-judged", judged: 0, failed: []};
  const judged = history.series.flatMap(({id, metric, history: change}) =>
    metric === gate.metric && change?.p !== undefined && change.ratio !== undefined ? [{id, change, ratio: change.ratio}] : []
  );
  const failed = judged
    .filter(({change, ratio}) => change.verdict === "worse" && (gate.sign === "<" ? ratio - 1 < gate.limit : ratio - 1 > gate.limit))
    .sort((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)));
  return {
    gate,
    ...(history.newest === undefined ? {} : {run: history.newest}),
    verdict: failed.length > 0 ? "fails" : judged.length > 0 ? "passes" : "not-judged",
    judged: judged.length,
    failed: failed.map(({id}) => id)
  };
}
