import type {Analysis, Finding, Labels, Session} from "../contracts/index.ts";
import {noteSchema} from "../contracts/index.ts";
import type {Context} from "./context.ts";
import {groupBy, labelKey} from "./labels.ts";

/** How the environments of two sides differ, as labels `key=value`; `oneSided` are keys that only one side recorded. */
interface Differences {
  first: string[];
  second: string[];
  oneSided: string[];
}

/** What differs between the environments of two sides: it moves along with whatever is compared. */
export function differencesOf(a: Session, b: Session): Differences {
  const [one, two] = [a.environment, b.environment];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(two)])].sort();
  const unlike = keys.filter(key => one[key] !== undefined && two[key] !== undefined && one[key] !== two[key]);
  return {
    first: unlike.map(key => `${key}=${one[key]}`),
    second: unlike.map(key => `${key}=${two[key]}`),
    oneSided: keys.filter(key => (one[key] === undefined) !== (two[key] === undefined))
  };
}

/** The environments of two sides as confounders (recorded and different) and reasons for less confidence (recorded on one side only). */
export function environmentNotes(a: Session, b: Session): Pick<Finding, "confounders" | "reasons"> {
  const {first, second, oneSided} = differencesOf(a, b);
  return {
    confounders: first.length === 0 ? [] : [{code: "environment", values: {own: first, other: second}}],
    reasons: oneSided.length === 0 ? [] : [{code: "environment-one-sided", values: {keys: oneSided}}]
  };
}

/** Sessions of one tool that ran in another environment than most of its sessions. */
export function environmentRemarks({evidence}: Context): Analysis["remarks"] {
  return [
    ...groupBy(
      evidence.sessions.filter(({environment}) => Object.keys(environment).length > 0),
      ({tool}) => tool
    )
  ].flatMap(([tool, sessions]) => {
    const groups = [...groupBy(sessions, ({environment}) => labelKey(environment)).values()].sort((a, b) => b.length - a.length);
    const [usual] = groups[0] ?? [];
    if (usual === undefined) return [];
    return groups.slice(1).flatMap(group => {
      const [first] = group;
      const {first: own, second: other} = first === undefined ? noDifference : differencesOf(first, usual);
      if (own.length === 0) return [];
      const values = {tool, places: group.map(({place}) => place).sort(), own, other};
      return [{section: "limitations" as const, note: noteSchema.parse({code: "environment-differs", values})}];
    });
  });
}

const noDifference: Differences = {first: [], second: [], oneSided: []};

/** Whether the runs of a comparison say nothing of the machine and the versions they ran with. */
export const isUnrecorded = (environments: readonly Labels[]): boolean => environments.some(labels => Object.keys(labels).length === 0);
