export {type Chosen, openFirst} from "./auto.ts";
export {type CallPlan, type Costed, estimatedPrompt, estimatedTokens, planCalls, TokenMeter, usableWindow} from "./budget.ts";
export {type Doctored, type DoctorPrompts, examine} from "./doctor.ts";
export {isModelError, ModelOutputError, ModelUnavailableError} from "./errors.ts";
export {type OpenModelEffects, type OpenModelSpec, openModel, type ProviderName} from "./open-model.ts";
export type {ModelDescription, ModelEffects, ModelOptions, ModelPort, ModelReply, ModelRequest, ModelWindow, WireEntry} from "./port.ts";
export {realWait} from "./retry.ts";
export {openScripted, type Script, type ScriptedPort, type ScriptedReply} from "./scripted.ts";
export {type AskContext, ask, type ModelCall} from "./structured.ts";
