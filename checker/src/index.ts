/** Consistency checkers. They know histories and models, and nothing of networks or labs. */
export { checkLinearizable, type CheckOptions, type Verdict } from "./checkLinearizable";
export { explainIllegal, type IllegalHistory } from "./explainIllegal";
export type { History, Operation } from "./History";
export { HistoryRecorder } from "./HistoryRecorder";
export { kvModel, type KVInput, type KVOutput } from "./kvModel";
export type { Model } from "./Model";
export {
  versionedKvModel,
  type VersionedKVInput,
  type VersionedKVOutput,
  type VersionedValue,
} from "./versionedKvModel";
