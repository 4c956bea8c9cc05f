import type {Fact, Report} from "../../agents/contracts/index.ts";
import {inert} from "./inert.ts";

type Cell = string | number | undefined;

/** Columns in order. Cells that hold several things are JSON; values are in the base unit that `unit` names. */
const columns: Readonly<Record<string, (fact: Fact) => Cell>> = {
  id: ({id}) => id,
  kind: ({kind}) => kind,
  metric: ({metric}) => metric,
  definition: ({definition}) => definition,
  statistic: ({statistic}) => statistic,
  subject: ({subject}) => json(subject),
  settings: ({settings}) => json(settings),
  where: ({where}) => json(where),
  session: ({session}) => session,
  versus: ({versus}) => json(versus),
  value: ({value}) => value,
  unit: ({unit}) => unit,
  n: ({n}) => n,
  interval_low: ({interval}) => interval?.[0],
  interval_high: ({interval}) => interval?.[1],
  deviation: ({deviation}) => deviation,
  formula: ({formula}) => formula,
  inputs: ({inputs}) => json(inputs),
  source_count: ({sourceCount}) => sourceCount,
  sources: ({sources}) => json(sources)
};

/** The facts of a report as CSV (RFC 4180), a row each, for whoever goes on computing. */
export function renderCsv({facts}: Report): string {
  const rows = [Object.keys(columns), ...facts.map(fact => Object.values(columns).map(cell => cell(fact)))];
  return rows.map(row => `${row.map(cellText).join(",")}\r\n`).join("");
}

/** Empty where nothing is recorded. */
function json(value: object | undefined): string | undefined {
  if (value === undefined || Object.keys(value).length === 0) return undefined;
  return JSON.stringify(value);
}

function cellText(cell: Cell): string {
  if (cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const text = harmless(inert(cell));
  return /[",]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet would evaluate what begins so; an apostrophe makes it text. https://owasp.org/www-community/attacks/CSV_Injection */
const harmless = (text: string): string => (/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text);
