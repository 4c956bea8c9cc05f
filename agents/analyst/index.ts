export {analystVersion, analyze} from "./analyze.ts";
export {compareCells, type MeasuredCell, type ScoredCell, scoreCell} from "./comparison/compare-cells.ts";
