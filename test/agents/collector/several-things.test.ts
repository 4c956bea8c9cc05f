import {describe, expect, it} from "vitest";
import {readArtifact} from "../../../agents/collector/artifact-reading.ts";
import {collect} from "../../../agents/collector/index.ts";
import {genericReaders} from "../../../agents/collector/readers/generic.ts";
import {readers} from "../../../agents/collector/readers/index.ts";
import {placeOf, placeOfValue} from "../../../agents/contracts/index.ts";
import {memoryFiles} from "../../support/memory-files.ts";
import {fixtureFiles, fixtureText} from "../../support/read-artifact.ts";
import {statedValues} from "../../support/stated-values.ts";

const read = (text: string, path = "notes.txt") => readArtifact(path, Buffer.from(text), {dedicated: readers, generic: genericReaders});

/** Texts with fences of their own, and what stands in manuals, are no matter of this law. */
const files = readers
  .filter(({isShownInManuals}) => isShownInManuals !== true)
  .flatMap(({format}) => fixtureFiles(format).map(file => ({...file, format})))
  .filter(({text}) => !text.includes("```"));

/** Each file with two far from it in the list, of other formats. */
const pairs = files.flatMap((file, index) =>
  [37, 71].flatMap(step => {
    const other = files[(index + step) % files.length]!;
    return other.format === file.format ? [] : [{file, other, name: `${file.path} and ${other.path}`}];
  })
);

describe("two outputs in one file", () => {
  it.each(pairs)("give what each gives by itself in fences of Markdown: $name", async ({file, other}) => {
    const text = `# Notes\n\n## One\n\n\`\`\`\n${file.text.trimEnd()}\n\`\`\`\n\n## Two\n\n\`\`\`\n${other.text.trimEnd()}\n\`\`\`\n`;
    expect(await together(text)).toEqual(await apart(file.text, other.text));
  });

  it.each(pairs)("give what each gives by itself below command lines: $name", async ({file, other}) => {
    const text = `$ ./one\n${file.text.trimEnd()}\n$ ./two\n${other.text.trimEnd()}\n$\n`;
    expect(await together(text)).toEqual(await apart(file.text, other.text));
  });
});

const together = async (text: string) => statedValues(await read(text));
const apart = async (...texts: string[]) => (await Promise.all(texts.map(async text => statedValues(await read(text))))).flat().sort();

const run = (rate: string) => `Running 10s test @ http://127.0.0.1:8080/
  2 threads and 10 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.25ms  500.00us   9.00ms   90.00%
    Req/Sec     4.00k   100.00     5.00k    70.00%
  80000 requests in 10.00s, 10.00MB read
Requests/sec:   ${rate}
Transfer/sec:      1.00MB
`;

describe("several runs of one tool in one file", () => {
  const rates = async (text: string, path?: string) =>
    (await read(text, path)).reported
      .filter(({metric}) => metric === "request_throughput")
      .map(({subject, settings, statistics}) => [statistics[0]?.value, subject["scope"] ?? subject["command"], settings["x.block"]]);

  it("are told apart by the headings above them", async () => {
    expect(await rates(`=== plain ===\n${run("8000.00")}\n=== cached ===\n${run("9000.00")}`)).toEqual([
      [8000, "plain", undefined],
      [9000, "cached", undefined]
    ]);
    expect(
      await rates(`# Server\n\n## plain\n\n\`\`\`\n${run("8000.00")}\`\`\`\n\n## \`cached\`\n\n\`\`\`\n${run("9000.00")}\`\`\`\n`)
    ).toEqual([
      [8000, "plain", undefined],
      [9000, "cached", undefined]
    ]);
  });

  it("are told apart by the command lines above them", async () => {
    expect(await rates(`me@box:~$ wrk -t2 a\n${run("8000.00")}me@box:~$ wrk -t2 b\n${run("9000.00")}me@box:~$ `)).toEqual([
      [8000, "wrk -t2 a", undefined],
      [9000, "wrk -t2 b", undefined]
    ]);
    const fenced = (command: string, rate: string) => `\`\`\`bash\n# once\n${command}\n\`\`\`\n\n\`\`\`\n${run(rate)}\`\`\`\n\n`;
    expect(await rates(fenced("wrk a", "8000.00") + fenced("wrk b", "9000.00"))).toEqual([
      [8000, "wrk a", undefined],
      [9000, "wrk b", undefined]
    ]);
  });

  it("stay numbered where nothing tells them apart, or the heading is the tool's own", async () => {
    expect(await rates(`${run("8000.00")}\n${run("9000.00")}`)).toEqual([
      [8000, undefined, 1],
      [9000, undefined, 2]
    ]);
    expect(await rates(`=== Result ===\n${run("8000.00")}\n=== Result ===\n${run("9000.00")}`)).toEqual([
      [8000, undefined, 1],
      [9000, undefined, 2]
    ]);
  });
});

describe("places in a file of several things", () => {
  const csv =
    "command,mean,stddev,median,user,system,min,max\nsort a,0.5,0.25,0.5,0.1,0.1,0.25,0.75\nsort b,1.5,0.25,1.5,0.1,0.1,1.25,1.75\n";
  const json = fixtureText("vllm-latency/latency.json").trimEnd();

  it("are the lines of the file for records of a table", async () => {
    const {reported} = await read(`$ cat a.csv\n${csv}$ uptime\n up 3 days\n`);
    expect(reported.flatMap(({statistics}) => statistics.filter(({statistic}) => statistic === "mean").map(({at}) => at))).toEqual([
      "L3:mean",
      "L4:mean"
    ]);
  });

  it("are the documents of the file for JSON, also for a single one among text", async () => {
    const two = await read(`# A\n\n\`\`\`\n${run("8000.00")}\`\`\`\n\n\`\`\`json\n${json}\n\`\`\`\n\n\`\`\`json\n${json}\n\`\`\`\n`);
    const means = [two, ...(two.others ?? [])]
      .flatMap(({reported}) => reported)
      .flatMap(({statistics}) => statistics.map(({at}) => at))
      .filter(at => at.endsWith("/avg_latency"));
    expect(means).toEqual(["#1/avg_latency", "#2/avg_latency"]);
    const one = await read(`INFO started\n${json}\n`);
    expect(one.reported.flatMap(({statistics}) => statistics.map(({at}) => at))).toContain("#1/avg_latency");
  });

  it("are moved in every part of a reading: tables, failures, problems", async () => {
    const {tables, problems} = await read("$ cat x.csv\nmodel,latency_ms\na,1.5\nb,oops\nc,3.5\nd,4.5\ne,5.5\n$ ls\n");
    const [table] = tables;
    expect(table?.columns.map(({field}) => placeOfValue(placeOf(table, 1), field))).toEqual(["L4:latency_ms"]);
    expect(problems.map(({source}) => source?.at)).toEqual(["L4:latency_ms"]);
  });
});

describe("tables below each other", () => {
  it("are read each with its own header, and named by the line above it", async () => {
    const {tables} = await read(
      "Small batch\nmodel,latency_ms,decode_tok_s\na,10,20\nb,11,22\n\nBig batch\nmodel,batch,decode_tok_s\na,8,100.5\nb,8,90.5\n",
      "x.csv"
    );
    expect(tables.map(({subject, columns, places}) => [subject["scope"], columns.map(({metric}) => metric), places])).toEqual([
      ["Small batch", ["latency", "decode_throughput"], {prefix: "L", first: 3, step: 1}],
      ["Big batch", ["decode_throughput"], {prefix: "L", first: 8, step: 1}]
    ]);
  });

  it("are one table when only blank lines stand between its records", async () => {
    const {tables} = await read("model,latency_ms\na,10\n\nb,11\n\nmodel,latency_ms\nc,12\n", "x.csv");
    expect(tables.map(({rows}) => rows)).toEqual([3]);
  });
});

describe("sessions of a file of several things", () => {
  it("are one for each tool, with the file as their place", async () => {
    const text = `$ wrk a\n${run("8000.00")}$ cat b\n${fixtureText("vllm-latency/latency.json")}\n`;
    const {sessions, reported, artifacts} = await collect({}, {files: memoryFiles({"notes.txt": text})});
    expect(sessions.map(({tool, place}) => [tool, place])).toEqual([
      ["wrk", "notes.txt"],
      ["vllm-bench-latency", "notes.txt"]
    ]);
    expect(new Set(reported.map(({session}) => session)).size).toBe(2);
    expect(new Set(reported.map(({id}) => id)).size).toBe(reported.length);
    expect(artifacts[0]?.format).toBe("wrk + vllm-latency");
  });

  it("answers in manuals are examples; below their command they are measured", async () => {
    const answer = fixtureText("ollama-answers/answer.json");
    expect((await read(`# API\n\n\`\`\`json\n${answer}\n\`\`\`\n`, "api.md")).tables).toEqual([]);
    expect(
      (await read(`# Log\n\n\`\`\`\n$ curl localhost:11434/api/generate\n${answer}\n\`\`\`\n`, "log.md")).tables.length
    ).toBeGreaterThan(0);
  });
});
