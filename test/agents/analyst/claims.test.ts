import {existsSync} from "node:fs";
import {beforeAll, describe, expect, it} from "vitest";
import {analyze} from "../../../agents/analyst/index.ts";
import {collect} from "../../../agents/collector/index.ts";
import type {Analysis, Evidence, Finding} from "../../../agents/contracts/index.ts";
import {renderMarkdown} from "../../../pipelines/export/index.ts";
import {folderFiles} from "../../support/folder-files.ts";
import {memoryFiles} from "../../support/memory-files.ts";
import {markdownTemplate, reportOf} from "../../support/report-of.ts";
import {suiteMean, suiteRows, suiteRuns} from "../../support/suite-files.ts";

const read = (files: Record<string, string>): Promise<Evidence> => collect({}, {files: memoryFiles({"runs.csv": suiteRuns(), ...files})});
const analysisOf = async (notes: string, path = "notes.md") => analyze(await read({[path]: notes}));
const findings = ({findings: all}: Analysis, variant: string): Finding[] =>
  all.filter(({kind, variant: own}) => kind === "inconsistent" && own === variant);

/** Contradictions as `place metric claimed computed`. */
function contradictions(analysis: Analysis): string[] {
  const value = (id = "") => analysis.facts.find(fact => fact.id === id)?.value;
  return findings(analysis, "claims").flatMap(({members}) =>
    members.map(
      ({facts, words}) => `${words.place} ${words.metric} ${value(facts.claimed)} ${Number(value(facts.computed)).toPrecision(4)}`
    )
  );
}

const speed = suiteMean("alpha:1b", "speed");
const ttft = suiteMean("beta:2b", "ttft");

describe("claims of documents", () => {
  it("never become measurements or stated values, and stand in the evidence with their place", async () => {
    const [without, withNotes] = [await read({}), await read({"notes.md": "alpha:1b has a mean throughput of 999.9 tok/s"})];
    expect([withNotes.measurements, withNotes.reported]).toEqual([without.measurements, without.reported]);
    expect(withNotes.claims.map(({source, value}) => [source, value])).toEqual([[{artifact: "notes.md", at: "L1"}, 999.9]]);
  });

  it("are quoted without names of people and machines", async () => {
    const {claims} = await read({"notes.md": "/home/mira/runs: alpha:1b has a mean throughput of 999.9 tok/s"});
    expect(claims[0]?.quote).toBe("/home/~/runs: alpha:1b has a mean throughput of 999.9 tok/s");
  });

  it("agree within the digits that are written, rounded or cut off", async () => {
    for (const written of [speed.toFixed(2), speed.toFixed(1), String(Math.floor(speed * 10) / 10)]) {
      const analysis = await analysisOf(`alpha:1b has a mean throughput of ${written} tok/s`);
      expect(contradictions(analysis), written).toEqual([]);
      expect(analysis.remarks.map(({note}) => note.code)).toContain("claims-agree");
    }
  });

  it("contradict the rows beyond them, with both values and both places", async () => {
    const analysis = await analysisOf(`# Notes\n\nalpha:1b has a mean throughput of ${(speed + 1).toFixed(2)} tok/s`);
    expect(contradictions(analysis)).toEqual([`notes.md:L3 decode_throughput ${(speed + 1).toFixed(2)} ${speed.toPrecision(4)}`]);
    const [finding] = findings(analysis, "claims");
    const computed = analysis.facts.find(({id}) => id === finding?.members[0]?.facts.computed);
    expect(computed?.sources).toEqual([{artifact: "runs.csv", at: "R1-R5:tokens_s"}]);
  });

  it("take the name of the model from the heading, and the largest value for a peak", async () => {
    const analysis = await analysisOf("## Results of beta:2b\n\n- Peak throughput: 253.9 tok/s");
    const peak = Math.max(...suiteRows.filter(({model}) => model === "beta:2b").map(row => row.speed));
    expect(contradictions(analysis)).toEqual([`notes.md:L3 decode_throughput 253.9 ${peak.toPrecision(4)}`]);
  });

  it.each([
    ["a rough number", "alpha:1b has a mean throughput of about 250 tok/s"],
    ["a limit", "alpha:1b has a mean throughput of more than 250 tok/s"],
    ["a target", "the target for alpha:1b is a mean throughput of 250 tok/s"],
    ["some calls only", "alpha:1b, warm: mean throughput of 250 tok/s"],
    ["a difference", "alpha:1b has a mean throughput that is 250 tok/s higher"],
    ["another unit", "alpha:1b has a mean throughput of 250 requests/s"],
    ["no statistic, several values", "alpha:1b has a throughput of 250 tok/s"],
    ["a model that nobody measured", "gamma:7b has a mean throughput of 250 tok/s"],
    ["no model", "The mean throughput is 250 tok/s"],
    ["a setting that is not recorded", "alpha:1b with num_ctx=4096 has a mean throughput of 250 tok/s"],
    ["a heading that compares", "## alpha:1b vs beta:2b\nMean throughput: 250 tok/s"],
    ["a condition that is no setting", "alpha:1b has a mean throughput of 250 tok/s on long prompts"],
    ["a number of clients", "alpha:1b has a mean throughput of 250 tok/s at 8 clients"],
    ["another kind of mean", "alpha:1b has a geometric mean throughput of 250 tok/s"],
    ["a row that is told by something else", "## alpha:1b\n\n| Prompts | Mean Throughput (tok/s) |\n|---|---|\n| long | 250.5 |"],
    ["a single digit", "alpha:1b has a mean throughput of 9 tok/s"]
  ])("are not contradicted when they state %s", async (_, notes) => {
    const analysis = await analysisOf(notes);
    expect(contradictions(analysis)).toEqual([]);
    expect(analysis.remarks.map(({note}) => note.code)).not.toContain("claims-agree");
  });

  it("are not contradicted under a heading whose model another value of the data explains", async () => {
    const beta = suiteMean("beta:2b", "speed").toFixed(2);
    expect(contradictions(await analysisOf(`## alpha:1b\nThe other one has a mean throughput of ${beta} tok/s`))).toEqual([]);
  });

  it("are not contradicted when another metric that prose calls by that name has the value", async () => {
    const prefill = suiteRows.filter(({model}) => model === "alpha:1b").map(({ttft: first, load}) => 20 / (first - load));
    const mean = prefill.reduce((sum, value) => sum + value, 0) / prefill.length;
    expect(contradictions(await analysisOf(`alpha:1b has a mean throughput of ${mean.toFixed(1)} tok/s`))).toEqual([]);
  });

  it("are compared only with files that the document speaks of", async () => {
    const wrong = "alpha:1b has a mean throughput of 250.1 tok/s";
    expect(contradictions(await analysisOf(wrong, "elsewhere/notes.md"))).toEqual([]);
    expect(contradictions(await analysisOf(`${wrong}\n\nSource: runs.csv`, "elsewhere/notes.md"))).toHaveLength(1);
    const agreeing = [
      `beta:2b: mean TTFT ${ttft.toFixed(4)} s`,
      `beta:2b: mean TTFT ${ttft.toFixed(3)} s`,
      `alpha:1b: mean throughput ${speed.toFixed(2)} tok/s`
    ];
    expect(contradictions(await analysisOf([wrong, ...agreeing].join("\n\n"), "elsewhere/notes.md"))).toHaveLength(1);
  });

  it("count what cannot be compared, as a limitation", async () => {
    const {remarks, facts} = await analysisOf("gamma:7b has a mean throughput of 250 tok/s");
    const remark = remarks.find(({note}) => note.code === "claims-unmatched");
    expect(remark?.section).toBe("limitations");
    const n = remark?.note.values.n;
    expect(facts.find(({id}) => typeof n === "object" && "fact" in n && id === n.fact)?.value).toBe(1);
  });
});

describe("rows of hand-made tables", () => {
  const alpha = suiteRows.filter(({model}) => model === "alpha:1b");
  const table = (ttftOf: (row: (typeof alpha)[number]) => string, speedOf = (row: (typeof alpha)[number]) => row.speed.toFixed(2)) =>
    ["| Prompt | Tokens/s | TTFT (s) |", "| --- | --- | --- |", ...alpha.map(row => `| prompt | ${speedOf(row)} | ${ttftOf(row)} |`)].join(
      "\n"
    );

  it("are found in a file by one column, and the column beside is compared with the same rows", async () => {
    const analysis = await analysisOf(table(row => (row.ttft * 2).toFixed(4)));
    const [finding] = findings(analysis, "claims");
    expect(finding?.members).toHaveLength(1);
    expect(finding?.members[0]).toMatchObject({subject: {model: "alpha:1b"}, words: {metric: "ttft", has_similar: "yes"}});
    const wrong = analysis.facts.find(({id}) => id === finding?.facts.wrong);
    expect(wrong?.value).toBe(5);
  });

  it("agree when both columns do", async () => {
    expect(contradictions(await analysisOf(table(row => row.ttft.toFixed(4))))).toEqual([]);
  });

  it("are not found by chance: too few rows that match", async () => {
    const speeds = new Map(alpha.map((row, index) => [row, index < 3 ? row.speed.toFixed(2) : (row.speed + 7).toFixed(2)]));
    expect(
      contradictions(
        await analysisOf(
          table(
            row => (row.ttft * 2).toFixed(4),
            row => speeds.get(row) ?? ""
          )
        )
      )
    ).toEqual([]);
  });
});

describe("copies of numbers", () => {
  const summary = "| tag | mean_tokens_s | mean_ttft_s |\n|---|---|---|\n| q4_0 | 76.59 | 1.097 |\n| q8_0 | 46.57 | 2.008 |";
  const digest = (name: string) =>
    `- ${name}: - q8_0: mean_latency_ms=46.570 tokens_per_s=2.008 - q4_0: mean_latency_ms=76.590 tokens_per_s=1.097`;

  it("under the names of other metrics are one finding, however many documents hold them", async () => {
    const files = {"bench_summary_1.md": summary, "d/one.md": digest("bench_summary_1"), "d/two.md": `${digest("bench_summary_1")}\n`};
    const evidence = await read(files);
    expect(
      evidence.relations.filter(({kind}) => kind === "cites").map(({from, to, compared, agreed}) => [from, to, compared, agreed])
    ).toEqual([
      ["d/one.md", "bench_summary_1.md", 4, 0],
      ["d/two.md", "bench_summary_1.md", 4, 0]
    ]);
    const analysis = analyze(evidence);
    const [finding, ...more] = findings(analysis, "misread");
    expect(more).toEqual([]);
    const value = (id = "") => analysis.facts.find(fact => fact.id === id)?.value;
    expect([value(finding?.facts.documents), value(finding?.facts.wrong)]).toEqual([2, 8]);
    expect(
      finding?.members.map(({words, facts}) => [words.metric, words.real_metric, value(facts.claimed), value(facts.computed)])
    ).toEqual([
      ["latency", "decode_throughput", 0.04657, 46.57],
      ["decode_throughput", "ttft", 2.008, 2.008]
    ]);
  });

  it("in a table whose columns moved are found by their values", async () => {
    const row = (values: readonly (string | number)[]) => values.join(",");
    const cells = suiteRows.map(({model, ttft: first, speed: rate}) => [model, first, rate] as const);
    const original = ["model,num_ctx,ttft_s,decode_tok_s", ...cells.map(([model, first, rate]) => row([model, 512, first, rate]))];
    const moved = ["model,num_ctx,ttft_s", ...cells.map(([model, , rate]) => row([model, 512, rate]))];
    const files = {"original.csv": `${original.join("\n")}\n`, "moved.csv": `${moved.join("\n")}\n`};
    const analysis = analyze(await collect({}, {files: memoryFiles(files)}));
    const [finding] = findings(analysis, "misread");
    expect(finding?.members[0]?.words).toMatchObject({metric: "ttft", real_metric: "decode_throughput", source: "original.csv"});
    expect(findings(analysis, "copy")).toEqual([]);
  });

  it("under another name for the same quantity are no error", async () => {
    const renamed = "- bench_summary_1: - q8_0: mean_latency_s=2.008 - q4_0: mean_latency_s=1.097";
    const evidence = await read({"bench_summary_1.md": summary, "one.md": renamed});
    expect(evidence.relations.filter(({kind, compared}) => kind === "cites" && compared > 0)).toEqual([]);
  });

  it("under their own names agree, in lines of other files nothing is compared", async () => {
    const right = "- bench_summary_1: - q8_0: mean_tokens_s=46.57 mean_ttft_s=2.008";
    const evidence = await read({"bench_summary_1.md": summary, "one.md": right, "two.md": digest("something_else_9")});
    expect(evidence.relations.filter(({kind}) => kind === "cites")).toMatchObject([
      {from: "one.md", compared: 2, agreed: 2, disagreements: []}
    ]);
    expect(findings(analyze(evidence), "misread")).toEqual([]);
  });
});

describe("numbers of files", () => {
  const files = {"a.json": "{}", "b/c.json": "[1]", "d.log": "x"};
  const wrongIn = async (notes: string) => {
    const analysis = analyze(await read({...files, "notes.md": notes}));
    const value = (id = "") => analysis.facts.find(fact => fact.id === id)?.value;
    return findings(analysis, "file-counts").flatMap(({members}) =>
      members.map(({words, facts}) => [words.type, words.place, value(facts.claimed), value(facts.computed)])
    );
  };

  it("that no folder has are wrong, when the document counts other types rightly", async () => {
    expect(await wrongIn("The data: CSV (1 file), JSON (2 files) and 7 log files.")).toEqual([["log", "notes.md:L1", 7, 1]]);
  });

  it("of a folder below are right", async () => {
    expect(await wrongIn("The data: 1 CSV file, 1 JSON file, 1 log file.")).toEqual([]);
  });

  it("say nothing when the document counts something else", async () => {
    expect(await wrongIn("The data: 9 CSV files, 8 JSON files, 1 log file.")).toEqual([]);
    expect(await wrongIn("The data: 1 CSV file, 2 JSON files, about 7 log files, 44 compilation files.")).toEqual([]);
  });

  it.each([
    ["ru", "в notes.md:L1 файлов типа log указано 7, найдено 1"],
    ["en", "files of type log in notes.md:L1: 7 stated, 1 found"]
  ])("stand in the report (%s)", async (language, sentence) => {
    const analysis = analyze(await read({...files, "notes.md": "The data: CSV (1 file), JSON (2 files) and 7 log files."}));
    const text = renderMarkdown(reportOf(analysis, language), markdownTemplate(language)).replaceAll("\u00a0", " ").replaceAll("`", "");
    expect(text.toLowerCase()).toContain(sentence.toLowerCase());
  });
});

describe("cited files", () => {
  it("that are not there are named, if others are", async () => {
    const cites = "Sources: `runs.csv`, `gone/sweep.csv`, `scripts/run.py`, `package.json`, see also notes.md.";
    const evidence = await read({"notes.md": cites});
    expect(
      evidence.relations.filter(({kind}) => kind === "cites").map(({to, disagreements}) => [to, disagreements.map(({why}) => why)])
    ).toEqual([
      ["runs.csv", []],
      ["gone/sweep.csv", ["missing-file"]]
    ]);
    const remark = analyze(evidence).remarks.find(({note}) => note.code === "cited-missing");
    expect(remark?.note.values.files).toEqual(["gone/sweep.csv"]);
  });

  it("are of another folder when none of them is there", async () => {
    expect((await read({"notes.md": "Sources: `gone/sweep.csv`."})).relations).toEqual([]);
  });
});

describe("reports about contradictions", () => {
  it.each([
    ["ru", "Документы расходятся с измерениями", "указано 250,1 токен/с"],
    ["en", "Documents contradict the measurements", "250.1 tok/s stated"]
  ])("say so among the first findings (%s)", async (language, title, value) => {
    const analysis = await analysisOf("alpha:1b has a mean throughput of 250.1 tok/s");
    const text = renderMarkdown(reportOf(analysis, language), markdownTemplate(language)).replaceAll("\u00a0", " ");
    expect(text).toContain(title);
    expect(text).toContain(value);
  });
});

const corpus = new URL("../../../../shared/chimera-corpus/", import.meta.url);

describe.skipIf(!existsSync(corpus))("a folder of hand-written digests (skipped when ../shared is not there)", () => {
  let evidence: Evidence;
  let analysis: Analysis;
  beforeAll(async () => {
    evidence = await collect({}, {files: await folderFiles(corpus)});
    analysis = analyze(evidence);
  }, 60_000);

  it("is contradicted only where rows of the same subject, metric and statistic say otherwise", () => {
    const documents = new Set(contradictions(analysis).map(line => line.split(":L")[0]));
    expect([...documents].every(path => !/Technical_Report_1(?:09|10)/.test(path ?? ""))).toBe(true);
    expect(contradictions(analysis).some(line => / decode_throughput 253\.9 103\.4$/.test(line))).toBe(true);
    expect(contradictions(analysis).some(line => / compile_time 4\.2948 40\.53$/.test(line))).toBe(true);
  });

  it("holds five digests that put tokens per second under a latency", () => {
    const misread = evidence.relations.filter(({disagreements}) => disagreements.some(({why}) => why === "metric"));
    expect(new Set(misread.map(({from}) => from)).size).toBe(5);
    expect(findings(analysis, "misread")).toHaveLength(1);
  });
});
