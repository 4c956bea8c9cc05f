export {spansOf, unboundDigits} from "./unbound-digits.ts";
export {type WriteOptions, write, writerVersion} from "./write.ts";
