import type {Reader} from "../reader.ts";
import {plainLine} from "../plain-line.ts";
import {type Centre, centreRecord, goEnvironment} from "./benchstat-units.ts";

const bar = "│";
const centre = /([\d.]+)([a-zµμA-Z]*)(?:\/s)?\s+±\s*(?:\d+%|∞)(?:\s*[¹²³⁴⁵⁶⁷⁸⁹]+)?/g;
const oldHeading = /^name\s+(?:old |)(time\/op|alloc\/op|allocs\/op|speed|\S+\/op)(?:\s+new \S+\s+delta)?\s*$/;

/** `m` is a thousandth, `Ki` 1024, `k` and `K` a thousand. */
const prefixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  µ: 1e-6,
  μ: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3
};
/** Units that older versions write out. */
const oldUnits: Readonly<Record<string, number>> = {
  ns: 1e-9,
  µs: 1e-6,
  μs: 1e-6,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9
};

/**
 * Text of benchstat: `│ old.txt │ new.txt │` over `│ sec/op │ sec/op vs base │`, then `Join-2  323.4n ± 6%  150.3n ± 19%  -53.53% (p=0.002 n=6)`: medians; before 2023
 * `name  old time/op  new time/op  delta`: means. Percentages and `geomean` are no measurements. https://pkg.go.dev/golang.org/x/perf/cmd/benchstat
 */
export const benchstatText: Reader = {
  format: "benchstat-text",
  category: "other",
  detect: ({text, lines}) =>
    (text.includes(bar) && lines.some(isUnits) && /±\s*(?:\d+%|∞)/.test(text)) ||
    (text.startsWith("name ") && /±\s*\d+%/.test(text) && oldHeading.test(lines[0] ?? "")),
  read({path, lines}) {
    const plain = lines.map(plainLine);
    const reported = [...centresOf(plain), ...oldCentresOf(plain)].map(centreRecord);
    return {tables: [], reported, session: {tool: "benchstat", key: path, environment: goEnvironment(lines)}, problems: []};
  }
};

/** `│ sec/op │ sec/op vs base │` */
const isUnits = (line: string) =>
  line.trimStart().startsWith(bar) && line.split(bar).some(cell => /^\S+\/(?:op|s)(?:\s+vs base)?$/.test(cell.trim().slice(0, 100)));

function centresOf(lines: readonly string[]): Centre[] {
  const centres: Centre[] = [];
  let files: string[] = [];
  let units: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trimStart().startsWith(bar)) {
      const cells = line
        .split(bar)
        .slice(1, -1)
        .map(cell => cell.trim());
      const own = cells.map(cell => /^(\S+\/\S+|\S+)(?:\s+vs base)?$/.exec(cell)?.[1] ?? "");
      if (own.some(cell => /^\S+\/(?:op|s)$/.test(cell)) || files.length > 0) units = own;
      else files = cells;
      continue;
    }
    if (line.trim() === "") {
      files = [];
      units = [];
    }
    const [, test = "", rest = ""] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (units.length === 0 || test === "geomean") continue;
    const n = /\bn=(\d+)(?:\+\d+)?\)/.exec(rest)?.[1];
    for (const [column, [, digits = "", prefix = ""]] of [...rest.matchAll(centre)].entries()) {
      const factor = Object.hasOwn(prefixes, prefix) ? prefixes[prefix] : undefined;
      const unit = units[column];
      if (factor === undefined || unit === undefined) continue;
      const value = scaled(Number(digits), factor);
      centres.push({
        place: `L${index + 1}`,
        column,
        test,
        unit,
        value,
        file: files[column] ?? "",
        statistic: "p50",
        n: n === undefined ? undefined : Number(n)
      });
    }
  }
  return centres;
}

const scaled = (value: number, factor: number) => (factor < 1 ? value / Math.round(1 / factor) : value * factor);

function oldCentresOf(lines: readonly string[]): Centre[] {
  const centres: Centre[] = [];
  let unit = "";
  let isCompared = false;
  for (const [index, line] of lines.entries()) {
    const heading = oldHeading.exec(line)?.[1];
    if (heading !== undefined) {
      unit = heading;
      isCompared = line.includes("delta");
      continue;
    }
    const [, test = "", rest = ""] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (unit === "" || test === "" || test.startsWith("[Geo")) continue;
    for (const [column, [, digits = "", written = ""]] of [...rest.matchAll(centre)].entries()) {
      const factor = Object.hasOwn(oldUnits, written)
        ? oldUnits[written]
        : Object.hasOwn(prefixes, written)
          ? prefixes[written]
          : undefined;
      if (factor === undefined || column > 1) continue;
      const file = isCompared ? (column === 0 ? "old" : "new") : "";
      centres.push({
        place: `L${index + 1}`,
        column,
        test,
        unit,
        value: scaled(Number(digits), factor),
        file,
        statistic: "mean",
        n: undefined
      });
    }
  }
  return centres;
}
