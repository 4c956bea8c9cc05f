import type {Reader} from "../reader.ts";
import {dmonTable, hasSmiDevices, smiNames} from "./nvidia-smi-dmon-rows.ts";
import {hasSmiTable, smiEnvironment, smiTable} from "./nvidia-smi-table.ts";

/**
 * `nvidia-smi dmon`, alone or in notes with other commands, also beside tables of `nvidia-smi`: a row per GPU and sample; columns depend on `-s` and the driver.
 * https://docs.nvidia.com/deploy/nvidia-smi/index.html
 */
export const nvidiaSmiDmon: Reader = {
  format: "nvidia-smi-dmon",
  category: "system",
  detect: ({text}) => hasSmiDevices(text),
  read({text, lines}) {
    const tables = [...dmonTable(lines, smiNames(lines)), ...(hasSmiTable(text) ? smiTable(lines) : [])];
    return {tables, reported: [], session: {tool: "nvidia-smi", environment: smiEnvironment(lines)}, problems: []};
  }
};
