import type {Artifact, Table} from "../../contracts/index.ts";
import type {Context} from "../context.ts";
import {groupBy} from "../labels.ts";

/** Endings of names, by the type that a reader of the report knows them by. */
const types: Readonly<Record<string, string>> = {
  json: "json",
  jsonl: "json",
  ndjson: "json",
  csv: "csv",
  tsv: "csv",
  md: "markdown",
  markdown: "markdown",
  txt: "text",
  log: "text",
  out: "text"
};
const columns = ["csv", "json", "markdown", "text", "other_files"] as const;

/** How many files of which type there are about what, and how many of them hold measurements; for folders of several types only. */
export function filesTable({evidence, store}: Context): Omit<Table, "id">[] {
  const artifacts = evidence.artifacts.filter(({status}) => status !== "ignored");
  const used = columns.filter(type => artifacts.some(artifact => typeOf(artifact) === type));
  if (used.length < 2) return [];
  const count = (role: string, topic: string, own: readonly Artifact[]): [string, string][] => {
    const places = own.map(({path}) => ({artifact: path, at: ""}));
    return [[role, store.count("files", own.length, {where: {topic, type: role}}, places, own.length)]];
  };
  const rowOf = (topic: string, own: readonly Artifact[]): Table["rows"][number] => ({
    labels: {topic},
    facts: Object.fromEntries([
      ...used.flatMap(type =>
        count(
          type,
          topic,
          own.filter(artifact => typeOf(artifact) === type)
        )
      ),
      ...count("files", topic, own),
      ...count(
        "with_values",
        topic,
        own.filter(({status}) => status === "read" || status === "partial")
      )
    ])
  });
  const topics = [...groupBy(artifacts, ({category}) => category)].sort(
    ([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1)
  );
  return [
    {
      kind: "files",
      section: "data",
      words: {},
      facts: {},
      labels: ["topic"],
      columns: [...used, "files", "with_values"],
      rows: [...topics.map(([topic, own]) => rowOf(topic, own)), rowOf("all", artifacts)],
      notes: []
    }
  ];
}

function typeOf({path}: Artifact): (typeof columns)[number] {
  const name = path.replace(/\.gz$/, "");
  const ending = name.slice(name.lastIndexOf("/") + 1).split(".");
  const type = ending.length > 1 ? types[(ending.at(-1) ?? "").toLowerCase()] : undefined;
  return columns.find(column => column === type) ?? "other_files";
}
