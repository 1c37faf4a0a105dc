/**
 * What a failing run leaves behind, as plain data: schemas, and the types inferred from them. Only who reads what another
 * process wrote needs the schemas; everything else takes the types, which cost no time to load.
 */
export { counterexample, type Counterexample } from "./counterexample";
export { debugChoice, type DebugChoice } from "./debugChoice";
export type { DeepReadonly } from "./DeepReadonly";
export { explanation, explanations, type Explanation } from "./explanation";
export { faultPlan, type Fault, type FaultPlan } from "./faultPlan";
export { likelihood, type Likelihood } from "./likelihood";
export { runRecord, type RunRecord, type RunRecordFault } from "./runRecord";
export { shownHistory, type ShownHistory, type ShownOperation } from "./shownHistory";
export type { Span } from "./span";
export {
  runTwin,
  stateLog,
  type EventParting,
  type RunTwin,
  type StateChange,
  type StateLog,
  type StateParting,
} from "./stateChange";
export type { TraceEvent, TraceKind } from "./traceEvent";
