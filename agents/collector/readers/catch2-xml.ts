import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";

/**
 * `--reporter xml` of Catch2: `<BenchmarkResults name="fib 20" samples="100" …>` with `<mean value= lowerBound= upperBound= ci=>` and `<standardDeviation value=>`, all in
 * nanoseconds. https://github.com/catchorg/Catch2/blob/devel/docs/reporters.md
 */
export const catch2Xml: Reader = {
  format: "catch2-xml",
  category: "other",
  detect: ({text}) => /<BenchmarkResults\s[^>]*\bsamples="/.test(text) && /<mean\s[^>]*\bvalue="/.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const reported = benchmarksOf(lines).flatMap(({place, labels, samples, fields}) =>
      statedRecord({metric: "time_per_op", per: 1e9, part: place, labels, over: "samples", n: samples, fields}, path, problems)
    );
    return {tables: [], reported, session: {tool: "Catch2", key: path, environment: {}}, problems};
  }
};

interface Benchmark {
  place: string;
  labels: Labels;
  samples: number | undefined;
  fields: StatedField[];
}

/** Elements in the order of the file; each value at the line of its attribute. */
function benchmarksOf(lines: readonly string[]): Benchmark[] {
  const found: Benchmark[] = [];
  let scope: string | undefined;
  let open: Benchmark | undefined;
  for (const [index, line] of lines.entries()) {
    const at = `L${index + 1}`;
    for (const [, tag = "", attributes = ""] of line.matchAll(/<(\/?\w+)\b([^>]*)>/g)) {
      const attribute = (name: string) => unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]);
      if (tag === "TestCase") scope = attribute("name");
      if (tag === "/BenchmarkResults") open = undefined;
      if (tag === "BenchmarkResults") {
        const labels = {...(scope === undefined ? {} : {scope}), test: attribute("name") ?? ""};
        open = {place: at, labels, samples: Number(attribute("samples")) || undefined, fields: []};
        found.push(open);
      }
      const bounds: StatedField[] = [
        ["ci95_low", `${at}:lowerBound`, attribute("lowerBound")],
        ["ci95_high", `${at}:upperBound`, attribute("upperBound")]
      ];
      if (tag === "mean")
        open?.fields.push(["mean", `${at}:value`, attribute("value")], ...(Number(attribute("ci")) === 0.95 ? bounds : []));
      if (tag === "standardDeviation") open?.fields.push(["std", `${at}:value`, attribute("value")]);
    }
  }
  return found;
}

const unescaped = (text: string | undefined) =>
  text?.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&apos;", "'").replaceAll("&amp;", "&");
