import type {Time} from "../../agents/contracts/index.ts";
import type {PreparedReport} from "../prepare-report.ts";
import {type StageKey, stageKey} from "../store.ts";

/** Name of the store's entries that hold what one run measured. */
export const seriesEntry = "run-series";

/** What the series of a run depend on. */
export const seriesKeyOf = ({keys}: Pick<PreparedReport, "keys">, run: string, time: Time | undefined): StageKey => ({
  name: seriesEntry,
  codeVersion: "1",
  inputKeys: [stageKey(keys.evidence), run, JSON.stringify(time ?? null)]
});
