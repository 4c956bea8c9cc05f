import type {Reader} from "../reader.ts";
import {optimumConfigLabels, optimumConfigSchema} from "./optimum-config-labels.ts";

/** `benchmark_config.json` of optimum-benchmark: no measurement, but subject, settings and machine of the reports in its folder. */
export const optimumConfig: Reader = {
  format: "optimum-config",
  category: "inference",
  detect: ({text, documents}) =>
    text.includes('"launcher"') && documents.length === 1 && optimumConfigSchema.safeParse(documents[0]?.value).success,
  read({documents}) {
    const {labels, environment} = optimumConfigLabels(optimumConfigSchema.parse(documents[0]?.value));
    return {tables: [], reported: [], session: {tool: "optimum-benchmark", environment, settings: labels}, problems: []};
  }
};
