import type {Reader} from "../reader.ts";
import {hasSmiDevices} from "./nvidia-smi-dmon-rows.ts";
import {hasSmiTable, smiEnvironment, smiProblems, smiTable} from "./nvidia-smi-table.ts";

/** The table that `nvidia-smi` prints, once or again and again: a row per GPU and table. https://docs.nvidia.com/deploy/nvidia-smi/index.html */
export const nvidiaSmiText: Reader = {
  format: "nvidia-smi-text",
  category: "system",
  detect: ({text}) => hasSmiTable(text) && !hasSmiDevices(text),
  read({path, lines}) {
    const tables = smiTable(lines);
    return {
      tables,
      reported: [],
      session: {tool: "nvidia-smi", environment: smiEnvironment(lines)},
      problems: smiProblems(tables, path)
    };
  }
};
