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
export { firstSeeds, settingsFromEnvironment, testRun, type SeedReport, type TestSettings } from "./testRun";
