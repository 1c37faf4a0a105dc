/** Consistency checkers. They know histories and models, and nothing of networks or labs. */
export { checkLinearizable, type CheckOptions, type Verdict } from "./checkLinearizable";
export type { History, Operation } from "./History";
export { kvModel, type KVInput, type KVOutput } from "./kvModel";
export type { Model } from "./Model";
