/** Consistency checkers. They know histories and models, and nothing of networks or labs. */
export { type BudgetOptions, type Exhausted, type Unknown } from "./Budget";
export { casRegisterModel, type CasRegisterInput, type CasRegisterOutput } from "./casRegisterModel";
export { checkCausal, type BadPattern, type CausalVerdict } from "./checkCausal";
export {
  checkEventual,
  type Difference,
  type EventualVerdict,
  type FinalState,
  type StampedWrite,
} from "./checkEventual";
export { checkLinearizable, type CheckOptions } from "./checkLinearizable";
export { checkSequential, type SequentialVerdict } from "./checkSequential";
export { explainIllegal, type IllegalHistory } from "./explainIllegal";
export { explainNotSequential, type NotSequential } from "./explainNotSequential";
export type { FixedOrder, Footprint } from "./Footprint";
export { isBefore, type History, type Operation } from "./History";
export { HistoryRecorder } from "./HistoryRecorder";
export { historyView, type HistoryView, type ViewedOperation } from "./historyView";
export { kvModel, type KVInput, type KVOutput } from "./kvModel";
export { lockModel, type LockInput, type LockOutput } from "./lockModel";
export type { Model } from "./Model";
export type { Illegal, Verdict } from "./Verdict";
export { whyNotLinearizable, type WhyNotLinearizable, type WhyOptions } from "./whyNotLinearizable";
export {
  versionedKvModel,
  type VersionedKVInput,
  type VersionedKVOutput,
  type VersionedValue,
} from "./versionedKvModel";
