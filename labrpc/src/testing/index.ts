/** Makes mocha tests out of scenarios. See labrpc/README.md. */
export { showDemonstration, type Demonstration } from "./Demonstration";
export type { Explanation } from "./Explanation";
export { expectInTime } from "./expectInTime";
export { expectLittleKept, type MemoryLoad } from "./expectLittleKept";
export { expectValue, shown } from "./expectValue";
export { Narrator } from "./Narrator";
export { onMessages } from "./onMessages";
export type { HistoryView, RunRecord, ShownFault, ShownOperation, Span } from "./RunRecord";
export { SimulationFailure } from "./SimulationFailure";
export { testsOf, type LabCode, type Scenario, type ScenarioOptions, type Simulate } from "./simulate";
export { OrderWalk } from "./OrderWalk";
export { runOneOrder, walkOrders, type SmallScenario, type WalkOptions, type WalkResult } from "./walkOrders";
export { firstSeeds, settingsFromEnvironment, testRun, type SeedReport, type TestSettings } from "./testRun";
