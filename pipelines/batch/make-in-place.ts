import {writable} from "../destination.ts";
import type {StoredOutcome} from "../outcome.ts";
import type {PreparedReport} from "../prepare-report.ts";
import {makeAndPublish, type ReportEffects} from "../report.ts";
import {openJournal} from "./journal.ts";
import type {OwnerEffects} from "./owner.ts";

export interface InPlaceEffects extends Omit<ReportEffects, "clock">, OwnerEffects {
  clock: ReportEffects["clock"];
}

/** Makes a report and puts it in its place, on record while it is at it: what a kill leaves behind is found by it. */
export async function makeInPlace(prepared: PreparedReport, effects: InPlaceEffects): Promise<StoredOutcome> {
  const journal = openJournal(prepared.plan.out, effects);
  const {folder, temporary} = prepared.destination;
  try {
    await writable(folder, () => journal.begin(folder, temporary));
    return await makeAndPublish(prepared, effects);
  } finally {
    await journal.end(folder);
  }
}
