import type {Time} from "../../agents/contracts/index.ts";

const date =
  /(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:[T _-]+([01]\d|2[0-3])[-:_.hH]?([0-5]\d)(?:[-:_.mM]?([0-5]\d))?(Z)?)?(?!\d)/;

/** The time that a folder's name tells: `2026-11-25`, `run_20261125-1030`, `2026-11-25T10-30-00Z`. Only `Z` makes it an instant. */
export function timeInName(name: string): Time | undefined {
  const found = date.exec(name);
  if (found === null) return undefined;
  const [text, year = "", , month = "", day = "", hour, minute, second = "00", zone] = found;
  const iso = `${year}-${month}-${day}`;
  if (Number(day) !== new Date(`${iso}T00:00:00Z`).getUTCDate()) return undefined;
  if (zone === undefined || hour === undefined || minute === undefined) return {text};
  return {text, utc: `${iso}T${hour}:${minute}:${second}.000Z`};
}
