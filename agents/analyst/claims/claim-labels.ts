import type {Claim, Evidence, Labels} from "../../contracts/index.ts";
import {modelKey} from "../labels.ts";

/** What a claim is about: names of its own sentence or row, completed by those of the headings above it. */
export interface ClaimLabels {
  /** `model`, `quantization`, `backend`, `device`, `kernel`, `test`: as the claim or the data spell them. */
  subject: Labels;
  settings: Labels;
  /** The name that says what was measured comes from a heading. */
  isFromHeading: boolean;
}

const subjectKeys = ["model", "quantization", "backend", "device", "kernel"] as const;
/** Names that say what was measured; the others only say how. */
const identities = ["model", "kernel"] as const;

/** Names of the data as headings may spell them, longest first. Variants without a digit (`baseline`) and kernels are words of any heading. */
type KnownNames = readonly {key: string; name: string; label: string}[];

export function knownNames({measurements, reported}: Pick<Evidence, "measurements" | "reported">): KnownNames {
  const names = new Map<string, {key: string; name: string; label: string}>();
  const add = (key: string, value: Labels[string] | null | undefined) => {
    const label = String(value ?? "");
    const isWord = key === "kernel" || (key === "quantization" && !/\d/.test(label));
    if (label.length >= 3 && !isWord && Number.isNaN(Number(label))) names.set(`${key} ${label}`, {key, name: label.toLowerCase(), label});
  };
  for (const key of subjectKeys) {
    for (const {subject, factors} of measurements) {
      add(key, subject[key]);
      for (const factor of factors) if (factor.key === key) for (const level of factor.levels) add(key, level);
    }
    for (const {subject} of reported) add(key, subject[key]);
  }
  return [...names.values()].sort((a, b) => b.name.length - a.name.length || (a.name < b.name ? -1 : 1));
}

/** Keys of settings and subject of claims. */
export function claimLabeller(names: KnownNames): (claim: Claim) => ClaimLabels {
  const known = new Map<string, Labels>();
  return ({subject, heading = ""}) => {
    const above = known.get(heading) ?? headingLabels(heading, names);
    known.set(heading, above);
    return labelsOfClaim(subject, above);
  };
}

function labelsOfClaim(claimed: Labels, above: Labels): ClaimLabels {
  const own = pick(claimed, key => isSubjectKey(key));
  const settings = pick(claimed, key => !isSubjectKey(key) && key !== "type");
  const hasIdentity = identities.some(key => own[key] !== undefined);
  // A name of its own is not completed by a variant that a heading names.
  const completed = {...(hasIdentity ? pick(above, key => key === "device" || key === "backend") : above), ...own};
  return {subject: completed, settings, isFromHeading: !hasIdentity};
}

const isSubjectKey = (key: string): boolean => subjectKeys.some(name => name === key);

const pick = (labels: Labels, wanted: (key: string) => boolean): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([key]) => wanted(key)));

/** Of each kind the name that the innermost heading gives. */
function headingLabels(heading: string, names: KnownNames): Labels {
  const labels: Labels = {};
  for (const part of heading.toLowerCase().split(" / ").reverse()) {
    for (const {key, name, label} of names) if (labels[key] === undefined && holdsWord(part, name)) labels[key] = label;
  }
  return labels;
}

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!/[\p{L}\p{N}_.:/-]/u.test(text[at - 1] ?? " ") && !/^(?:[\p{L}\p{N}_/]|[.:-][\p{L}\p{N}])/u.test(text.slice(at + word.length)))
      return true;
  return false;
}

/** Labels of rows or of a record, with what comparing needs. */
export interface DataLabels {
  model: string | undefined;
  labels: ReadonlyMap<string, string>;
}

export function dataLabels({subject, settings}: {subject: Labels; settings: Labels}): DataLabels {
  const labels = Object.entries({...settings, ...subject}).map(([key, value]) => [key, plain(value)] as const);
  return {model: subject.model === undefined ? undefined : modelKey(subject), labels: new Map(labels)};
}

/** How a claim asks for labels: `other` contradicts a key, `loose` does not record one, `exact` states all. */
export function fitter({subject, settings}: ClaimLabels): (data: DataLabels) => "exact" | "loose" | "other" {
  const model = subject.model === undefined ? undefined : modelKey(subject);
  const wanted = Object.entries({...pick(subject, name => name !== "model"), ...settings}).map(
    ([key, value]) => [key, plain(value)] as const
  );
  return ({model: theirs, labels}) => {
    if (model !== undefined && model !== theirs) return "other";
    let fit: "exact" | "loose" = "exact";
    for (const [key, value] of wanted) {
      const known = labels.get(key);
      if (known === value) continue;
      if (known !== undefined) return "other";
      // The name of the model may hold its variant.
      if (key === "quantization" && model !== undefined) continue;
      if (isSubjectKey(key)) return "other";
      fit = "loose";
    }
    return fit;
  };
}

const plain = (value: Labels[string]) => String(value).toLowerCase();
