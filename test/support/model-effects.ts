import type {ModelEffects} from "../../agents/model/port.ts";
import type {OpenModelEffects} from "../../agents/model/open-model.ts";

/** A real clock and an environment of its own. */
export const modelEffects = (environment: Record<string, string | undefined> = {}): ModelEffects => ({
  clock: {seconds: () => performance.now() / 1000},
  environment
});

/** The same for `openModel`: pauses end at once, weights have a fixed digest. */
export const openModelEffects = (environment: Record<string, string | undefined> = {}): OpenModelEffects => ({
  ...modelEffects(environment),
  wait: async () => undefined,
  digest: async () => "sampled:0"
});
