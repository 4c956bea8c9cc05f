export {type Cited, changeRow, gateSentence, subjectOf} from "./change-row.ts";
export {documentWords} from "./document-words.ts";
export {type HistoryPart, historyPart} from "./history.ts";
export {type ShownSeries, shownSeries} from "./shown-series.ts";
export {spansOf, unboundDigits} from "./unbound-digits.ts";
export {type WriteOptions, write, writerVersion} from "./write.ts";
