/** Stages in order, as progress and the manifest call them. */
export const stageNames = ["collect", "analyze", "explain", "reword", "write", "export"] as const;
export type StageName = (typeof stageNames)[number];

/** Stages in which a model is asked. */
export const modelStages: readonly StageName[] = ["explain", "reword"];

export const isStage = (name: string): name is StageName => stageNames.some(known => known === name);
