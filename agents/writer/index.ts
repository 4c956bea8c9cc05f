export {type HistoryPart, historyPart, ratioFact, subjectOf} from "./history.ts";
export {shownSeries} from "./shown-series.ts";
export {spansOf, unboundDigits} from "./unbound-digits.ts";
export {type WriteOptions, write, writerVersion} from "./write.ts";
