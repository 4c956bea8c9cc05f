import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {bigRecordsFile} from "../../../agents/collector/big-records-file.ts";
import {bigTableFile} from "../../../agents/collector/big-table-file.ts";
import {type ColumnFiles, filedValues, memoryColumns, mostInline} from "../../../agents/collector/column-files.ts";
import {type ArtifactReading, readArtifact} from "../../../agents/collector/artifact-reading.ts";
import {type ArtifactFiles, collect, largestArtifact} from "../../../agents/collector/index.ts";
import {genericReaders} from "../../../agents/collector/readers/generic.ts";
import {readers} from "../../../agents/collector/readers/index.ts";
import {fixtureText} from "../../support/read-artifact.ts";

const lists = {dedicated: readers, generic: genericReaders};
type Big = typeof bigTableFile | typeof bigRecordsFile;

/** The file's bytes in slices of that size. */
async function inPieces(big: Big, text: string, size: number, files: ColumnFiles = memoryColumns()): Promise<ArtifactReading | undefined> {
  const bytes = Buffer.from(text);
  const plan = await big("x.csv", bytes, files, lists);
  if (plan === undefined) return undefined;
  for (let at = 0; at < bytes.length; at += size) plan.take(bytes.subarray(at, at + size), false);
  plan.take(Buffer.alloc(0), true);
  return plan.reading("id");
}

const whole = (text: string) => readArtifact("x.csv", Buffer.from(text), lists);
const contents = ({tables, problems}: ArtifactReading) => ({tables: tables.map(({warnings: _, ...table}) => table), problems});

describe("a long table of unknown make", () => {
  const table = `model,run,latency_ms,decode_tok_s,status\n${Array.from({length: 300}, (_, row) => `m${row % 2},${row},${row + 1}.${row % 10},${(row * 7) % 100}.25,ok`).join("\n")}\n`;

  it.each([1, 7, 64, 4096, 1_000_000])("gives in pieces of %d bytes what it gives as a whole", async size => {
    expect(contents((await inPieces(bigTableFile, table, size))!)).toEqual(contents(await whole(table)));
  });

  it.each([
    ["CRLF", table.replaceAll("\n", "\r\n")],
    ["a BOM", `\ufeff${table}`],
    ["no last line end", table.trimEnd()],
    ["blank and # lines", table.replaceAll("\nm0,", "\n\n# again\nm0,")],
    ["a repeated header", table.replace("\nm1,151", `\n${table.split("\n", 1)[0]}\nm1,151`)],
    ["lines before the header", `Results of May\n\n${table}`],
    ["semicolons and decimal commas", table.replaceAll(",", ";").replaceAll(".", ",")],
    ["quotes", table.replaceAll(/^(m\d),(\d+),([\d.]+)/gm, '"$1","$2","$3"')],
    ["numbers that are none", table.replace("\nm0,4,5.4,", "\nm0,4,n/a,").replace("\nm1,5,6.5,", "\nm1,5,fast,")],
    ["units in cells", table.replaceAll(/^(m\d,\d+,)([\d.]+)/gm, "$1$2 ms").replace("latency_ms", "latency")],
    ["zeros and negative times", table.replace("\nm0,4,5.4,", "\nm0,4,0,").replace("\nm1,5,6.5,", "\nm1,5,-3,")],
    ["failed attempts", table.replaceAll(",ok\nm1,15", ",failed\nm1,15")],
    ["exponents and long digits", table.replace("5.4", "54e-1").replace("6.5", "6.500000000000000001")]
  ])("is read the same with %s", async (_, text) => {
    const [big, small] = [await inPieces(bigTableFile, text, 1000), await whole(text)];
    expect(contents(big!)).toEqual(contents(small));
  });

  it("keeps a ragged row as one that was not measured, with its place", async () => {
    const big = await inPieces(bigTableFile, table.replace("\nm0,4,", "\nm0,4,,,,,"), 1000);
    expect(big?.problems).toMatchObject([{code: "ragged-row", source: {at: "R5"}}]);
    expect(big?.tables[0]).toMatchObject({rows: 300, places: {prefix: "R", first: 1, step: 1}});
    expect(big?.tables[0]?.columns[0]?.values).toMatchObject({4: null});
  });

  it("is left to the other readers where it must be seen as a whole", async () => {
    for (const text of [
      "{}\n{}\n",
      "model,p50_ms,p99_ms\na,1,2\nb,2,3\n",
      "1,2\n3,4\n5,6\n7,8\n",
      fixtureText("jmeter-csv/results.jtl"),
      "words\n"
    ])
      expect(await inPieces(bigTableFile, text, 1000), text.slice(0, 20)).toBeUndefined();
  });

  it("puts columns of more than 20,000 cells into files, with exact quantiles", async () => {
    const files = memoryColumns();
    const count = mostInline + 1;
    const text = `latency_ms,decode_tok_s\n${Array.from({length: count}, (_, row) => `${((row * 7919) % count) + 1},`).join("\n")}\n`;
    const big = await inPieces(bigTableFile, text, 100_000, files);
    const [column] = big?.tables[0]?.columns ?? [];
    expect(big?.tables[0]?.columns).toHaveLength(1);
    expect(column?.values).toMatchObject({file: "id-1.f64", count, measured: count, min: 0.001, max: count / 1000});
    expect(files.kept.get("id-1.f64")).toHaveLength(count);
    if (column === undefined || Array.isArray(column.values)) throw new Error("no file");
    expect(column.values.quantiles[50]).toBe((mostInline / 2 + 1) / 1000);
    expect(column.values.mean).toBeCloseTo((count + 1) / 2000, 12);
  });
});

describe("exact quantiles of a column in a file", () => {
  const type7 = (sorted: Float64Array, percent: number) => {
    const position = ((sorted.length - 1) * percent) / 100;
    const low = sorted[Math.floor(position)]!;
    return low + (position - Math.floor(position)) * (sorted[Math.ceil(position)]! - low);
  };

  it("are those of the sorted cells, whatever these are", () => {
    const cells = fc.array(fc.oneof(fc.double(), fc.double({min: 0, max: 1}), fc.constant(Number.NaN), fc.integer()), {maxLength: 300});
    fc.assert(
      fc.property(cells, written => {
        const file = memoryColumns().create();
        const finite = written.filter(value => Number.isNaN(value) || Math.abs(value) < 1e150);
        file.append(Float64Array.from(finite));
        const found = filedValues("x", file, finite.length);
        const sorted = Float64Array.from(finite.filter(value => !Number.isNaN(value))).sort();
        if (sorted.length === 0) expect(found).toBeUndefined();
        else
          expect(found?.quantiles.map(value => value + 0)).toEqual(Array.from({length: 101}, (_, percent) => type7(sorted, percent) + 0));
      }),
      {numRuns: 60}
    );
  });

  it("hold for a hundred thousand cells with a few far away", () => {
    const cells = Float64Array.from({length: 100_000}, (_, at) => (at % 9999 === 0 ? 1e12 * at : ((at * 7919) % 100_003) / 7));
    const file = memoryColumns().create();
    file.append(cells);
    const sorted = cells.slice().sort();
    expect(filedValues("x", file, cells.length)?.quantiles).toEqual(Array.from({length: 101}, (_, percent) => type7(sorted, percent)));
  });
});

describe("a long file of records", () => {
  const record = (row: number) => `{"model": "m${row % 2}", "run": ${row}, "latency_ms": ${row + 1.5}, "text": "a]}\\"[{"}`;
  const lines = Array.from({length: 300}, (_, row) => record(row)).join("\n");
  const array = `[\n${Array.from({length: 300}, (_, row) => record(row)).join(",\n")}\n]\n`;
  const latencies = (reading: ArtifactReading | undefined) =>
    reading?.tables.map(({rows, columns, places}) => ({rows, places, values: columns[0]?.values}));

  it.each([1, 13, 1000, 1_000_000])("gives in pieces of %d bytes what it gives as a whole", async size => {
    expect(latencies(await inPieces(bigRecordsFile, lines, size))).toEqual(latencies(await whole(lines)));
    const [ofArray] = latencies(await inPieces(bigRecordsFile, array, size)) ?? [];
    expect(ofArray).toMatchObject({
      rows: 300,
      places: {prefix: "/", first: 0, step: 1},
      values: latencies(await whole(array))?.[0]?.values
    });
  });

  it("is read by the reader of its make, records counted on over the pieces", async () => {
    const line = fixtureText("request-attempts/attempts.jsonl").trimEnd();
    const long = Array.from({length: 4000}, () => line).join("\n");
    const [big, small] = [await inPieces(bigRecordsFile, long, 500_000), await whole(long)];
    expect(long.length).toBeGreaterThan(2 * 1024 ** 2);
    expect(big?.format).toBe("request-attempts");
    expect(big?.tables[0]).toMatchObject({rows: small.tables[0]!.rows, places: {prefix: "#", first: 1, step: 1}});
    expect(big?.tables[0]?.columns.map(({metric}) => metric).sort()).toEqual(small.tables[0]!.columns.map(({metric}) => metric).sort());
    const table = fixtureText("jmeter-csv/headless.jtl");
    expect((await inPieces(bigRecordsFile, table, 1000))?.format).toBe("jmeter-csv");
  });

  it("is none when it is one document, text, or of no make", async () => {
    for (const text of ['{"a": {\n"b": 1}}\n', "just words\n", "<xml>\n</xml>\n", "a,b\nx,y\n"])
      expect(await inPieces(bigRecordsFile, text, 100)).toBeUndefined();
  });
});

describe("files larger than what is read whole", () => {
  const files = (chunks: ArtifactFiles["chunks"]): ArtifactFiles => ({
    list: async () => [{path: "big.csv", bytes: largestArtifact + 1, kind: "file"}],
    read: async () => Buffer.from("not asked for"),
    ...(chunks === undefined ? {} : {chunks})
  });
  const pieces = (...texts: string[]): ArtifactFiles["chunks"] =>
    async function* () {
      for (const text of texts) yield Buffer.from(text);
    };

  it("are read piece by piece when they hold records", async () => {
    const {artifacts, measurements} = await collect({}, {files: files(pieces("model,latency_ms\na,1.5\nb,2", ".5\nc,3.5\n"))});
    expect(artifacts).toMatchObject([{status: "read", format: "generic-csv", sha256: expect.stringMatching(/^[0-9a-f]{64}$/)}]);
    expect(measurements[0]?.columns[0]?.values).toEqual([0.0015, 0.0025, 0.0035]);
  });

  it("are listed as too large when they hold something else, or cannot be opened", async () => {
    const tooLarge = {status: "unreadable", problems: [{code: "too-large"}]};
    expect((await collect({}, {files: files(pieces("\0\0\0\u0001weights"))})).artifacts).toMatchObject([tooLarge]);
    expect((await collect({}, {files: files(undefined)})).artifacts).toMatchObject([tooLarge]);
    const broken: ArtifactFiles["chunks"] = () => ({
      [Symbol.asyncIterator]: () => ({next: async () => Promise.reject(Object.assign(new Error("no"), {code: "EIO"}))})
    });
    expect((await collect({}, {files: files(broken)})).artifacts).toMatchObject([
      {problems: [{code: "cannot-open", values: {reason: "EIO"}}]}
    ]);
  });
});
