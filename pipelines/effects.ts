import {createHash, randomBytes} from "node:crypto";
import {createReadStream} from "node:fs";
import {copyFile, mkdir, open, readdir, readFile, realpath, rename, rm, stat} from "node:fs/promises";
import {dirname} from "node:path";
import type {FolderEffects} from "../agents/collector/index.ts";
import {errorCode} from "./error-code.ts";
import type {Disk} from "./disk.ts";
import type {Models} from "./model-run.ts";

/** The world as the pipelines see it, built once by the command line; tests pass their own. */
export interface Effects {
  disk: Disk;
  folder: FolderEffects;
  clock: {
    now: () => Date;
    /** Monotonic, for durations. */
    seconds: () => number;
  };
  /** A word that no other process or call gets: names of temporary files. */
  unique: () => string;
  models: Models;
}

/** The real file system, clock and chance. */
export function realEffects(): Effects {
  return {
    disk: realDisk,
    folder: realFolder,
    clock: {now: () => new Date(), seconds: () => performance.now() / 1000},
    unique: () => `${process.pid}-${randomBytes(6).toString("hex")}`,
    models: realModels
  };
}

/** The model layer is loaded when the first model is opened: a report without one does not wait for it. */
const realModels: Models = {
  open: async (spec, signal) => {
    const [{openModel, realWait}, {ggufDigest}] = await Promise.all([import("../agents/model/index.ts"), import("./gguf-digest.ts")]);
    const clock = {seconds: () => performance.now() / 1000};
    return await openModel(spec, {...realWait, clock, environment: process.env, digest: ggufDigest}, signal);
  }
};

interface Kinds {
  isFile: () => boolean;
  isDirectory: () => boolean;
}

const kindOf = (entry: Kinds) => (entry.isFile() ? "file" : entry.isDirectory() ? "directory" : "other");

const realFolder: FolderEffects = {
  readDirectory: async path => {
    const entries = await readdir(path, {withFileTypes: true});
    return entries.map(entry => ({name: entry.name, kind: entry.isSymbolicLink() ? "link" : kindOf(entry)}));
  },
  stat: async path => {
    const found = await stat(path);
    return {kind: kindOf(found), bytes: found.size};
  },
  realPath: path => realpath(path),
  readFile: path => readFile(path),
  readChunks: path => createReadStream(path, {highWaterMark: 1024 ** 2})
};

const realDisk: Disk = {
  stamp: async path => {
    const found = await orUndefined(stat(path, {bigint: true}), ["ENOENT", "ENOTDIR"]);
    if (found === undefined) return undefined;
    const {size, mtimeNs, ctimeNs, ino} = found;
    return {kind: kindOf(found), bytes: Number(size), changedMs: Number(ctimeNs) / 1e6, stamp: [size, mtimeNs, ctimeNs, ino].join(".")};
  },
  readText: path => readFile(path, "utf8"),
  sha256: async (path, signal) => {
    const hash = createHash("sha256");
    for await (const part of createReadStream(path, signal === undefined ? {} : {signal})) hash.update(part);
    return hash.digest("hex");
  },
  create: async (path, content, {sync}) => {
    const file = await open(path, "wx");
    try {
      await file.writeFile(content);
      if (sync) await file.sync();
    } finally {
      await file.close();
    }
  },
  rename: (from, to) => rename(from, to),
  copy: (from, to) => copyFile(from, to),
  remove: path => rm(path, {recursive: true, force: true}),
  makeFolder: path => makeFolder(path),
  names: async path => (await orUndefined(readdir(path), ["ENOENT"])) ?? [],
  syncFolder: async path => {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  realPath: path => realpath(path)
};

async function orUndefined<T>(made: Promise<T>, codes: readonly string[]): Promise<T | undefined> {
  try {
    return await made;
  } catch (error) {
    if (codes.includes(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}

/**
 * Not `recursive: true`: where a folder exists and refuses every child with ENOENT (/proc), Node tries for ever. A parent that another call
 * made in between is no such folder: the second try tells. @throws EPERM then, for nothing is missing.
 */
async function makeFolder(path: string, isSecond = false): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((await orUndefined(stat(path), ["ENOENT", "ENOTDIR"]))?.isDirectory() === true) return;
    const parent = dirname(path);
    if (errorCode(error) !== "ENOENT" || parent === path) throw error;
    const isParentThere = (await orUndefined(stat(parent), ["ENOENT"])) !== undefined;
    if (isParentThere && isSecond) throw Object.assign(new Error(`${path}: its folder takes no folders`, {cause: error}), {code: "EPERM"});
    if (!isParentThere) await makeFolder(parent);
    await makeFolder(path, true);
  }
}
