import type {NoteInput} from "../../contracts/index.ts";
import {writtenUnit} from "../../contracts/index.ts";
import {markdownTables} from "../../markdown-tables.ts";
import type {Reader} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";

const heading = /^\|\s*Command\s*\|\s*Mean \[(ns|us|µs|ms|s)\]\s*\|\s*Min \[/m;

/**
 * `hyperfine --export-markdown`: `| Command | Mean [ms] | Min [ms] | Max [ms] | Relative |`, mean ± deviation, rounded. Exit codes are not in it, and times that
 * are shown as 0 are below the resolution. https://github.com/sharkdp/hyperfine
 */
export const hyperfineMarkdown: Reader = {
  format: "hyperfine-markdown",
  category: "other",
  detect: ({text}) => heading.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const tables = markdownTables(lines).filter(({header}) => header[0] === "Command" && /^Mean \[/.test(header[1] ?? ""));
    const reported = tables.flatMap(({header, rows}) => {
      const unit = writtenUnit(/\[(.+)\]/.exec(header[1] ?? "")?.[1] ?? "");
      return rows.flatMap(({line, cells}) => {
        const place = `L${line}`;
        const [mean, deviation] = (cells[1] ?? "").split("±").map(part => part.trim());
        const at = (name: string) => cells[header.findIndex(title => title.startsWith(`${name} [`))];
        return statedRecord(
          {
            metric: "latency",
            part: place,
            per: unit?.unit === "s" ? 1 / unit.factor : Number.NaN,
            labels: {command: (cells[0] ?? "").replace(/^`+\s?|\s?`+$/g, "").replaceAll("\\|", "|")},
            over: "samples",
            fields: [
              ["mean", place, mean],
              ["std", place, deviation],
              ["min", place, at("Min")],
              ["max", place, at("Max")]
            ]
          },
          path,
          problems
        );
      });
    });
    return {tables: [], reported, session: {tool: "hyperfine", key: path, environment: {}}, problems};
  }
};
