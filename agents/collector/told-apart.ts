import type {Labels} from "../contracts/index.ts";
import {commandIn, headingIn, isShellFence, isFence} from "./text-sections.ts";
import type {ReaderInput, Reading} from "./reader.ts";
import {documentLines} from "./text-parts.ts";

/** What stands above a line of a text. */
interface Context {
  command?: string;
  scope?: string;
}

type Labelled = {subject: Labels; settings: Labels};
const block = "x.block";
const longestLabel = 200;

/**
 * Several runs of one tool (whose readings these are) in one text, which nothing in them tells apart, get the command line or the heading above them as `command` or
 * `scope`.
 */
export function toldApart(readings: readonly Reading[], input: ReaderInput): void {
  const entries = readings.flatMap(({tables, reported}) => [
    ...tables.map(table => ({record: table, key: `t ${table.columns.map(({field}) => field).join()}`, at: placeOfTable(table)})),
    ...reported.map(record => ({
      record,
      key: `r ${record.metric} ${record.definition} ${record.role} ${record.statistics.map(({statistic}) => statistic).join()}`,
      at: record.statistics[0]?.at ?? record.part
    }))
  ]);
  const alike = groupsOf(entries, ({record, key}) => `${key}\n${labelKey(record, true)}`).filter(group => group.length > 1);
  if (alike.length === 0) return;
  const contexts = contextsOf(input.lines);
  const lineOf = lineFinder(input);
  const contextOf = (at: string): Context => contexts[(lineOf(at) ?? 0) - 1] ?? {};
  for (const name of ["command", "scope"] as const) {
    const isTelling = alike.some(group => new Set(group.map(({at}) => contextOf(at)[name])).size > 1);
    if (!isTelling) continue;
    for (const {record, at} of entries) {
      const label = contextOf(at)[name];
      if (label !== undefined && record.subject[name] === undefined) record.subject = {...record.subject, [name]: label};
    }
  }
  for (const group of groupsOf(entries, ({record, key}) => `${key}\n${labelKey(record, true)}`)) {
    const [only] = group;
    if (group.length !== 1 || only === undefined || only.record.settings[block] === undefined) continue;
    const {[block]: _, ...settings} = only.record.settings;
    only.record.settings = settings;
  }
}

/** Line of `L12`, `#3/a`; undefined for places that are no part of a text. */
function lineFinder(input: ReaderInput): (at: string) => number | undefined {
  const documents = documentLines(input);
  return at => {
    const [, kind, number] = /^([L#])(\d+)/.exec(at) ?? [];
    return kind === "L" ? Number(number) : kind === "#" ? documents[Number(number) - 1] : undefined;
  };
}

const placeOfTable = ({places, part}: Reading["tables"][number]) =>
  Array.isArray(places) ? (places[0] ?? part) : `${places.prefix}${places.first}`;

function labelKey({subject, settings}: Labelled, withoutBlock: boolean): string {
  return JSON.stringify(
    Object.entries({...subject, ...settings})
      .filter(([key]) => !withoutBlock || key !== block)
      .sort()
  );
}

function groupsOf<T>(all: readonly T[], key: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups.values()];
}

/** Command and heading above every line. A heading ends the command before it; one that returns word for word is the tool's own. */
function contextsOf(lines: readonly string[]): Context[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const words = headingIn(line);
    if (words !== undefined) counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  let context: Context = {};
  let isInside = false;
  let awaitsCommand = false;
  return lines.map(line => {
    if (isFence(line)) {
      isInside = !isInside;
      awaitsCommand = isInside && isShellFence(line);
      return context;
    }
    const command = commandIn(line) ?? (awaitsCommand && !/^\s*(?:#|$)/.test(line) ? line.trim() : undefined);
    if (command !== undefined) awaitsCommand = false;
    const words = isInside ? undefined : headingIn(line);
    if (command !== undefined && command !== "") context = {...context, command: command.slice(0, longestLabel)};
    else if (words !== undefined && counts.get(words) === 1) context = {scope: words.slice(0, longestLabel)};
    return context;
  });
}
