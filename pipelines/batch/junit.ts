import {gateSentence} from "../../agents/writer/index.ts";
import {exitCodes} from "../../agents/contracts/index.ts";
import {type Locale, plain} from "../../agents/locale/index.ts";
import {template} from "../../agents/templates.ts";
import {inert} from "../export/index.ts";
import {readJunitTemplate} from "../prompt-files.ts";
import type {BatchResult} from "./batch-result.ts";
import {failureText} from "./batch-words.ts";
import type {BatchPlan} from "./plan-batch.ts";

interface Case {
  classname: string;
  name: string;
  time: string;
  isFailure: boolean;
  isSkipped: boolean;
  type: string;
  message: string;
}

/** A batch as JUnit XML: a case per report and per condition. A run with nothing measurable, or whose files still arrive, is skipped. */
export function junitOf(plan: BatchPlan, {items, gates, history}: BatchResult, locale: Locale): string {
  const reports = items.map((item): Case => {
    const {run, lang, action, failure, exitCode, seconds} = item;
    const base = {classname: `report.${lang}`, name: inert(run), time: seconds.toFixed(3)};
    if (failure !== undefined) {
      return {...base, isFailure: true, isSkipped: false, type: failure.code, message: inert(failureText(failure, plan, locale))};
    }
    const isSkipped = action === "waiting" || exitCode === exitCodes.nothingMeasurable;
    const message = action === "waiting" ? locale.text("batch.why.arriving") : locale.text("cli.warning.nothing-measurable");
    return {...base, isFailure: false, isSkipped, type: "", message: isSkipped ? message : ""};
  });
  const conditions = gates.map((gate): Case => {
    const message = history === undefined ? "" : inert(plain(gateSentence(gate, history, locale).spans));
    const is = (verdict: string) => gate.verdict === verdict;
    return {
      classname: "gate",
      name: gate.gate.text,
      time: "0.000",
      isFailure: is("fails"),
      isSkipped: is("not-judged"),
      type: "gate",
      message
    };
  });
  const cases = [...reports, ...conditions];
  return template(
    "junit.xml.hbs",
    readJunitTemplate(),
    "html"
  )({
    suite: inert(plan.root.slice(plan.root.lastIndexOf("/") + 1)),
    tests: String(cases.length),
    failures: String(cases.filter(({isFailure}) => isFailure).length),
    skipped: String(cases.filter(({isSkipped}) => isSkipped).length),
    time: items.reduce((sum, {seconds}) => sum + seconds, 0).toFixed(3),
    cases
  });
}
