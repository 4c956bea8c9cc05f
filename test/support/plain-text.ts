import type {Report} from "../../agents/contracts/index.ts";
import {spansOf} from "../../agents/writer/index.ts";

/** All words of a report, without style. */
export const plainText = (report: Report): string =>
  spansOf(report)
    .map(({text}) => text)
    .join("");
