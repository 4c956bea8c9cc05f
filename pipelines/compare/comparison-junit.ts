import type {Comparison} from "../../agents/contracts/index.ts";
import {type Locale, noteText} from "../../agents/locale/index.ts";
import {template} from "../../agents/templates.ts";
import {inert} from "../export/index.ts";
import {readJunitTemplate} from "../prompt-files.ts";
import type {Condition, Failing} from "./condition.ts";

interface Case {
  classname: string;
  name: string;
  time: string;
  isFailure: boolean;
  isSkipped: boolean;
  type: string;
  message: string;
}

/** A comparison as JUnit XML: a case per repeat of each configuration and one per condition. */
export function comparisonJunit(
  {artifacts, repeats, cells}: Comparison,
  {conditions, failing, locale}: {conditions: readonly Condition[]; failing: readonly Failing[]; locale: Locale}
): string {
  const runs = cells.flatMap(({id, failures, scores}) => {
    const failed = new Map(failures.map(({repeat, reason}) => [repeat, reason]));
    const seconds = [...(scores.wall_time?.values ?? [])];
    return Array.from({length: repeats}, (_, index): Case => {
      const reason = failed.get(index + 1);
      const base = {classname: inert(id), name: String(index + 1), isSkipped: false};
      if (reason === undefined) return {...base, time: (seconds.shift() ?? 0).toFixed(3), isFailure: false, type: "", message: ""};
      return {...base, time: "0.000", isFailure: true, type: reason.code, message: inert(noteText(locale, "error", reason))};
    });
  });
  const checks = conditions.map((condition): Case => {
    const own = failing.filter(one => one.condition === condition || one.condition.text === condition.text);
    const message = own.map(({cell, median}) => `${cell}: ${locale.quantities.plainNumber(median, 3)}`).join("; ");
    return {
      classname: "fail-on",
      name: condition.text,
      time: "0.000",
      isFailure: own.length > 0,
      isSkipped: false,
      type: "fail-on",
      message: inert(message)
    };
  });
  const cases = [...runs, ...checks];
  return template(
    "junit.xml.hbs",
    readJunitTemplate(),
    "html"
  )({
    suite: inert(artifacts),
    tests: String(cases.length),
    failures: String(cases.filter(({isFailure}) => isFailure).length),
    skipped: "0",
    time: cases.reduce((sum, {time}) => sum + Number(time), 0).toFixed(3),
    cases
  });
}
