export {analystVersion, analyze} from "./analyze.ts";
export {random} from "./statistics/random.ts";
export {compareCells, type MeasuredCell, type ScoredCell, scoreCell} from "./comparison/compare-cells.ts";
export {allCauses} from "./causes.ts";
export {type Explained, explain} from "./explain.ts";
export {gateOf, gateResult} from "./history/gate.ts";
export {type HistoryOptions, historyOf, historyVersion} from "./history/history.ts";
export {orderOfRuns} from "./history/order.ts";
export {type RunName, runSeriesOf} from "./history/run-series.ts";
