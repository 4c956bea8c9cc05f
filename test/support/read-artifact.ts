import {readdirSync, readFileSync} from "node:fs";
import type {Reader, Reading} from "../../agents/collector/reader.ts";
import {readerInput} from "../../agents/collector/reader-input.ts";
import {readers} from "../../agents/collector/readers/index.ts";

const fixtures = new URL("../fixtures/artifacts/", import.meta.url);

/** Recorded files by format: `<format>/<name>`. Only folders of dedicated readers or of none. */
export function fixtureFiles(format: string): {path: string; text: string}[] {
  const folder = new URL(`${format}/`, fixtures);
  return readdirSync(folder)
    .sort()
    .map(name => ({path: `${format}/${name}`, text: readFileSync(new URL(name, folder), "utf8")}));
}

export const fixtureFolders = (): string[] => readdirSync(fixtures).sort();

export const fixtureText = (path: string): string => readFileSync(new URL(path, fixtures), "utf8");

/** The dedicated readers that claim a text. */
export const claiming = (path: string, text: string): Reader[] => readers.filter(({detect}) => detect(readerInput(path, text)));

/** Reads a text with the dedicated reader of that format, which must claim it. */
export function readWith(format: string, text: string, path = `folder/${format}`): Reading {
  const claimed = claiming(path, text);
  if (claimed.length !== 1 || claimed[0]?.format !== format) throw new Error(`claimed by ${claimed.map(reader => reader.format).join()}`);
  return claimed[0].read(readerInput(path, text));
}

/** Values of a metric of the first table that has it. */
export function valuesOf(reading: Reading, metric: string): readonly (number | null)[] {
  const values = reading.tables.flatMap(({columns}) => columns).find(column => column.metric === metric)?.values;
  if (!Array.isArray(values)) throw new Error(`no column ${metric}`);
  return values;
}

/** Labels of one row: subject, settings and every factor. */
export function labelsOfRow(reading: Reading, row: number, table = 0): Record<string, unknown> {
  const {subject, settings, factors} = reading.tables[table]!;
  const levels = factors.map(({key, levels: all, index}) => [key, all[index[row]!]]);
  return {...subject, ...settings, ...Object.fromEntries(levels)};
}
