import type {Citation} from "../../claims/index.ts";
import type {Claim, Evidence, Labels, Relation, Source, Unit} from "../../contracts/index.ts";
import {withoutPrivateWords} from "../private-words.ts";
import {isSame, namedValues, recordsByFile} from "./values.ts";

/** What one artifact names. */
export interface CitingFile {
  path: string;
  citations: readonly Citation[];
}

type Read = Pick<Evidence, "artifacts" | "measurements" | "reported" | "claims">;

/** Fewest numbers under another name that make a misread copy, and the digits that a chance match would rarely share. */
const fewestMisread = 2;
const fewestDigits = 4;

/**
 * Files that a document names (READING section 4). A number in a line that names one file is looked up there: under the same metric it
 * agrees; the same digits under another metric of the same subject are a misread copy (`46.57 tok/s` -> `46.57 ms`). A data file that is named and
 * not there is `missing-file`, if the document names files that are.
 */
export function citations(read: Read, citing: readonly CitingFile[]): Relation[] {
  const resolve = resolver(read.artifacts);
  const claimsOf = claimsByFile(read.claims);
  const held = valuesByFile(read, claimsOf);
  const names = new Set(read.artifacts.map(({path}) => fileName(path)));
  return citing.flatMap(({path, citations: named}) => {
    const targets = named.map(citation => ({citation, paths: resolve(citation.name).filter(target => target !== path)}));
    const isOfFolder = targets.some(({paths}) => paths.length > 0);
    const missing = isOfFolder ? missingFiles(path, targets, names) : [];
    const found = lookedUp(path, claimsOf(path), targets, held);
    return [...found, ...namedOnly(path, targets, new Set(found.map(({to}) => to))), ...missing];
  });
}

interface Target {
  citation: Citation;
  paths: readonly string[];
}

/** Artifacts by the name that a text gives them: whole path, its end, the file name, or the file name without extension. */
function resolver(artifacts: Read["artifacts"]): (name: string) => string[] {
  const originals = artifacts.filter(({status}) => status !== "duplicate" && status !== "ignored").map(({path}) => path);
  const byName = new Map<string, string[]>();
  const add = (name: string, path: string) => {
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [path]);
    else known.push(path);
  };
  for (const path of originals) {
    const file = fileName(path);
    add(file, path);
    if (file.includes(".")) add(file.slice(0, file.lastIndexOf(".")), path);
  }
  return name => {
    const found = byName.get(fileName(name)) ?? [];
    const exact = found.filter(path => path === name || path.endsWith(`/${name}`));
    return exact.length > 0 ? exact : found;
  };
}

/** Files that are named with their extension and of which no number was looked up. */
function namedOnly(path: string, targets: readonly Target[], known: ReadonlySet<string>): Relation[] {
  const named = new Set(targets.flatMap(({citation, paths}) => (/\.[a-z]+$/i.test(citation.name) && paths.length === 1 ? paths : [])));
  return [...named].filter(to => !known.has(to)).map(to => ({kind: "cites", from: path, to, compared: 0, agreed: 0, disagreements: []}));
}

const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const dataFile = /\.(?:csv|tsv|jsonl?|log)$/i;
/** Names of every project, and patterns of names. */
const noData = /(?:^|\/)(?:package|tsconfig|config|settings)(?:-lock)?\.json$|[*<>{}]|YYYY/;

function missingFiles(path: string, targets: readonly Target[], known: ReadonlySet<string>): Relation[] {
  const names = new Map<string, string>();
  for (const {citation, paths} of targets)
    if (
      paths.length === 0 &&
      dataFile.test(citation.name) &&
      !known.has(fileName(citation.name)) &&
      !noData.test(citation.name) &&
      !names.has(citation.name)
    )
      names.set(citation.name, citation.at);
  return [...names].map(([written, at]) => {
    const name = withoutPrivateWords(written);
    return {
      kind: "cites",
      from: path,
      to: name,
      compared: 0,
      agreed: 0,
      disagreements: [{from: {artifact: path, at}, to: {artifact: name, at: ""}, why: "missing-file"}]
    };
  });
}

/** A number that a file holds: from a measurement, a tool's statistic or a claim. */
interface Held {
  metric: string;
  value: number;
  /** Half a unit of the last digit, in base units. */
  tolerance: number;
  unit: Unit | undefined;
  /** Known for claims only. */
  subject?: Labels;
  source: () => Source;
}

function claimsByFile(claims: readonly Claim[]): (path: string) => readonly Claim[] {
  const byFile = new Map<string, Claim[]>();
  for (const claim of claims) {
    const own = byFile.get(claim.source.artifact) ?? [];
    own.push(claim);
    byFile.set(claim.source.artifact, own);
  }
  return path => byFile.get(path) ?? [];
}

function valuesByFile(read: Read, claimsOf: (path: string) => readonly Claim[]): (path: string) => readonly Held[] {
  const records = new Map(recordsByFile(read).map(file => [file.path, file]));
  const known = new Map<string, readonly Held[]>();
  return path => {
    const made = known.get(path);
    if (made !== undefined) return made;
    const file = records.get(path);
    const units = new Map(
      [...(file?.measurements.flatMap(({columns}) => columns) ?? []), ...(file?.reported ?? [])].map(({metric, unit}) => [metric, unit])
    );
    const recorded = (file === undefined ? [] : namedValues(file)).flatMap(({name, values, tolerance, sourceOf}): Held[] => {
      const metric = name.split(".")[0] ?? name;
      return values.map((value, index) => ({metric, value, tolerance, unit: units.get(metric), source: () => sourceOf(index)}));
    });
    const claimed = claimsOf(path).flatMap((claim): Held[] =>
      claim.metric !== undefined
        ? [
            {
              metric: claim.metric,
              value: claim.value,
              tolerance: toleranceOf(claim),
              unit: claim.unit,
              subject: claim.subject,
              source: () => claim.source
            }
          ]
        : []
    );
    const all = [...recorded, ...claimed];
    known.set(path, all);
    return all;
  };
}

/** Half a unit of the last digit as written. */
const toleranceOf = ({value, digits}: Claim) =>
  value === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value)) + 1e-9) + 1 - digits);

function lookedUp(path: string, claims: readonly Claim[], targets: readonly Target[], held: (path: string) => readonly Held[]): Relation[] {
  const byLine = new Map<string, Set<string>>();
  for (const {citation, paths} of targets) {
    const files = byLine.get(citation.at) ?? new Set<string>();
    for (const target of paths) files.add(target);
    byLine.set(citation.at, files);
  }
  const relations = new Map<string, Relation>();
  for (const claim of claims) {
    const files = byLine.get(claim.source.at);
    const metric = claim.metric;
    const [target] = files ?? [];
    if (target === undefined || files?.size !== 1 || metric === undefined || claim.hedge !== undefined || claim.value === 0) continue;
    const relation = relations.get(target) ?? {kind: "cites", from: path, to: target, compared: 0, agreed: 0, disagreements: []};
    compare(relation, claim, metric, held(target));
    relations.set(target, relation);
  }
  return [...relations.values()].filter(
    ({compared, disagreements}) => compared > 0 && (disagreements.length === 0 || isMisread(disagreements))
  );
}

const isMisread = (disagreements: Relation["disagreements"]) => disagreements.length >= fewestMisread;

function compare(relation: Relation, claim: Claim, metric: string, held: readonly Held[]): void {
  if (held.some(each => each.metric === metric && isSame(claim.value, each.value, toleranceOf(claim) + each.tolerance))) {
    relation.compared += 1;
    relation.agreed += 1;
    return;
  }
  const misread = claim.digits >= fewestDigits ? held.find(each => each.metric !== metric && isSameWriting(claim, each)) : undefined;
  if (misread === undefined) return;
  relation.compared += 1;
  if (relation.disagreements.length < 50)
    relation.disagreements.push({
      from: claim.source,
      to: misread.source(),
      why: "metric",
      values: [claim.value, misread.value],
      metric,
      toMetric: misread.metric
    });
}

/** What a unit may have been written in. */
const factors: Readonly<Partial<Record<Unit, readonly number[]>>> = {s: [1, 1e-3, 1e-6], B: [1, 1e3, 1e6, 1e9, 1024, 1024 ** 2, 1024 ** 3]};
const scalesOf = (unit: Unit | undefined) => (unit === undefined ? undefined : factors[unit]) ?? [1];

/** The same digits of the same subject in another unit or scale; one quantity under two names is only called differently. */
function isSameWriting(claim: Claim, held: Held): boolean {
  if (held.value === 0 || !sharesSubject(claim.subject, held.subject ?? {})) return false;
  const tolerance = toleranceOf(claim);
  if (claim.unit === held.unit && isSame(claim.value, held.value, tolerance)) return false;
  return scalesOf(claim.unit).some(ours =>
    scalesOf(held.unit).some(theirs => isSame(claim.value / ours, held.value / theirs, tolerance / ours))
  );
}

function sharesSubject(a: Labels, b: Labels): boolean {
  const keys = ["model", "quantization", "backend"].filter(key => a[key] !== undefined && b[key] !== undefined);
  return keys.length > 0 && keys.every(key => String(a[key]).toLowerCase() === String(b[key]).toLowerCase());
}
