export type {ModelUse} from "./model-use.ts";
export {type Reworded, reword} from "./reword.ts";
export {type Statement, statementsOf} from "./statements.ts";
export {spansOf, unboundDigits} from "./unbound-digits.ts";
export {rewordable, type WriteOptions, write, writerVersion} from "./write.ts";
