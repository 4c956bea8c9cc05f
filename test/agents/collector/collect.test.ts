import {createHash} from "node:crypto";
import {describe, expect, it} from "vitest";
import {type ArtifactReading, artifactReadingSchema, collect, type FileEntry} from "../../../agents/collector/index.ts";
import {evidenceSchema} from "../../../agents/contracts/index.ts";
import {memoryFiles} from "../../support/memory-files.ts";

const table = "model,ttft_ms\na,1.5\nb,2.5\n";
const collectOf = (files: Record<string, string | Uint8Array>, options = {}) => collect(options, {files: memoryFiles(files)});
const statuses = async (files: Record<string, string | Uint8Array>) =>
  Object.fromEntries((await collectOf(files)).artifacts.map(({path, status}) => [path, status]));
const entry = (overrides: Partial<FileEntry>): FileEntry => ({path: "a.csv", bytes: 10, kind: "file", ...overrides});
const collectEntry = async (overrides: Partial<FileEntry>, read = async (): Promise<Uint8Array> => Buffer.from(table)) =>
  (await collect({}, {files: {list: async () => [entry(overrides)], read}})).artifacts[0];

describe("collect", () => {
  it("gives every file a status", async () => {
    expect(
      await statuses({
        "a.csv": table,
        "b/copy.csv": table,
        "empty.txt": "",
        "blank.txt": " \n\n",
        "README.md": "# Notes\nThe run took 12 s.\n",
        "image.png": Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]),
        "unknown.log": "@@ 12 %% 13\n@@ 14 %% 15\n",
        "bad.gz": Uint8Array.from([0x1f, 0x8b, 1, 2, 3])
      })
    ).toEqual({
      "README.md": "empty",
      "a.csv": "read",
      "b/copy.csv": "duplicate",
      "bad.gz": "unreadable",
      "blank.txt": "empty",
      "empty.txt": "empty",
      "image.png": "unknown",
      "unknown.log": "unknown"
    });
  });

  it("tells what is wrong with a file it cannot use", async () => {
    const {artifacts} = await collectOf({
      "empty.txt": "",
      "image.png": Uint8Array.from([1, 0, 0, 2]),
      "bad.gz": Uint8Array.from([0x1f, 0x8b, 1, 2, 3])
    });
    expect(artifacts.map(({path, problems}) => [path, problems[0]?.code])).toEqual([
      ["bad.gz", "gzip-broken"],
      ["empty.txt", "empty-file"],
      ["image.png", "binary"]
    ]);
    expect(artifacts[0]?.problems[0]?.source).toEqual({artifact: "bad.gz", at: ""});
  });

  it("measures equal bytes once, in the first path", async () => {
    const {artifacts, measurements, sessions} = await collectOf({"b.csv": table, "a.csv": table, "c.csv": table});
    expect(artifacts.map(({copyOf}) => copyOf)).toEqual([undefined, "a.csv", "a.csv"]);
    expect(measurements.map(({artifact}) => artifact)).toEqual(["a.csv"]);
    expect(sessions.flatMap(session => session.artifacts)).toEqual(["a.csv"]);
  });

  it("does not call two empty files copies", async () => {
    expect(await statuses({"a.txt": "", "b.txt": ""})).toEqual({"a.txt": "empty", "b.txt": "empty"});
  });

  it.each([
    ["unreadable", {kind: "unreadable", reason: "EACCES"}, {code: "cannot-open", values: {reason: "EACCES"}}],
    ["ignored", {kind: "link", reason: "outside"}, {code: "link-skipped", values: {reason: "outside"}}],
    ["ignored", {kind: "ignored", reason: "own-report"}, {code: "own-report", values: {}}],
    ["unreadable", {bytes: 600 * 1024 ** 2}, {code: "too-large", values: {bytes: 600 * 1024 ** 2, limit: 64 * 1024 ** 2}}]
  ] as const)("marks an entry %s without opening it", async (status, overrides, problem) => {
    const artifact = await collectEntry(overrides, async () => expect.unreachable());
    expect(artifact).toMatchObject({status, problems: [problem]});
    expect(artifact?.sha256).toBeUndefined();
  });

  it("marks a file that cannot be opened with the reason", async () => {
    const artifact = await collectEntry({}, async () => Promise.reject(Object.assign(new Error("no"), {code: "EACCES"})));
    expect(artifact).toMatchObject({status: "unreadable", problems: [{code: "cannot-open", values: {reason: "EACCES"}}]});
  });

  it("does not hide an error that has no code", async () => {
    await expect(collectEntry({}, async () => Promise.reject(new TypeError("bug")))).rejects.toThrow("bug");
  });

  it("takes what is included and not excluded", async () => {
    const {artifacts} = await collectOf(
      {"runs/a.csv": table, "runs/old/b.csv": `${table}c,3\n`, "c.json": "{}"},
      {include: ["runs/**"], exclude: ["old/*", "**/old/**"]}
    );
    expect(artifacts.map(({path, status, problems}) => [path, status, problems[0]?.code])).toEqual([
      ["c.json", "ignored", "excluded"],
      ["runs/a.csv", "read", undefined],
      ["runs/old/b.csv", "ignored", "excluded"]
    ]);
  });

  it("gives an id by bytes and part, so that renaming a file changes none", async () => {
    const [before, after] = await Promise.all([collectOf({"a.csv": table}), collectOf({"x/new.csv": table, "b.csv": `${table}z,9\n`})]);
    const sha256 = createHash("sha256").update(table).digest("hex");
    const id = `m${createHash("sha256").update(`${sha256}\n`).digest("hex").slice(0, 10)}`;
    expect(before.measurements[0]?.id).toBe(id);
    expect(after.measurements.map(measurement => measurement.id)).toContain(id);
  });

  it("gives the same bytes of evidence for any order of listing", async () => {
    const files = {
      "b.csv": table,
      "a/b.json": '[{"latency_ms": 1, "model": "m"}, {"latency_ms": 2, "model": "n"}]',
      "a.txt": "Notes of a day, nothing more than that.",
      "й.csv": `${table}c,4\n`
    };
    const evidence = await collectOf(files);
    const reversed = await collectOf(Object.fromEntries(Object.entries(files).reverse()));
    expect(JSON.stringify(reversed)).toBe(JSON.stringify(evidence));
    expect(evidenceSchema.parse(evidence)).toEqual(evidence);
  });

  it("asks the memo by path and bytes, and accepts what was stored as JSON", async () => {
    const store = new Map<string, string>();
    let made = 0;
    const memo = async (key: string, make: () => Promise<ArtifactReading>): Promise<ArtifactReading> => {
      const stored = store.get(key);
      if (stored !== undefined) return artifactReadingSchema.parse(JSON.parse(stored));
      made += 1;
      const reading = await make();
      store.set(key, JSON.stringify(reading));
      return reading;
    };
    const files = memoryFiles({"a.csv": table, "b.json": '[{"latency_ms": 1}, {"latency_ms": 2}]'});
    const first = await collect({}, {files, memo});
    const second = await collect({}, {files, memo});
    expect(made).toBe(2);
    expect(second).toEqual(first);
    await collect({}, {files: memoryFiles({"moved.csv": table}), memo});
    expect(made).toBe(3);
  });

  it("tells how far it is", async () => {
    const seen: string[] = [];
    await collect(
      {},
      {files: memoryFiles({"b.csv": table, "a.csv": "x"}), progress: (done, total, path) => seen.push(`${done}/${total} ${path}`)}
    );
    expect(seen).toEqual(["0/2 a.csv", "1/2 b.csv", "2/2 "]);
  });

  it("stops with the reason of the signal", async () => {
    const controller = new AbortController();
    const running = collect(
      {},
      {files: memoryFiles({"a.csv": table, "b.csv": "x"}), progress: () => controller.abort(new Error("enough")), signal: controller.signal}
    );
    await expect(running).rejects.toThrow("enough");
  });

  it("takes names of people and machines out of labels, reasons and quotes, and keeps artifact paths", async () => {
    const {measurements, artifacts} = await collectOf({
      "home/ivan/a.csv":
        "model,host,ttft_ms,error\n/home/ivan/m.gguf,bench-01,1.5,\n/home/ivan/m.gguf,bench-01,0,cannot open /home/ivan/m.gguf on 10.1.2.3\n/home/ivan/m.gguf,bench-01,2.5,\n/home/ivan/m.gguf,bench-01,/home/ivan/x,\n/home/ivan/m.gguf,bench-01,3,\n/home/ivan/m.gguf,bench-01,4,\n"
    });
    expect(artifacts[0]?.path).toBe("home/ivan/a.csv");
    expect(measurements[0]?.subject).toEqual({model: "/home/~/m.gguf"});
    expect(measurements[0]?.failures[0]?.reason).toBe("cannot open /home/~/m.gguf on ~");
    expect(JSON.stringify([measurements[0]?.settings, artifacts[0]?.problems.map(({values}) => values)])).not.toMatch(/ivan|bench-01/);
  });
});
