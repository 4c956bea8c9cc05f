export {analystVersion, analyze} from "./analyze.ts";
export {allCauses} from "./causes.ts";
export {type Explained, explain} from "./explain.ts";
