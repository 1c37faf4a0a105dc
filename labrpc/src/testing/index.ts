/** Makes mocha tests out of scenarios. See labrpc/README.md. */
export type {
  JudgesScenarios,
  JudgeScenariosOptions,
  ScenarioRow,
  ScenarioTable,
} from "./scenario/ScenarioTable";
export type { KeepsVerdicts, ScenarioVerdict, Verdicts } from "./run/KeepsVerdicts";
export { DebugRun, type DebugOperation, type DebugStep, type MissedChoice } from "./debug/DebugRun";
export type { DebugEnd, DebugSubject, OpenedSubject, PerformedCall } from "./debug/DebugSubject";
export type {
  DebuggableLab,
  DebuggedLab,
  DebugHostAction,
  DebugOperationKind,
  DebugPuzzle,
  DebugSetup,
  StagedCall,
} from "./debug/DebuggedLab";
export type { DebugAct, DebugOffer, DebugVerdict, DebugView, HostStateShown } from "./debug/DebugView";
export { inShort } from "./debug/inShort";
export { variableOf } from "./debug/variableOf";
export { showPending, type PendingShown } from "./debug/showPending";
export { showDemonstration, type Demonstration } from "./scenario/Demonstration";
export { explain } from "./explain/explain";
export type {
  Counterexample,
  Explanation,
  RunRecord,
  RunRecordFault,
  ShownHistory,
  ShownOperation,
  Span,
} from "../records";
export { expectBetween } from "./expect/expectBetween";
export { expectInTime } from "./expect/expectInTime";
export { expectLittleKept, type MemoryLoad } from "./expect/expectLittleKept";
export { expectValue, showJson, showValue } from "./expect/expectValue";
export { describeHole, type Hole } from "./run/findHole";
export { failureSignature, withoutValues } from "./explain/failureSignature";
export { loseRepliesUntilExecuted, type RepliesToLose } from "./scenario/loseRepliesUntilExecuted";
export type { KnownRun } from "./run/KnownRun";
export { Narrator } from "./scenario/Narrator";
export { onMessages } from "./scenario/onMessages";
export { isOutOfStack } from "./run/outOfStack";
export { recordOf } from "./explain/recordOf";
export { unfinished } from "./minimise/describeCounterexample";
export { renderEvent } from "./explain/renderEvent";
export { firstRunOfSeed, runSeed, type SeedRun } from "./run/runSeed";
export { SimulationFailure } from "./scenario/SimulationFailure";
export { testsOf, type LabCode, type Simulate } from "./scenario/simulate";
export type { ScenarioOptions } from "./run/ScenarioOptions";
export type { Scenario } from "../simulation/Scenario";
export { OrderWalk } from "./explore/OrderWalk";
export type { ChoiceDivergence } from "./explore/OrderLog";
export { runOneOrder, type OneOrderOptions, type OrderResult, type OrderSpec } from "./explore/runOneOrder";
export type { SmallScenario } from "./explore/SmallScenario";
export { walkOrders, type WalkOptions, type WalkResult } from "./explore/walkOrders";
export type { SearchEffort } from "./minimise/minimiseFailure";
export {
  firstSeeds,
  settingsFromEnvironment,
  testRun,
  type DebuggedRun,
  type Rewound,
  type TestSettings,
} from "./run/testRun";
export type { SeedResult } from "./run/SeedResult";
