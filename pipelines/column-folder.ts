import {closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync} from "node:fs";
import type {ColumnFiles} from "../agents/collector/index.ts";

export interface ColumnFolder extends ColumnFiles {
  /** Closes the files and removes what got no name. */
  close: () => void;
}

/** Columns as files of a folder, which is made with the first of them. `unique`: a word that no other process has. */
export function columnFolder(folder: string, unique: () => string): ColumnFolder {
  const open = new Map<string, number>();
  const close = (path: string) => {
    const file = open.get(path);
    if (file !== undefined) closeSync(file);
    open.delete(path);
  };
  return {
    create: () => {
      mkdirSync(folder, {recursive: true});
      const path = `${folder}/${unique()}.tmp`;
      const file = openSync(path, "wx+");
      open.set(path, file);
      return {
        append: values => writeAll(file, bytesOf(values)),
        read: (from, into) => readAll(file, bytesOf(into), from * Float64Array.BYTES_PER_ELEMENT) / Float64Array.BYTES_PER_ELEMENT,
        keep: name => {
          close(path);
          renameSync(path, `${folder}/${name}`);
        }
      };
    },
    close: () => {
      for (const path of [...open.keys()]) {
        close(path);
        rmSync(path, {force: true});
      }
    }
  };
}

const bytesOf = ({buffer, byteOffset, byteLength}: Float64Array) => Buffer.from(buffer, byteOffset, byteLength);

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
}

function readAll(file: number, bytes: Buffer, from: number): number {
  let at = 0;
  for (; at < bytes.length; ) {
    const read = readSync(file, bytes, at, bytes.length - at, from + at);
    if (read === 0) break;
    at += read;
  }
  return at;
}
