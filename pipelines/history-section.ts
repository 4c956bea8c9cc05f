import {historyOf} from "../agents/analyst/index.ts";
import {type History, handOff, type Report, reportSchema, runSeriesSchema} from "../agents/contracts/index.ts";
import type {Locale} from "../agents/locale/index.ts";
import {historyPart} from "../agents/writer/index.ts";
import {seriesEntry} from "./batch/series-key.ts";
import type {Store} from "./store.ts";

/** The history of runs whose series are stored. @throws Error when one of them is not there. */
export async function historyOfRuns(keys: readonly string[], store: Store, order?: "given"): Promise<History> {
  const runs = [];
  for (const key of keys) {
    const run = await store.read(seriesEntry, key, runSeriesSchema);
    if (run === undefined) throw new Error(`the series ${key} are not in the store`);
    runs.push(run);
  }
  return historyOf(runs, order === undefined ? {} : {order});
}

/** The report with the section `history` before its appendix. */
export function withHistory(report: Report, history: History, locale: Locale): Report {
  const {blocks, facts} = historyPart(history, locale);
  const at = report.sections.findIndex(({id}) => id === "appendix");
  const cut = at < 0 ? report.sections.length : at;
  return handOff("writer", reportSchema, {
    ...report,
    sections: [
      ...report.sections.slice(0, cut),
      {id: "history", title: locale.text("section.history"), blocks},
      ...report.sections.slice(cut)
    ],
    facts: [...report.facts, ...facts]
  });
}
