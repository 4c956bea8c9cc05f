import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {decode} from "../../../agents/collector/decode.ts";
import {eightBit} from "../../support/eight-bit.ts";

const table = "модель;скорость, ток/с\nгемма;12,5\nлама;7,25\n";
const log = "Ошибка: превышено время ожидания ответа сервера\n";

const withBytes = (text: string, encoding: "utf16le" | "latin1") => Buffer.from(text, encoding);
const bigEndian = (text: string) => withBytes(text, "utf16le").swap16();

describe("decode", () => {
  it.each([
    ["windows-1251", table],
    ["windows-1251", log],
    ["ibm866", table],
    ["ibm866", log],
    ["koi8-r", table],
    ["koi8-r", log]
  ])("reads Cyrillic text in %s", async (encoding, text) => {
    expect(await decode(eightBit(text, encoding))).toEqual({text, encoding});
  });

  it("takes single signs above ASCII for Latin, not for letters", async () => {
    const bytes = withBytes("temp;45 °C\nwait;12 µs\n", "latin1");
    expect(await decode(bytes)).toEqual({text: "temp;45 °C\nwait;12 µs\n", encoding: "windows-1252"});
  });

  it("takes the BOM away", async () => {
    expect(await decode(Buffer.from("\uFEFFa,b\n1,2\n"))).toEqual({text: "a,b\n1,2\n", encoding: "utf-8"});
  });

  it.each([
    ["little endian with BOM", Buffer.concat([Buffer.from([0xff, 0xfe]), withBytes(table, "utf16le")]), "utf-16le"],
    ["big endian with BOM", Buffer.concat([Buffer.from([0xfe, 0xff]), bigEndian(table)]), "utf-16be"],
    ["little endian without BOM", withBytes(table, "utf16le"), "utf-16le"],
    ["big endian without BOM", bigEndian("model,tokens_s\ngemma,12.5\n"), "utf-16be"]
  ])("reads UTF-16, %s", async (_, bytes, encoding) => {
    const decoded = await decode(bytes);
    expect(decoded?.encoding).toBe(encoding);
    expect(decoded?.text).toBe(encoding === "utf-16be" && bytes[0] !== 0xfe ? "model,tokens_s\ngemma,12.5\n" : table);
  });

  it("reads UTF-16 that was written as UTF-8 once more", async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), withBytes("==ERROR== the argument\n", "utf16le")]);
    const twice = Buffer.from(utf16.toString("latin1"), "utf8");
    expect([...twice.subarray(0, 6)]).toEqual([0xc3, 0xbf, 0xc3, 0xbe, 0x3d, 0x00]);
    expect(await decode(twice)).toEqual({text: "==ERROR== the argument\n", encoding: "utf-16le"});
  });

  it("unpacks gz whatever the name, and says so", async () => {
    expect(await decode(gzipSync(table))).toEqual({text: table, encoding: "utf-8+gzip"});
    expect(await decode(gzipSync(eightBit(table, "windows-1251")))).toEqual({text: table, encoding: "windows-1251+gzip"});
  });

  it("throws the code of a gz that is cut", async () => {
    await expect(decode(gzipSync(table).subarray(0, 20))).rejects.toMatchObject({code: "gzip-broken"});
  });

  it("keeps UTF-8 whose last character is cut", async () => {
    const cut = Buffer.from("скорость 12 тыс").subarray(0, -1);
    expect((await decode(cut))?.encoding).toBe("utf-8");
  });

  it.each([
    ["PNG", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52])],
    ["a GGUF head", Buffer.concat([Buffer.from("GGUF"), Buffer.from([3, 0, 0, 0, 0x22, 1, 0, 0, 0, 0, 0, 0, 0x19])])],
    ["noise", Buffer.from(Array.from({length: 2000}, (_, index) => (index * 7919) % 256))],
    ["control characters", Buffer.from("\u0001\u0002\u0003abc\u0004\u0005")]
  ])("calls %s binary", async (_, bytes) => {
    expect(await decode(bytes)).toBeUndefined();
  });

  it("does not call colours and progress bars binary", async () => {
    expect((await decode(Buffer.from("\u001b[32mok\u001b[0m\r 50%\b\b\b100%\n")))?.encoding).toBe("utf-8");
  });

  it("leaves the form of Unicode alone", async () => {
    expect((await decode(Buffer.from("й".normalize("NFD"))))?.text).toBe("й".normalize("NFD"));
  });
});
