export {claimsIn} from "./claims-in.ts";
export {type Citation, citationsIn} from "./citations-in.ts";
