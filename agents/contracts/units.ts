import type {Unit} from "./words.ts";

/** How values in a written unit become base units: `base = written * factor`. */
export interface WrittenUnit {
  unit: Unit;
  factor: number;
}

const table: Readonly<Record<string, WrittenUnit>> = {
  ns: {unit: "s", factor: 1e-9},
  us: {unit: "s", factor: 1e-6},
  µs: {unit: "s", factor: 1e-6},
  μs: {unit: "s", factor: 1e-6},
  ms: {unit: "s", factor: 1e-3},
  msec: {unit: "s", factor: 1e-3},
  s: {unit: "s", factor: 1},
  sec: {unit: "s", factor: 1},
  secs: {unit: "s", factor: 1},
  seconds: {unit: "s", factor: 1},
  min: {unit: "s", factor: 60},
  minutes: {unit: "s", factor: 60},
  h: {unit: "s", factor: 3600},
  b: {unit: "B", factor: 1},
  bytes: {unit: "B", factor: 1},
  kb: {unit: "B", factor: 1e3},
  mb: {unit: "B", factor: 1e6},
  gb: {unit: "B", factor: 1e9},
  kib: {unit: "B", factor: 1024},
  mib: {unit: "B", factor: 1024 ** 2},
  gib: {unit: "B", factor: 1024 ** 3},
  "b/s": {unit: "B/s", factor: 1},
  "kb/s": {unit: "B/s", factor: 1e3},
  "mb/s": {unit: "B/s", factor: 1e6},
  "gb/s": {unit: "B/s", factor: 1e9},
  "kib/s": {unit: "B/s", factor: 1024},
  "mib/s": {unit: "B/s", factor: 1024 ** 2},
  "gib/s": {unit: "B/s", factor: 1024 ** 3},
  "tok/s": {unit: "tok/s", factor: 1},
  "tokens/s": {unit: "tok/s", factor: 1},
  "tokens/sec": {unit: "tok/s", factor: 1},
  "token/s": {unit: "tok/s", factor: 1},
  "t/s": {unit: "tok/s", factor: 1},
  "req/s": {unit: "req/s", factor: 1},
  "requests/s": {unit: "req/s", factor: 1},
  "requests/sec": {unit: "req/s", factor: 1},
  "1/s": {unit: "1/s", factor: 1},
  hz: {unit: "1/s", factor: 1},
  khz: {unit: "1/s", factor: 1e3},
  mhz: {unit: "1/s", factor: 1e6},
  ghz: {unit: "1/s", factor: 1e9},
  w: {unit: "W", factor: 1},
  mw: {unit: "W", factor: 1e-3},
  j: {unit: "J", factor: 1},
  "%": {unit: "fraction", factor: 0.01},
  percent: {unit: "fraction", factor: 0.01},
  x: {unit: "x", factor: 1},
  c: {unit: "°C", factor: 1},
  "°c": {unit: "°C", factor: 1}
};

/** Base unit and factor of a unit as a file writes it (`ms`, `MiB`, `tokens/s`, `%`); undefined for unknown ones. */
export function writtenUnit(text: string): WrittenUnit | undefined {
  const key = text.trim().toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
