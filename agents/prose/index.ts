export {type FaultReason, faultReasons, reasonOf} from "./fault.ts";
export {type Lettered, lettered, unlettered} from "./letters.ts";
export {faultsOfRewording} from "./rewording.ts";
export {faultsOfSupposition, type KnownCause} from "./supposition.ts";
