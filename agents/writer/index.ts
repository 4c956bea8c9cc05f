export {spansOf, unboundDigits} from "./unbound-digits.ts";
export {type WriteOptions, write, writerVersion} from "./write.ts";
export type {SentenceTexts} from "./comparison/texts.ts";
export {writeComparison, type WriteComparisonOptions} from "./comparison/write-comparison.ts";
