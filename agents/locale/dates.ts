import type {LocaleWords} from "./words.ts";

type DateWords = LocaleWords["date"];

/** Day of an ISO date in words: «25 ноября 2026 г.». */
export function dayInWords(words: DateWords, iso: string): string {
  const {day, month, year} = partsOf(words, iso);
  return filled(words.day, {day, month, year});
}

/** Period between two instants (ISO, UTC); what both ends share is said once. */
export function periodInWords(words: DateWords, from: string, to: string): string {
  const [first, last] = [partsOf(words, from), partsOf(words, to)];
  if (from.slice(0, 10) === to.slice(0, 10)) {
    if (first.time === "" || last.time === "") return dayInWords(words, from);
    const date = dayInWords(words, from);
    return first.time === last.time
      ? filled(words.instant, {date, start: first.time})
      : filled(words.sameDay, {date, start: first.time, end: last.time});
  }
  const both = {day: first.day, month: first.month, year: last.year, lastDay: last.day, lastMonth: last.month};
  if (from.slice(0, 7) === to.slice(0, 7)) return filled(words.sameMonth, both);
  if (first.year === last.year) return filled(words.sameYear, both);
  return filled(words.period, {first: dayInWords(words, from), last: dayInWords(words, to)});
}

function partsOf(words: DateWords, iso: string): {day: string; month: string; year: string; time: string} {
  const [year = "", month = "", day = ""] = iso.slice(0, 10).split("-");
  return {day: String(Number(day)), month: words.months[Number(month) - 1] ?? "", year, time: iso.slice(11, 16)};
}

/** A pattern with its `{name}` places filled; places without a value stay empty. */
export const filled = (pattern: string, values: Readonly<Record<string, string>>): string =>
  pattern.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
