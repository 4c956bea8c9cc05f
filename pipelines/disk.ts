/** What a file looks like from outside: enough to tell that it is still the same. */
export interface FileStamp {
  kind: "file" | "directory" | "other";
  bytes: number;
  /** Time of the last change of content or attributes, epoch ms with fractions. A program can set `mtime` back, not this. */
  changedMs: number;
  /** Size, both times and inode in one word: differs whenever one of them does. */
  stamp: string;
}

/**
 * The file system as the pipelines need it. Paths are absolute. Every function but `stamp` and `remove` throws the system's error with
 * its `code`. Tests put a broken `rename` or a full disk in place of one function.
 */
export interface Disk {
  /** Undefined when there is nothing there (or a folder on the way is a file). Links followed. */
  stamp: (path: string) => Promise<FileStamp | undefined>;
  readText: (path: string) => Promise<string>;
  /** Hex sha256 of the bytes, read in pieces. */
  sha256: (path: string, signal?: AbortSignal) => Promise<string>;
  /** Creates the file; `EEXIST` when it is there. `sync`: on the disk before it returns. */
  create: (path: string, content: string | Uint8Array, options: {sync: boolean}) => Promise<void>;
  rename: (from: string, to: string) => Promise<void>;
  copy: (from: string, to: string) => Promise<void>;
  /** With everything in it; nothing happens when it is not there. */
  remove: (path: string) => Promise<void>;
  /** With its parents. */
  makeFolder: (path: string) => Promise<void>;
  /** Names in a folder; none when it is not there. */
  names: (path: string) => Promise<string[]>;
  /** Writes the folder's entries to the disk. */
  syncFolder: (path: string) => Promise<void>;
  realPath: (path: string) => Promise<string>;
}
