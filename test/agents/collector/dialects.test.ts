import {gzipSync} from "node:zlib";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {collect} from "../../../agents/collector/index.ts";
import {eightBit} from "../../support/eight-bit.ts";
import {memoryFiles} from "../../support/memory-files.ts";

const encodings: Record<string, (text: string) => Uint8Array> = {
  "UTF-8": text => Buffer.from(text),
  "UTF-8 with BOM": text => Buffer.from(`\ufeff${text}`),
  "UTF-16 with BOM": text => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16 without BOM": text => Buffer.from(text, "utf16le"),
  "windows-1251": text => eightBit(text, "windows-1251"),
  ibm866: text => eightBit(text, "ibm866"),
  gzip: text => gzipSync(text)
};

const dialect = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  decimal: fc.constantFrom(".", ","),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  isQuoted: fc.boolean(),
  endsOpen: fc.boolean(),
  encoding: fc.constantFrom(...Object.keys(encodings))
});

/** Tenths with two more digits, so that no comma can be taken for one of thousands. */
const rows = fc.array(
  fc.tuple(fc.constantFrom("модель раз", "модель два"), fc.integer({min: 1, max: 9999}), fc.integer({min: 1, max: 9999})),
  {
    minLength: 4,
    maxLength: 12
  }
);

type Rows = readonly (readonly [string, number, number])[];

function written(
  table: Rows,
  {delimiter, decimal, lineEnd, isQuoted, endsOpen}: typeof dialect extends fc.Arbitrary<infer D> ? D : never
): string {
  const number = (value: number) => (value + 0.25).toFixed(2).replace(".", decimal);
  const cell = (text: string) => (isQuoted || text.includes(delimiter) ? `"${text}"` : text);
  const lines = [["model", "latency_ms", "decode_tok_s"], ...table.map(([model, latency, rate]) => [model, number(latency), number(rate)])];
  return lines.map(line => line.map(cell).join(delimiter)).join(lineEnd) + (endsOpen ? "" : lineEnd);
}

describe("a table", () => {
  it("gives the same evidence in any delimiter, decimal sign, line end, quoting and encoding", async () => {
    await fc.assert(
      fc.asyncProperty(rows, dialect, async (table, form) => {
        const bytes = encodings[form.encoding]!(written(table, form));
        const {measurements} = await collect({}, {files: memoryFiles({"x.csv": bytes})});
        const models = new Set(table.map(([model]) => model));
        expect(
          measurements.map(({rows: count, columns, subject, factors}) => ({count, columns, subject, levels: factors[0]?.levels}))
        ).toEqual([
          {
            count: table.length,
            columns: [
              expect.objectContaining({metric: "latency", unit: "s", values: table.map(([, latency]) => (latency + 0.25) / 1000)}),
              expect.objectContaining({metric: "decode_throughput", unit: "tok/s", values: table.map(([, , rate]) => rate + 0.25)})
            ],
            subject: models.size === 1 ? {model: table[0]![0]} : {},
            levels: models.size === 1 ? undefined : [...models]
          }
        ]);
      }),
      {numRuns: 150}
    );
  });
});
