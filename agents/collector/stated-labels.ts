import type {Factor, Labels, Measurement, Reported} from "../contracts/index.ts";
import {bySharedFolder, placeKey, type ReadArtifact} from "./sessions.ts";
import {isSetting} from "./table.ts";

/** Labels that the files of one folder and tool state for what records none of its own (`meta.json`). */
export interface StatedLabels {
  settings: Labels;
  /** By model name. */
  models: ReadonlyMap<string, Labels>;
}

/** Stated labels by tool and folder (`placeKey`); where two files differ the first in path order stands. */
export function statedLabels(artifacts: readonly ReadArtifact[]): Map<string, StatedLabels> {
  const all = new Map<string, StatedLabels>();
  for (const [key, files] of bySharedFolder(artifacts)) {
    const settings: Labels = {};
    const models = new Map<string, Labels>();
    for (const {reading} of [...files].reverse()) {
      Object.assign(settings, reading.session?.settings);
      for (const [model, labels] of Object.entries(reading.session?.models ?? {})) models.set(model, {...models.get(model), ...labels});
    }
    if (Object.keys(settings).length > 0 || models.size > 0) all.set(key, {settings, models});
  }
  return all;
}

type Labelled = Pick<Measurement, "subject" | "settings" | "factors"> | Pick<Reported, "subject" | "settings">;

/** Fills what a measurement or reported record does not record itself, as constants or, where `model` is a factor, as a factor beside it. */
export function withStatedLabels<T extends Labelled>(record: T, artifact: ReadArtifact, stated: ReadonlyMap<string, StatedLabels>): T {
  const found = stated.get(placeKey(artifact));
  if (found === undefined) return record;
  const factors = "factors" in record ? record.factors : [];
  const known = new Set([...Object.keys(record.subject), ...Object.keys(record.settings), ...factors.map(({key}) => key)]);
  const subject = {...record.subject};
  const settings = {...record.settings};
  const model = record.subject["model"];
  const own = typeof model === "string" ? found.models.get(model) : undefined;
  for (const [key, value] of Object.entries({...found.settings, ...own})) {
    if (known.has(key)) continue;
    if (isSetting(key)) settings[key] = value;
    else subject[key] = value;
  }
  const partners = partnersOfModel(
    factors.find(({key}) => key === "model"),
    found.models,
    known
  );
  return {...record, subject, settings, ...(partners.length > 0 ? {factors: [...factors, ...partners]} : {})};
}

function partnersOfModel(factor: Factor | undefined, models: StatedLabels["models"], known: ReadonlySet<string>): Factor[] {
  if (factor === undefined) return [];
  const labels = factor.levels.map(level => (typeof level === "string" ? models.get(level) : undefined));
  const keys = [...new Set(labels.flatMap(found => Object.keys(found ?? {})))].filter(key => !known.has(key));
  return keys.map(key => {
    const values = labels.map(found => found?.[key] ?? null);
    const levels = [...new Set(values)];
    return {key, role: isSetting(key) ? "setting" : "subject", levels, index: factor.index.map(at => levels.indexOf(values[at] ?? null))};
  });
}
