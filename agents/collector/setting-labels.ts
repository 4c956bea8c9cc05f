import {type Labels, settingAliases, settingKeys} from "../contracts/index.ts";

const known = new Set<string>(settingKeys);

/** Settings of an options object under the vocabulary's keys; unknown ones as `x.<name>`, lists and objects left out. */
export function settingLabels(options: unknown): Labels {
  const labels: Labels = {};
  if (typeof options !== "object" || options === null || Array.isArray(options)) return labels;
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") labels[settingKey(name)] = value;
  }
  return labels;
}

/** Key of a setting as a tool names it: `n_batch` -> `batch`, `mirostat` -> `x.mirostat`. */
export function settingKey(name: string): string {
  if (known.has(name)) return name;
  const alias = Object.hasOwn(settingAliases, name) ? settingAliases[name] : undefined;
  return alias ?? `x.${name}`;
}
