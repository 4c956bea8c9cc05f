import Papa from "papaparse";
import {plainNumber} from "../quantity.ts";
import type {Reader} from "../reader.ts";
import {type Centre, centreRecord, goEnvironment} from "./benchstat-units.ts";

/**
 * `benchstat -format csv`: blocks of `,old.txt,,new.txt,,,` over `,sec/op,CI,sec/op,CI,vs base,P`, a benchmark a line. Medians in base units; `geomean` is no
 * benchmark, `vs base` follows from the medians. https://pkg.go.dev/golang.org/x/perf/cmd/benchstat
 */
export const benchstatCsv: Reader = {
  format: "benchstat-csv",
  category: "other",
  detect: ({text}) => /^,[^,\n]+,CI(?:,|\r?$)/m.test(text),
  read({path, lines}) {
    const reported = centresOf(lines).map(centreRecord);
    return {tables: [], reported, session: {tool: "benchstat", key: path, environment: goEnvironment(lines)}, problems: []};
  }
};

function centresOf(lines: readonly string[]): Centre[] {
  const centres: Centre[] = [];
  let files: readonly string[] = [];
  let units: readonly string[] = [];
  for (const [index, line] of lines.entries()) {
    const cells = Papa.parse<string[]>(line, {delimiter: ","}).data[0] ?? [];
    const [test = "", ...rest] = cells;
    if (cells.length < 2) units = [];
    else if (test === "" && rest[1] === "CI") units = rest;
    else if (test === "") {
      files = rest;
      units = [];
    } else if (test !== "geomean" && units.length > 0) {
      const n = /n=(\d+)$/.exec(cells.at(-1) ?? "")?.[1];
      for (const [column, unit] of units.entries()) {
        const value = plainNumber(rest[column]);
        if (units[column + 1] !== "CI" || value === undefined) continue;
        const file = files[column] ?? "";
        centres.push({
          place: `L${index + 1}`,
          column,
          test,
          unit,
          value,
          file,
          statistic: "p50",
          n: n === undefined ? undefined : Number(n)
        });
      }
    }
  }
  return centres;
}
