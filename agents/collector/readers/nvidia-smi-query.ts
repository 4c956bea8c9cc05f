import type {Labels} from "../../contracts/index.ts";
import {quantity} from "../quantity.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";

/** By section and name; the section is the nearest heading with less indentation. */
const metrics: Readonly<Record<string, {metric: string; definition?: string}>> = {
  "FB Memory Usage/Used": {metric: "gpu_memory_used", definition: "device"},
  "Utilization/Gpu": {metric: "gpu_utilization"},
  "Utilization/GPU": {metric: "gpu_utilization"},
  "Utilization/Memory": {metric: "gpu_memory_activity"},
  "Temperature/GPU Current Temp": {metric: "gpu_temperature"},
  "Power Readings/Power Draw": {metric: "power"},
  "GPU Power Readings/Power Draw": {metric: "power"},
  "GPU Power Readings/Average Power Draw": {metric: "power", definition: "average"},
  "GPU Power Readings/Instantaneous Power Draw": {metric: "power", definition: "instant"},
  "Clocks/SM": {metric: "gpu_clock"},
  "Clocks/Memory": {metric: "gpu_memory_clock"},
  "/Fan Speed": {metric: "fan_speed"}
};

/** `nvidia-smi -q`: sections by indentation, `name : value unit` a line; reported per GPU. https://docs.nvidia.com/deploy/nvidia-smi/index.html */
export const nvidiaSmiQuery: Reader = {
  format: "nvidia-smi-query",
  category: "system",
  detect: ({text}) => /^=+NVSMI LOG=+\s*$/m.test(text) && /^GPU [0-9A-Fa-f]+:/m.test(text),
  read({lines}) {
    const reported: ReportedDraft[] = [];
    const sections: {indent: number; name: string}[] = [];
    const environment: Labels = {};
    let gpu: Labels = {};
    let device = -1;
    for (const [index, line] of lines.entries()) {
      if (/^GPU [0-9A-Fa-f]+:/.test(line)) {
        device += 1;
        gpu = {device};
        sections.length = 0;
        continue;
      }
      const [, space = "", name = "", value] = /^(\s*)(\S.*?)\s*(?: : (.*))?$/.exec(line) ?? [];
      if (name === "") continue;
      while ((sections.at(-1)?.indent ?? -1) >= space.length) sections.pop();
      if (value === undefined) {
        sections.push({indent: space.length, name});
        continue;
      }
      if (name === "Driver Version") environment["driver"] = value.trim();
      if (name === "CUDA Version") environment["cuda"] = value.trim();
      if (name === "Product Name") gpu = {...gpu, gpu: value.trim()};
      const key = `${sections.at(-1)?.name ?? ""}/${name}`;
      const known = Object.hasOwn(metrics, key) ? metrics[key] : undefined;
      const found = known === undefined ? undefined : quantity(value);
      if (known === undefined || found === undefined || found.unit === "1") continue;
      const at = `L${index + 1}`;
      reported.push(buildReported({...known, part: at, labels: gpu, statistics: [{statistic: "value", value: found.value, at}]}));
    }
    return {tables: [], reported, session: {tool: "nvidia-smi", environment}, problems: []};
  }
};
