import type {NoteInput} from "../../contracts/index.ts";
import type {Reader, ReaderInput, ReportedDraft} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";
import {derivedMetric, perfEvent, perfMetric} from "./perf-events.ts";

/** One counter of a report for programs; fields as written. */
export interface PerfCounter {
  place: string;
  /** Seconds since the start, with `-I`. */
  interval: string | undefined;
  value: string;
  unit: string;
  event: string;
  /** What perf derives itself: `1.62`, `insn per cycle`. */
  derived: {value: string; words: string; place: string} | undefined;
}

const row =
  /^(?:\s*(\d+\.\d{6,})[,;|\t])?(?:(?:S\d+(?:-D\d+)?(?:-L\d+)?(?:-C\d+)?|CPU\d+|N\d+)[,;|\t](?:\d+[,;|\t])?)?(\d+(?:\.\d+)?|<not (?:counted|supported)>)([,;|\t])(msec|Joules|ns|)\3([A-Za-z][\w./:=-]*)\3(.*)$/;

/**
 * `perf stat -x,`: a line per counter, without the command: `1234,,instructions:u,1000123,100.00,1.62,insn per cycle`. With `-I` the time stands before each line and
 * the counts are of that interval. https://man7.org/linux/man-pages/man1/perf-stat.1.html (CSV FORMAT)
 */
export const perfStatCsv: Reader = {
  format: "perf-stat-csv",
  category: "system",
  detect: ({lines}) => {
    const filled = lines.slice(0, 200).filter(line => line.trim() !== "" && !line.startsWith("#"));
    return filled.length > 0 && filled.filter(line => row.test(line)).length >= filled.length * 0.6;
  },
  read: input =>
    readCounters(
      input,
      input.lines.flatMap((line, index) => counterOf(line, `L${index + 1}`))
    )
};

function counterOf(line: string, place: string): PerfCounter[] {
  const [, interval, value, separator = ",", unit = "", event = "", rest = ""] = row.exec(line) ?? [];
  if (value === undefined) return [];
  const cells = rest.split(separator);
  const words = cells.findLast(cell => /[a-z]/i.test(cell));
  const derived = words === undefined ? undefined : cells[cells.lastIndexOf(words) - 1];
  return [
    {
      place,
      interval,
      value,
      unit,
      event,
      derived: words === undefined || derived === undefined ? undefined : {value: derived, words, place}
    }
  ];
}

/** Stated values of counters; what was not counted is not measured. An event that returns is told apart by its time or its number. */
export function readCounters({path}: ReaderInput, counters: readonly PerfCounter[]): ReturnType<Reader["read"]> {
  const problems: NoteInput[] = [];
  const uses = new Map<string, number>();
  const reported = counters.flatMap(({place, interval, value, unit, event, derived}): ReportedDraft[] => {
    if (value.startsWith("<")) return [];
    const {name, labels} = perfEvent(event);
    const key = `${interval ?? ""} ${event}`;
    uses.set(key, (uses.get(key) ?? 0) + 1);
    const block = uses.get(key) ?? 1;
    const own = {
      ...labels,
      ...(interval === undefined ? {} : {"x.interval_end": Number(interval)}),
      ...(block === 1 ? {} : {"x.block": block})
    };
    const behind = derived === undefined ? undefined : derivedMetric(derived.words);
    return [
      ...statedRecord(
        {...perfMetric(name, unit), part: place, labels: own, over: "samples", fields: [["value", place, value]]},
        path,
        problems
      ),
      ...(derived === undefined || behind === undefined
        ? []
        : statedRecord(
            {...behind, part: `${place} #`, labels: own, over: "samples", fields: [["value", derived.place, derived.value]]},
            path,
            problems
          ))
    ];
  });
  return {tables: [], reported, session: {tool: "perf stat", key: path, environment: {}}, problems};
}
