import {z} from "zod";
import type {Reader} from "../reader.ts";

/** Export of an inference monitor that saw no inference (`"total_inferences": 0`): understood, and empty. */
export const mlMetrics: Reader = {
  format: "ml-metrics",
  category: "inference",
  detect: ({text, documents}) =>
    text.includes('"total_inferences"') && documents.length === 1 && emptySchema.safeParse(documents[0]?.value).success,
  read({path}) {
    return {
      tables: [],
      reported: [],
      session: {tool: "ml-metrics", environment: {}},
      problems: [],
      remarks: [{code: "no-inferences", values: {}, source: {artifact: path, at: "/total_inferences"}}]
    };
  }
};

/** With inferences the file is of a make that nobody has seen: it goes to the generic readers. */
const emptySchema = z.looseObject({total_inferences: z.literal(0), raw_metrics: z.array(z.unknown()).length(0)});
