/** Stages in order, as progress and the manifest call them. */
export const stageNames = ["collect", "analyze", "write", "export"] as const;
export type StageName = (typeof stageNames)[number];

export const isStage = (name: string): name is StageName => stageNames.some(known => known === name);
