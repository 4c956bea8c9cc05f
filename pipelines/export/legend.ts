import type {Block} from "../../agents/contracts/index.ts";

/** Labels of the series in the order of their colours; none where the axis says what is drawn. */
export function legendOf({kind, series}: Extract<Block, {type: "chart"}>): string[] {
  return series.length > 1 || kind === "points" ? series.map(({label}) => label) : [];
}
