import {orderOfRuns} from "../../agents/analyst/index.ts";
import type {ReportHistory} from "../prepare-report.ts";
import {hashOf} from "../store.ts";
import type {RunCard} from "./catalogue.ts";

/** Earlier runs that the report of a run looks back on. */
const mostEarlier = 30;

/** The runs in the order in which they are compared, and for each of them what its report compares it with. */
export interface Histories {
  ordered: RunCard[];
  /** Undefined for a run that cannot be compared, or has no run before it. */
  of: (run: string) => ReportHistory | undefined;
}

export function historiesOf(cards: readonly RunCard[]): Histories {
  const {order, ordered} = orderOfRuns(cards);
  const compared = ordered.filter(({isCompared}) => isCompared);
  const places = new Map(compared.map(({run}, index) => [run, index]));
  return {
    ordered,
    of: run => {
      const place = places.get(run);
      if (place === undefined || place === 0) return undefined;
      const shown = compared.slice(Math.max(0, place - mostEarlier), place + 1);
      return {
        key: hashOf([order, ...shown.map(({content}) => content)]),
        series: shown.map(({key}) => key),
        // Some other run has no time; these all may have one, and would be put in another order.
        ...(order === "name" && shown.every(({time}) => time?.utc !== undefined) ? {order: "given"} : {})
      };
    }
  };
}
