/** Makes mocha tests out of scenarios. See labrpc/README.md. */
export { showDemonstration, type Demonstration } from "./Demonstration";
export type { Explanation } from "./Explanation";
export { expectInTime } from "./expectInTime";
export { expectLittleKept, type MemoryLoad } from "./expectLittleKept";
export { expectValue, shown } from "./expectValue";
export { withoutValues } from "./failureSignature";
export { Narrator } from "./Narrator";
export { onMessages } from "./onMessages";
export type { HistoryView, ShownOperation } from "../simulation/HistoryView";
export type { Span } from "../simulation/SpanLog";
export type { RunRecord, ShownFault } from "./RunRecord";
export { renderEvent } from "./renderEvent";
export { SimulationFailure } from "./SimulationFailure";
export { testsOf, type LabCode, type Scenario, type ScenarioOptions, type Simulate } from "./simulate";
export type { Story } from "./Story";
export type { SearchEffort } from "./tellStory";
export { firstSeeds, settingsFromEnvironment, testRun, type SeedReport, type TestSettings } from "./testRun";
