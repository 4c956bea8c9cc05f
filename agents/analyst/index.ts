export {analystVersion, analyze} from "./analyze.ts";
export {compareCells, type MeasuredCell} from "./comparison/compare-cells.ts";
