import {describe, expect, it} from "vitest";
import {discover, type FolderEffects} from "../../../agents/collector/index.ts";
import {byCodePoint} from "../../../agents/collector/discover.ts";

type Node = string | {link: string} | {error: string} | "special" | {[name: string]: Node};

const failure = (code: string) => Object.assign(new Error(code), {code});

/** A file system in memory: strings are files, `{link}` points from the root, `{error}` cannot be looked at. */
function fakeFolder(tree: {[name: string]: Node}): FolderEffects {
  const isFolder = (node: Node | undefined): node is {[name: string]: Node} =>
    typeof node === "object" && !("link" in node) && !("error" in node);
  const steps = (path: string) => path.split("/").filter(step => step !== "");
  const walk = (path: string, depth = 0): {node: Node; real: string} => {
    if (depth > 8) throw failure("ELOOP");
    let node: Node = tree;
    let real = "";
    for (const step of steps(path)) {
      const next: Node | undefined = isFolder(node) ? new Map<string, Node>(Object.entries(node)).get(step) : undefined;
      if (next === undefined) throw failure("ENOENT");
      if (typeof next === "object" && "link" in next && typeof next.link === "string") ({node, real} = walk(next.link, depth + 1));
      else [node, real] = [next, `${real}/${step}`];
    }
    if (typeof node === "object" && "error" in node && typeof node.error === "string") throw failure(node.error);
    return {node, real};
  };
  return {
    readDirectory: async path => {
      const {node} = walk(path);
      if (!isFolder(node)) throw failure("ENOTDIR");
      return Object.entries(node)
        .reverse()
        .map(([name, child]) => ({
          name,
          kind:
            typeof child === "string"
              ? child === "special"
                ? "other"
                : "file"
              : isFolder(child)
                ? "directory"
                : "link" in child
                  ? "link"
                  : "file"
        }));
    },
    stat: async path => {
      const {node} = walk(path);
      if (node === "special") return {kind: "other", bytes: 0};
      return typeof node === "string" ? {kind: "file", bytes: Buffer.byteLength(node)} : {kind: "directory", bytes: 0};
    },
    realPath: async path => walk(path).real,
    readFile: async path => {
      const {node} = walk(path);
      if (typeof node !== "string") throw failure("EISDIR");
      return Buffer.from(node);
    }
  };
}

const listed = async (tree: {[name: string]: Node}, root = "/data") => (await discover(root, fakeFolder(tree))).list();
const paths = async (tree: {[name: string]: Node}) => (await listed({data: tree})).map(({path}) => path);

describe("discover", () => {
  it("lists files by code point, whatever the order of the file system", async () => {
    expect(await paths({"b.txt": "1", a: {"z.csv": "2", "Я.csv": "3"}, "a.txt": "4", "😀.csv": "5", "\uFB01.csv": "6"})).toEqual([
      "a.txt",
      "a/z.csv",
      "a/Я.csv",
      "b.txt",
      "\uFB01.csv",
      "😀.csv"
    ]);
    expect(["😀", "\uFB01"].sort(byCodePoint)).toEqual(["\uFB01", "😀"]);
  });

  it("takes a single file for a folder of one", async () => {
    const files = await discover("/data/a/x.csv", fakeFolder({data: {a: {"x.csv": "1,2", "y.csv": "3"}}}));
    expect(await files.list()).toEqual([{path: "x.csv", bytes: 3, kind: "file"}]);
    expect(Buffer.from(await files.read("x.csv")).toString()).toBe("1,2");
  });

  it("leaves out hidden names, node_modules and .chimera", async () => {
    expect(
      await paths({".git": {config: "x"}, ".hidden": "x", ".chimera": {a: "x"}, node_modules: {m: {"a.json": "{}"}}, "a.json": "{}"})
    ).toEqual(["a.json"]);
  });

  it("ignores reports of ours by their manifest, not by their name", async () => {
    const ours = {"manifest.json": '{"generator": "chimera-report", "version": 1}', "report.md": "# r", sub: {"evidence.json": "{}"}};
    expect(
      await listed({
        data: {reports: {x: {ru: ours}, "data.csv": "a"}, other: {"manifest.json": '{"generator": "x"}'}, broken: {"manifest.json": "{"}}
      })
    ).toEqual([
      {path: "broken/manifest.json", bytes: 1, kind: "file"},
      {path: "other/manifest.json", bytes: 18, kind: "file"},
      {path: "reports/data.csv", bytes: 1, kind: "file"},
      {path: "reports/x/ru", bytes: 0, kind: "ignored", reason: "own-report"}
    ]);
  });

  it("follows a link to a file inside and nothing else", async () => {
    const tree = {
      data: {
        "a.csv": "1,2,3",
        inside: {link: "/data/a.csv"},
        outside: {link: "/etc/passwd"},
        folder: {link: "/data/sub"},
        broken: {link: "/data/none"},
        loop: {link: "/data/loop"},
        sibling: {link: "/data-old/x.csv"},
        sub: {up: {link: "/data"}, "b.csv": "4"}
      },
      "data-old": {"x.csv": "9"},
      etc: {passwd: "root"}
    };
    expect(await listed(tree)).toEqual([
      {path: "a.csv", bytes: 5, kind: "file"},
      {path: "broken", bytes: 0, kind: "link", reason: "broken"},
      {path: "folder", bytes: 0, kind: "link", reason: "folder"},
      {path: "inside", bytes: 5, kind: "file"},
      {path: "loop", bytes: 0, kind: "link", reason: "broken"},
      {path: "outside", bytes: 0, kind: "link", reason: "outside"},
      {path: "sibling", bytes: 0, kind: "link", reason: "outside"},
      {path: "sub/b.csv", bytes: 1, kind: "file"},
      {path: "sub/up", bytes: 0, kind: "link", reason: "folder"}
    ]);
  });

  it("lists what cannot be looked at, with the reason", async () => {
    expect(await listed({data: {"a.csv": {error: "EACCES"}, pipe: "special", "b.csv": "1"}})).toEqual([
      {path: "a.csv", bytes: 0, kind: "unreadable", reason: "EACCES"},
      {path: "b.csv", bytes: 1, kind: "file"},
      {path: "pipe", bytes: 0, kind: "unreadable", reason: "special"}
    ]);
  });

  it("throws the code of a folder that is not there", async () => {
    await expect(listed({}, "/nowhere")).rejects.toMatchObject({code: "ENOENT"});
  });

  it("names files in NFC and opens them as they are on the disk", async () => {
    const name = "йод.csv".normalize("NFD");
    const files = await discover("/data", fakeFolder({data: {[name]: "5"}}));
    expect(await files.list()).toEqual([{path: "йод.csv".normalize("NFC"), bytes: 1, kind: "file"}]);
    expect(Buffer.from(await files.read("йод.csv".normalize("NFC"))).toString()).toBe("5");
  });

  it("keeps two names that differ by their form alone apart", async () => {
    expect(await paths({["й".normalize("NFD")]: "1", ["й".normalize("NFC")]: "2"})).toHaveLength(2);
  });

  it("keeps names with quotes, spaces, line feeds and tags as they are", async () => {
    const names = ['a "b".csv', "x\ny.csv", "<script>alert(1)</script>.csv", "замер №1.csv"].map(name => name.replaceAll("/", ""));
    expect(await paths(Object.fromEntries(names.map(name => [name, "1"])))).toEqual([...names].sort(byCodePoint));
  });
});
