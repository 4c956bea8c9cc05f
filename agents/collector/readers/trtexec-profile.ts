import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";

/**
 * `trtexec --exportProfile`: an array that begins with `{"count": n}`, then a mean time and a share of the whole per layer; appended files are arrays in
 * a row, numbered as `x.run`. https://github.com/NVIDIA/TensorRT/tree/main/samples/trtexec
 */
export const trtexecProfile: Reader = {
  format: "trtexec-profile",
  category: "inference",
  detect: ({text, documents}) =>
    text.includes('"averageMs"') && documents.length > 0 && documents.every(({value}) => profileSchema.safeParse(value).success),
  read({path, documents, documentProblems}) {
    const problems: NoteInput[] = [...documentProblems];
    const reported = documents.flatMap(({at, value}, run) => {
      const [{count}, ...layers] = profileSchema.parse(value);
      return layers.flatMap((layer, index) => {
        const part = `${at}/${index + 1}`;
        const labels = {kernel: layer.name, ...(documents.length > 1 ? {"x.run": run + 1} : {})};
        const times: StatedField[] = [
          ["mean", `${part}/averageMs`, layer.averageMs],
          ["p50", `${part}/medianMs`, layer.medianMs],
          ["sum", `${part}/timeMs`, layer.timeMs]
        ];
        return [
          ...statedRecord({metric: "layer_time", per: 1e3, part, labels, over: "samples", n: count, fields: times}, path, problems),
          ...statedRecord(
            {
              metric: "time_share",
              per: 100,
              part: `${part}/percentage`,
              labels,
              n: count,
              fields: [["share", `${part}/percentage`, layer.percentage]]
            },
            path,
            problems
          )
        ];
      });
    });
    return {tables: [], reported, session: {tool: "trtexec", environment: {}}, problems};
  }
};

const number = z.number().nullish();
const layerSchema = z.looseObject({name: z.string(), timeMs: number, averageMs: number, medianMs: number, percentage: number});
const profileSchema = z.tuple([z.looseObject({count: z.int().positive()})], layerSchema);
