import {z} from "zod";

/** One entry of an artifact folder, as the collector sees it. */
export interface FileEntry {
  /** Relative to the folder, POSIX, NFC. */
  path: string;
  bytes: number;
  /**
   * `link`: leads out of the folder, to a folder, in a circle or nowhere · `ignored`: a folder with a report of ours ·
   * `unreadable`: cannot be listed or looked at.
   */
  kind: "file" | "unreadable" | "link" | "ignored";
  /** Why it is no file: `outside`, `folder`, `broken`, `own-report`, or the error code (`EACCES`). */
  reason?: string;
}

/** The files of one artifact folder. */
export interface ArtifactFiles {
  /** Sorted by path in code point order. */
  list: () => Promise<FileEntry[]>;
  /** @throws with the `code` of the system when it cannot be opened. */
  read: (path: string) => Promise<Uint8Array>;
  /** The same bytes in pieces, for files that are too large to be held; without it they are not read. */
  chunks?: (path: string) => AsyncIterable<Uint8Array>;
}

/** The files of a real folder. */
export interface FoundFiles extends ArtifactFiles {
  /** Where an entry of the list lies, as the file system writes it: names there need not be NFC. */
  locate: (path: string) => string;
}

/** What walking a folder needs of the file system: `node:fs/promises` as it is, paths joined by `/`. Errors carry `code`. */
export interface FolderEffects {
  /** Names in a folder and what they are, links not followed; order is of no meaning. */
  readDirectory: (path: string) => Promise<readonly {name: string; kind: "file" | "directory" | "link" | "other"}[]>;
  /** Links followed. */
  stat: (path: string) => Promise<{kind: "file" | "directory" | "other"; bytes: number}>;
  /** Absolute path without links, joined by `/`. */
  realPath: (path: string) => Promise<string>;
  readFile: (path: string) => Promise<Uint8Array>;
  readChunks?: (path: string) => AsyncIterable<Uint8Array>;
}

interface Found extends FileEntry {
  /** As the file system writes it. */
  onDisk: string;
}

const manifestName = "manifest.json";
const largestManifest = 5e6;

/**
 * Walks `root`, a folder or a single file. Hidden names, `node_modules` and reports of our own are left out (the latter as one
 * entry `ignored`); a link is followed to a file inside the folder only.
 * @throws with the `code` of the system when `root` itself cannot be read.
 */
export async function discover(root: string, effects: FolderEffects): Promise<FoundFiles> {
  const start = await effects.stat(root);
  const found = start.kind === "directory" ? await walkRoot(root, effects) : [single(root, start.bytes)];
  const byPath = new Map(named(found).map(file => [file.path, file]));
  const entries = [...byPath.values()].map(({onDisk: _, ...entry}) => entry).sort((a, b) => byCodePoint(a.path, b.path));
  const locate = (path: string) => byPath.get(path)?.onDisk ?? path;
  const {readChunks} = effects;
  return {
    list: async () => entries,
    read: async path => effects.readFile(locate(path)),
    ...(readChunks === undefined ? {} : {chunks: path => readChunks(locate(path))}),
    locate
  };
}

function single(path: string, bytes: number): Found {
  return {path: path.slice(path.lastIndexOf("/") + 1), onDisk: path, bytes, kind: "file"};
}

async function walkRoot(root: string, effects: FolderEffects): Promise<Found[]> {
  const base = root.replace(/(?<=.)\/+$/, "");
  const entries = await effects.readDirectory(base);
  return await walk({base, real: await effects.realPath(base), effects}, "", entries);
}

interface Walk {
  base: string;
  real: string;
  effects: FolderEffects;
}

type Entries = Awaited<ReturnType<FolderEffects["readDirectory"]>>;

/** `folder`: relative, as on disk, `` or ending in `/`. */
async function walk(tree: Walk, folder: string, entries: Entries): Promise<Found[]> {
  if (await isOwnReport(tree, folder, entries)) {
    return [{path: folder === "" ? "." : folder.slice(0, -1), onDisk: folder, bytes: 0, kind: "ignored", reason: "own-report"}];
  }
  const visible = entries.filter(({name}) => !name.startsWith(".") && name !== "node_modules");
  const found = await Promise.all(visible.map(entry => visit(tree, `${folder}${entry.name}`, entry.kind)));
  return found.flat();
}

async function visit(tree: Walk, path: string, kind: Entries[number]["kind"]): Promise<Found[]> {
  const onDisk = `${tree.base}/${path}`;
  const none = (entry: Pick<Found, "kind" | "reason">): Found[] => [{path, onDisk, bytes: 0, ...entry}];
  try {
    if (kind === "directory") return await walk(tree, `${path}/`, await tree.effects.readDirectory(onDisk));
    if (kind === "link") return await followed(tree, path, onDisk);
    if (kind === "other") return none({kind: "unreadable", reason: "special"});
    return [{path, onDisk, bytes: (await tree.effects.stat(onDisk)).bytes, kind: "file"}];
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return none({kind: "unreadable", reason: code});
  }
}

async function followed(tree: Walk, path: string, onDisk: string): Promise<Found[]> {
  const skipped = (reason: string): Found[] => [{path, onDisk, bytes: 0, kind: "link", reason}];
  try {
    const target = await tree.effects.realPath(onDisk);
    const {kind, bytes} = await tree.effects.stat(onDisk);
    if (kind === "directory") return skipped("folder");
    if (!target.startsWith(tree.real.endsWith("/") ? tree.real : `${tree.real}/`)) return skipped("outside");
    return kind === "file" ? [{path, onDisk, bytes, kind: "file"}] : skipped("special");
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return skipped("broken");
  }
}

async function isOwnReport({base, effects}: Walk, folder: string, entries: Entries): Promise<boolean> {
  if (!entries.some(({name, kind}) => name === manifestName && kind === "file")) return false;
  const path = `${base}/${folder}${manifestName}`;
  try {
    if ((await effects.stat(path)).bytes > largestManifest) return false;
    return ownManifest.safeParse(JSON.parse(new TextDecoder().decode(await effects.readFile(path)))).success;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return false;
    throw error;
  }
}

/** NFC, unless two names of one folder differ by their form only. */
function named(found: readonly Found[]): Found[] {
  const uses = new Map<string, number>();
  for (const {path} of found) uses.set(path.normalize("NFC"), (uses.get(path.normalize("NFC")) ?? 0) + 1);
  return found.map(file => ((uses.get(file.path.normalize("NFC")) ?? 0) > 1 ? file : {...file, path: file.path.normalize("NFC")}));
}

/** Order of paths and names everywhere in Evidence: by code point, the same on every machine. */
export function byCodePoint(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** `ENOENT`, `EACCES`, … of a file system error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

const ownManifest = z.object({generator: z.literal("chimera-report")});
