export {analystVersion, analyze} from "./analyze.ts";
