export type {ModelUse} from "./model-use.ts";
export {type Reworded, reword} from "./reword.ts";
export {type Statement, statementsOf} from "./statements.ts";
export {spansOf, unboundDigits} from "./unbound-digits.ts";
export {rewordable, type WriteOptions, write, writerVersion} from "./write.ts";
export type {SentenceTexts} from "./comparison/texts.ts";
export {writeComparison, type WriteComparisonOptions} from "./comparison/write-comparison.ts";
