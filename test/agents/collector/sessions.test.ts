import {describe, expect, it} from "vitest";
import type {ArtifactReading} from "../../../agents/collector/index.ts";
import {type ReadArtifact, sessionsOf} from "../../../agents/collector/sessions.ts";
import {statedLabels, withStatedLabels} from "../../../agents/collector/stated-labels.ts";

const reading = (session: Partial<NonNullable<ArtifactReading["session"]>>, times?: (number | null)[]): ArtifactReading => ({
  category: "inference",
  status: "read",
  problems: [],
  claims: [],
  citations: [],
  tables:
    times === undefined
      ? []
      : [
          {
            part: "",
            row: "attempt",
            subject: {},
            settings: {},
            rows: times.length,
            places: [],
            factors: [],
            times,
            failures: [],
            columns: [],
            warnings: []
          }
        ],
  reported: [],
  session: {tool: "ollama", environment: {}, ...session}
});
const file = (path: string, session: Partial<NonNullable<ArtifactReading["session"]>> = {}, times?: (number | null)[]): ReadArtifact => ({
  path,
  reading: reading(session, times)
});

describe("sessionsOf", () => {
  it("joins files of one tool and folder, and nothing else", () => {
    const {sessions, idOf} = sessionsOf([
      file("a/1.json", {}, [1]),
      file("a/2.json", {}, [2]),
      file("a/3.json", {tool: "llama-bench"}, [3]),
      file("b/1.json", {}, [4])
    ]);
    expect(sessions.map(({tool, place, artifacts}) => [tool, place, artifacts])).toEqual([
      ["ollama", "a", ["a/1.json", "a/2.json"]],
      ["llama-bench", "a/3.json", ["a/3.json"]],
      ["ollama", "b/1.json", ["b/1.json"]]
    ]);
    expect(idOf.get("a/1.json")).toBe(idOf.get("a/2.json"));
    expect(sessions[0]?.id).toMatch(/^s[0-9a-f]{10}$/);
  });

  it("keeps executions apart that the content tells apart, and joins them over folders", () => {
    const {sessions} = sessionsOf([
      file("a/1.json", {key: "x"}, [1]),
      file("a/2.json", {key: "y"}, [2]),
      file("b/1.json", {key: "x"}, [3])
    ]);
    expect(sessions.map(({artifacts}) => artifacts)).toEqual([["a/1.json", "b/1.json"], ["a/2.json"]]);
  });

  it("calls several files of the root folder by the folder", () => {
    expect(sessionsOf([file("1.json", {}, [1]), file("2.json", {}, [2])]).sessions[0]?.place).toBe(".");
  });

  it("takes the earliest start and the latest end, stated or from the rows", () => {
    const {sessions} = sessionsOf([
      file("a/1.json", {endedAt: {text: "x", utc: "2026-11-25T03:00:00.000Z"}}, [1764032400, null, 1764036000]),
      file("a/2.json", {startedAt: {text: "y", utc: "2025-11-25T00:30:00.000Z"}}, [1764040000])
    ]);
    expect(sessions[0]?.startedAt).toEqual({text: "y", utc: "2025-11-25T00:30:00.000Z"});
    expect(sessions[0]?.endedAt?.utc).toBe("2026-11-25T03:00:00.000Z");
  });

  it("keeps a time without zone only where no other is known", () => {
    const local = {text: "2026-11-25 01:00"};
    expect(sessionsOf([file("a/1.json", {startedAt: local}, [])]).sessions[0]?.startedAt).toEqual(local);
    expect(sessionsOf([file("a/1.json", {startedAt: local}), file("a/2.json", {}, [0])]).sessions[0]?.startedAt?.utc).toBe(
      "1970-01-01T00:00:00.000Z"
    );
  });

  it("joins what the files say of the machine, and warns where they differ", () => {
    const {sessions, warnings} = sessionsOf([
      file("a/1.json", {environment: {cpu: "x", cores: 2}}, [1]),
      file("a/2.json", {environment: {cpu: "y", os: "linux"}}, [2])
    ]);
    expect(sessions[0]?.environment).toEqual({cpu: "x", cores: 2, os: "linux"});
    expect(warnings).toEqual([{code: "environment-differs", values: {key: "cpu", session: sessions[0]?.id, artifact: "a/2.json"}}]);
  });
});

describe("withStatedLabels", () => {
  const results = file("a/results.jsonl", {}, [1]);
  const meta = file("a/meta.json", {
    settings: {num_ctx: 2048, backend: "CPU"},
    models: {small: {quantization: "Q4_1"}, large: {quantization: "Q8_0"}}
  });
  const stated = statedLabels([meta, results]);
  const record = {subject: {model: "small"}, settings: {}, factors: []};

  it("fills settings, subject and the model's labels from the files beside it", () => {
    expect(withStatedLabels(record, results, stated)).toEqual({
      subject: {model: "small", backend: "CPU", quantization: "Q4_1"},
      settings: {num_ctx: 2048},
      factors: []
    });
  });

  it("leaves what the measurement records itself", () => {
    const own = {
      subject: {model: "small", quantization: "F16"},
      settings: {},
      factors: [{key: "num_ctx", role: "setting" as const, levels: [512, 1024], index: [0, 1]}]
    };
    expect(withStatedLabels(own, results, stated)).toEqual({...own, subject: {...own.subject, backend: "CPU"}});
  });

  it("puts a factor beside the factor model", () => {
    const factor = {key: "model", role: "subject" as const, levels: ["large", "small", "other"], index: [0, 1, 1, 2]};
    expect(withStatedLabels({subject: {}, settings: {}, factors: [factor]}, results, stated).factors).toEqual([
      factor,
      {key: "quantization", role: "subject", levels: ["Q8_0", "Q4_1", null], index: [0, 1, 1, 2]}
    ]);
  });

  it("takes nothing from another folder or tool", () => {
    expect(withStatedLabels(record, file("b/results.jsonl", {}, [1]), stated)).toEqual(record);
    expect(withStatedLabels(record, file("a/x.csv", {tool: "other"}, [1]), stated)).toEqual(record);
  });
});
