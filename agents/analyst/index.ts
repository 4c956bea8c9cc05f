export {analystVersion, analyze} from "./analyze.ts";
export {gateOf, gateResult} from "./history/gate.ts";
export {type HistoryOptions, historyOf, historyVersion} from "./history/history.ts";
export {type RunName, runSeriesOf} from "./history/run-series.ts";
