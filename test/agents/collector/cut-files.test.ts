import {describe, expect, it} from "vitest";
import {type ArtifactReading, readArtifact} from "../../../agents/collector/artifact-reading.ts";
import {genericReaders} from "../../../agents/collector/readers/generic.ts";
import {readers} from "../../../agents/collector/readers/index.ts";
import {seeded} from "../../support/mutations.ts";
import {fixtureFiles} from "../../support/read-artifact.ts";

/** What only a later line says: that a time is below the resolution, that a sample repeats others, which decimal sign counts, whose the rest is. */
const toldLater = new Set([
  "hyperfine-console/with-failure.console.txt",
  "jmeter-csv/results.jtl",
  "perf-stat/two-runs.txt",
  "sysstat-json/iostat.json"
]);
const files = readers.flatMap(({format}) => fixtureFiles(format)).filter(({path}) => !toldLater.has(path));
const read = (path: string, text: string) => readArtifact(path, Buffer.from(text), {dedicated: readers, generic: genericReaders});

describe("a file cut behind any of its lines", () => {
  it.each(files)("gives no value that the whole does not: $path", async ({path, text}) => {
    const whole = new Set(valuesOf(await read(path, text)));
    const random = seeded(text.length);
    const lines = text.split("\n");
    for (let count = 0; count < 4; count += 1) {
      const cut = `${lines.slice(0, 1 + Math.floor(random() * lines.length)).join("\n")}\n`;
      const own = await read(path, cut);
      expect(
        valuesOf(own).filter(value => !whole.has(value)),
        `${cut.split("\n").length - 1} lines, ${own.format}`
      ).toEqual([]);
    }
  });
});

/** Every measured number with its unit. */
function valuesOf({tables, reported, others = []}: ArtifactReading): string[] {
  const all = [{tables, reported}, ...others];
  const cells = all.flatMap(part =>
    part.tables.flatMap(({columns}) =>
      columns.flatMap(({unit, values}) => (Array.isArray(values) ? values : []).map(value => `${value} ${unit}`))
    )
  );
  const stated = all.flatMap(part => part.reported.flatMap(({unit, statistics}) => statistics.map(({value}) => `${value} ${unit}`)));
  return [...cells, ...stated].filter(value => !value.startsWith("null "));
}
