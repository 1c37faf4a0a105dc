/** Consistency checkers. They know histories and models, and nothing of networks or labs. */
export { type BudgetOptions, type Exhausted, type Unknown } from "./history/Budget";
export { casRegisterModel, type CasRegisterInput, type CasRegisterOutput } from "./models/casRegisterModel";
export { checkCausal, type BadPattern, type CausalVerdict } from "./causal/checkCausal";
export {
  checkEventual,
  type Difference,
  type EventualVerdict,
  type FinalState,
  type StampedWrite,
} from "./eventual/checkEventual";
export { checkLinearizable, type CheckOptions } from "./linearizable/checkLinearizable";
export { checkSequential, type SequentialVerdict } from "./sequential/checkSequential";
export { explainIllegal, type IllegalHistory } from "./explain/explainIllegal";
export { explainNotSequential, type NotSequential } from "./explain/explainNotSequential";
export type { FixedOrder, Footprint } from "./models/Footprint";
export { isBefore, type History, type Operation } from "./history/History";
export { HistoryRecorder } from "./history/HistoryRecorder";
export { shownHistory, type ShownHistory, type ShownOperation } from "./explain/shownHistory";
export { kvModel, type KVInput, type KVOutput } from "./models/kvModel";
export { lockModel, type LockInput, type LockOutput } from "./models/lockModel";
export type { Model } from "./models/Model";
export type { Illegal, Verdict } from "./history/Verdict";
export { whyNotLinearizable, type WhyNotLinearizable, type WhyOptions } from "./explain/whyNotLinearizable";
export {
  versionedKvModel,
  type VersionedKVInput,
  type VersionedKVOutput,
  type VersionedValue,
} from "./models/versionedKvModel";
