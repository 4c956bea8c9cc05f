import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {llamaBenchJson} from "./llama-bench-json.ts";
import {isLlamaBench, type LlamaBenchRecord, llamaBenchSession, modelsReported, reportedSpeed} from "./llama-bench-records.ts";

const insert = /^INSERT INTO llama_bench \(([^)]*)\) VALUES \((.*)\);\s*$/;

/** `llama-bench -o sql`: an `INSERT` per test with mean and standard deviation; places are the lines. */
export const llamaBenchSql: Reader = {
  format: "llama-bench-sql",
  category: "inference",
  detect: input => input.text.includes("INSERT INTO llama_bench (") && !llamaBenchJson.detect(input),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const records = lines.flatMap((line, index): LlamaBenchRecord[] => {
      if (!line.startsWith("INSERT INTO llama_bench")) return [];
      const place = `L${index + 1}`;
      const fields = fieldsOf(line);
      if (fields !== undefined && isLlamaBench(Object.keys(fields))) return [{place, at: () => place, fields}];
      problems.push({code: "sql-line-broken", values: {}, source: {artifact: path, at: place}});
      return [];
    });
    return {
      tables: [],
      reported: [...records.map(record => reportedSpeed(record, path, problems)), ...modelsReported(records)],
      session: llamaBenchSession(records),
      problems
    };
  }
};

/** Undefined when names and values do not pair up, as in a cut line. */
function fieldsOf(line: string): Record<string, string> | undefined {
  const [, names, list] = insert.exec(line) ?? [];
  if (names === undefined || list === undefined) return undefined;
  const columns = names.split(",").map(name => name.trim());
  const values = [...list.matchAll(/'((?:[^']|'')*)'|([^,\s][^,]*)/g)].map(
    ([, quoted, bare = ""]) => quoted?.replaceAll("''", "'") ?? bare.trim()
  );
  return columns.length === values.length ? Object.fromEntries(columns.map((name, index) => [name, values[index] ?? ""])) : undefined;
}
