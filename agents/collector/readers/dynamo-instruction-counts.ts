import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";

const line = /^([\w.-]+),(\w*instruction_count),(\d+(?:\.\d+)?)(?:,(\d*\.?\d+))?$/;

/**
 * Instruction counts of PyTorch's `pr_time_benchmarks` without header: `benchmark,metric,count`, and with a fourth column, the noise allowed, the counts that CI
 * expects (targets). Places are lines. https://github.com/pytorch/pytorch/tree/main/benchmarks/dynamo/pr_time_benchmarks
 */
export const dynamoInstructionCounts: Reader = {
  format: "dynamo-instruction-counts",
  category: "compilation",
  detect: ({text}) =>
    text.slice(0, 4000).includes("instruction_count,") &&
    text
      .slice(0, 4000)
      .split(/\r?\n/)
      .slice(0, 10)
      .filter(written => written.trim() !== "")
      .every(written => line.test(written)),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const reported = lines.flatMap((text, index) => {
      const [, test = "", , count, noise] = line.exec(text.trim()) ?? [];
      const part = `L${index + 1}`;
      if (count === undefined) {
        if (text.trim() !== "") problems.push({code: "unknown-record", values: {}, source: {artifact: path, at: part}});
        return [];
      }
      const labels = {test, ...(noise === undefined ? {} : {"x.noise_margin": Number(noise)})};
      const role = noise === undefined ? ("measured" as const) : ("target" as const);
      return statedRecord({metric: "instruction_count", role, part, labels, fields: [["value", part, count]]}, path, problems);
    });
    return {tables: [], reported, session: {tool: "torch-dynamo", environment: {}}, problems};
  }
};
