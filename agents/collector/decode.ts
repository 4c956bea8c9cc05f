import {gunzipSync} from "node:zlib";
import {ArtifactError} from "../contracts/index.ts";

/** `encoding`: WHATWG name in lower case (`utf-8`, `windows-1251`), with `+gzip` when it was packed. */
export interface Decoded {
  text: string;
  encoding: string;
}

/** Largest artifact that is read, packed or not. */
export const largestArtifact = 64 * 1024 ** 2;

const sampleBytes = 64 * 1024;

/** BS, TAB, LF, VT, FF, CR, ESC: progress bars and colours use them. */
const textControls: ReadonlySet<number> = new Set([8, 9, 10, 11, 12, 13, 27]);

/**
 * Text of an artifact without BOM: gz by magic, BOM, UTF-16 also without BOM or re-encoded as UTF-8, strict UTF-8, then the
 * 8-bit encodings that benchmark files are met in (windows-1251, ibm866, koi8-r, windows-1252). Undefined for binary content.
 * Colour codes and the form of Unicode stay as they are.
 * @throws ArtifactError for a broken or too large gz.
 */
export async function decode(bytes: Uint8Array): Promise<Decoded | undefined> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return decodePlain(bytes);
  const decoded = await decodePlain(unpacked(bytes));
  return decoded === undefined ? undefined : {...decoded, encoding: `${decoded.encoding}+gzip`};
}

function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, {maxOutputLength: largestArtifact});
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new ArtifactError("too-large", "", `the unpacked text is larger than ${largestArtifact} bytes`, {
        limit: String(largestArtifact)
      });
    }
    throw new ArtifactError("gzip-broken", "", `the gz stream cannot be unpacked (${code}); pack the file again`, {reason: code});
  }
}

async function decodePlain(bytes: Uint8Array): Promise<Decoded | undefined> {
  const marked = byMark(bytes);
  if (marked !== undefined) return marked;
  const wide = wideWithoutMark(bytes);
  if (wide !== undefined) return wide;
  const utf8 = strictUtf8(bytes);
  if (utf8 !== undefined) return isBinary(utf8) ? undefined : {text: utf8, encoding: "utf-8"};
  if (bytes.subarray(0, sampleBytes).includes(0)) return undefined;
  const encoding = await eightBitEncoding(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  return isBinary(text) ? undefined : {text, encoding};
}

function byMark(bytes: Uint8Array): Decoded | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return {text: new TextDecoder("utf-8").decode(bytes), encoding: "utf-8"};
  if (first === 0xff && second === 0xfe) return {text: new TextDecoder("utf-16le").decode(bytes), encoding: "utf-16le"};
  if (first === 0xfe && second === 0xff) return {text: new TextDecoder("utf-16be").decode(bytes), encoding: "utf-16be"};
  const isLittle = first === 0xc3 && second === 0xbf && third === 0xc3 && fourth === 0xbe;
  const isBig = first === 0xc3 && second === 0xbe && third === 0xc3 && fourth === 0xbf;
  return isLittle || isBig ? twiceEncoded(bytes, isLittle ? "utf-16le" : "utf-16be") : undefined;
}

/** UTF-16 whose bytes were taken for characters and written as UTF-8: every code point is one byte of the original. */
function twiceEncoded(bytes: Uint8Array, encoding: string): Decoded {
  const characters = new TextDecoder("utf-8").decode(bytes);
  return {text: new TextDecoder(encoding).decode(Buffer.from(characters, "latin1")), encoding};
}

/** UTF-16 without BOM shows by its zero bytes: many on one side of the pairs, hardly any on the other. */
function wideWithoutMark(bytes: Uint8Array): Decoded | undefined {
  const sample = bytes.subarray(0, Math.min(bytes.length, sampleBytes) & ~1);
  if (sample.length < 4 || !sample.includes(0)) return undefined;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < sample.length; at += 2) {
    if (sample[at] === 0) even += 1;
    if (sample[at + 1] === 0) odd += 1;
  }
  const pairs = sample.length / 2;
  const encoding =
    odd > pairs * 0.05 && even <= odd * 0.02 ? "utf-16le" : even > pairs * 0.05 && odd <= even * 0.02 ? "utf-16be" : undefined;
  if (encoding === undefined) return undefined;
  const usual = new TextDecoder(encoding).decode(sample).match(/[\t\n\r\u0020-\u024f\u0370-\u052f\u2000-\u22ff]/g)?.length ?? 0;
  return usual >= pairs * 0.95 ? {text: new TextDecoder(encoding).decode(bytes), encoding} : undefined;
}

/** A last character that was cut is no reason to doubt the encoding, if the text has whole ones of the kind. */
function strictUtf8(bytes: Uint8Array): string | undefined {
  const whole = fatalUtf8(bytes);
  if (whole !== undefined) return whole;
  for (let cut = 1; cut <= 3; cut += 1) {
    const byte = bytes[bytes.length - cut] ?? 0;
    if (byte < 0x80) return undefined;
    if (byte < 0xc0) continue;
    const text = fatalUtf8(bytes.subarray(0, bytes.length - cut));
    return text !== undefined && /[\u0080-\uffff]/.test(text) ? text : undefined;
  }
  return undefined;
}

function fatalUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", {fatal: true}).decode(bytes);
  } catch {
    return undefined;
  }
}

function isBinary(text: string): boolean {
  const sample = text.slice(0, sampleBytes);
  if (sample.includes("\0")) return true;
  let controls = 0;
  for (let at = 0; at < sample.length; at += 1) {
    const code = sample.charCodeAt(at);
    if (code < 32 ? !textControls.has(code) : code === 127) controls += 1;
  }
  return controls > sample.length * 0.05;
}

/** Single signs such as ° ± µ tell no language: they are Latin. Runs of them are letters, which jschardet tells apart. */
async function eightBitEncoding(bytes: Uint8Array): Promise<string> {
  const sample = linesWithLetters(bytes);
  if (sample.length === 0) return "windows-1252";
  const {detect} = await import("jschardet");
  const found = detect(sample, {detectEncodings: ["windows-1251", "IBM866", "KOI8-R", "windows-1252"], minimumThreshold: 0});
  return found.encoding === null ? "windows-1252" : found.encoding.toLowerCase();
}

/** The lines that hold two neighbouring bytes above 0x7f, up to 32 kB. */
function linesWithLetters(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let start = 0; start < bytes.length && size < 32 * 1024; ) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(start, Math.min(end, start + 4096));
    if (line.some((byte, at) => byte > 0x7f && (line[at + 1] ?? 0) > 0x7f)) {
      parts.push(line);
      size += line.length;
    }
    start = end;
  }
  return Buffer.concat(parts);
}
