import type {Reader} from "../reader.ts";
import {buildTable} from "../table.ts";

/** Output of an Nsight Compute that ended with `==ERROR==` and wrote no profile: one failed attempt, reason as printed. */
export const nsightComputeFailed: Reader = {
  format: "nsight-compute-failed",
  category: "other",
  detect: ({text}) => /^\s*==(?:ERROR|PROF|WARNING)==/.test(text) && text.includes("==ERROR==") && !/^"?ID"?,/m.test(text),
  read({lines}) {
    const index = lines.findIndex(line => line.startsWith("==ERROR=="));
    const reason = (lines[index] ?? "").replace(/^==ERROR==\s*/, "").trim();
    const place = `L${index + 1}`;
    return {
      tables: [buildTable({part: place, columns: [], rows: [{place, values: {}, failure: {reason, kind: "error"}}]})],
      reported: [],
      session: {tool: "nsight-compute", environment: {}},
      problems: []
    };
  }
};
