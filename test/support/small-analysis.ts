import type {Analysis, Fact} from "../../agents/contracts/index.ts";

/** A measured fact; everything that a test does not care for is filled in. */
export function factOf(fact: Partial<Fact> & Pick<Fact, "value" | "unit">): Fact {
  return {id: "fact", kind: "measured", subject: {}, settings: {}, digits: 3, inputs: [], sources: [], sourceCount: 0, ...fact};
}

/** Analysis of a folder without measurements. */
export const emptyAnalysis: Analysis = {
  version: 1,
  evidence: "0",
  facts: [],
  findings: [],
  recommendations: [],
  gaps: [],
  tables: [],
  remarks: [],
  header: {models: [], facts: {}, environment: {}}
};

/** An analysis in which `name` stands wherever a name of the data can stand. */
export function analysisNaming(name: string): Analysis {
  const sources = [{artifact: name, at: `R1:${name}`}];
  const facts: Fact[] = [
    factOf({
      id: "a",
      metric: "decode_throughput",
      statistic: "p50",
      subject: {model: name, [name]: name},
      value: 10,
      unit: "tok/s",
      sources,
      sourceCount: 1
    }),
    factOf({
      id: "b",
      metric: name,
      statistic: "value",
      subject: {model: name},
      settings: {num_ctx: name},
      value: 20,
      unit: "tok/s",
      sources,
      sourceCount: 1
    }),
    factOf({id: "n", kind: "counted", value: 2, unit: "1", sources, sourceCount: 1}),
    factOf({id: "f", kind: "derived", metric: "ttft", value: 0.5, unit: "s", formula: name, inputs: ["a"]}),
    factOf({id: "c", kind: "configured", value: name, unit: "1"})
  ];
  return {
    ...emptyAnalysis,
    facts,
    findings: [
      {
        id: "finding",
        kind: "failures",
        variant: "attempts",
        workload: "w",
        subject: {},
        members: [{subject: {}, facts: {count: "n"}, words: {reason: "unheard-of", quote: name}}],
        facts: {failed: "n", all: "n", total: "n"},
        words: {has_incomplete: "no", has_lost: "no"},
        severity: 0.5,
        confidence: "low",
        confounders: [{code: "order", values: {factor: name}}],
        reasons: []
      }
    ],
    tables: [
      {
        id: "table",
        kind: "speed",
        section: "performance",
        words: {place: name, places: "one", pooled: "no", has_ttft: "yes"},
        facts: {},
        labels: ["model", name],
        columns: ["n", "decode_throughput", "ttft"],
        rows: [
          {labels: {model: name, [name]: name}, facts: {n: "n", decode_throughput: "a", ttft: "f"}},
          {labels: {model: name}, facts: {decode_throughput: "b"}}
        ],
        notes: []
      }
    ],
    remarks: [{section: "data", note: {code: "files-empty", values: {n: {fact: "n"}, files: [name, name]}}}],
    header: {models: [name, name], facts: {}, environment: {cpu: name}}
  };
}
