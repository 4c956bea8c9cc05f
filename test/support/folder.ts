import {collect} from "../../agents/collector/index.ts";
import {analyze} from "../../agents/analyst/index.ts";
import type {Analysis, Evidence, Finding} from "../../agents/contracts/index.ts";

/** Evidence of a folder that exists only in memory: path -> text or bytes. */
export function collectFolder(files: Readonly<Record<string, string | Uint8Array>>): Promise<Evidence> {
  const bytes = new Map(
    Object.entries(files).map(([path, content]) => [path, typeof content === "string" ? Buffer.from(content, "utf8") : content])
  );
  return collect(
    {},
    {
      files: {
        list: async () => [...bytes].map(([path, content]) => ({path, bytes: content.byteLength, kind: "file"})),
        read: async path => bytes.get(path) ?? new Uint8Array()
      }
    }
  );
}

/** Analysis of a folder that exists only in memory. */
export async function analyzeFolder(files: Readonly<Record<string, string | Uint8Array>>): Promise<Analysis> {
  return analyze(await collectFolder(files));
}

/** Findings of one kind. */
export const ofKind = (analysis: Analysis, kind: Finding["kind"]): Finding[] => analysis.findings.filter(finding => finding.kind === kind);

/** Value of a fact by id. */
export function factValue(analysis: Analysis, id: string | undefined): number {
  const value = analysis.facts.find(fact => fact.id === id)?.value;
  if (typeof value !== "number") throw new Error(`no numeric fact ${id}`);
  return value;
}
