/** What the harnesses of the labs share. It knows the simulation and the checker, and no lab. */
export { codeForLab } from "./lab/codeForLab";
export { labCodeAt } from "./lab/labCodeAt";
export { linearizable } from "./linearizable";
export { RecordedCalls, type RecordedCall } from "./RecordedCalls";
export { testsOfLab } from "./testsOfLab";
export type { StageHandlers } from "./stage/playScenario";
export { juryOf, labStageOf, SEEDS_OF_SCENARIO, type LabStage } from "./stage/LabStage";
export { readJudges, type Judge, type Judges } from "./stage/readJudges";
export { ScenarioJury } from "./stage/ScenarioJury";
export { scenarioTestOf } from "./stage/scenarioTestOf";
export { JUDGES_FILE, sealJudges, unsealJudges, type JudgesOnFile } from "./stage/sealJudges";
export {
  commonStageHandlers,
  stageHandler,
  StageMisuse,
  stageName,
  type StageHandlersOf,
} from "./stage/StageHandlers";
export { AWKWARD_TEXTS } from "./world/AWKWARD_TEXTS";
export { alikeTexts } from "./world/alikeTexts";
export { counted } from "./world/counted";
export { expectAllReturn, type WorldLimits } from "./world/expectAllReturn";
export { mendNetwork } from "./world/mendNetwork";
export { Pace } from "./world/Pace";
export { worldNetwork, type WorldNetwork } from "./world/worldNetwork";
export { worldTexts } from "./world/worldTexts";
export { clerkOperation } from "./debug/clerkOperation";
export { debuggableLabOf } from "./debug/debuggableLabOf";
export { PUZZLES_FILE, sealPuzzles, type PuzzlesOnFile } from "./debug/readPuzzles";
export { debugSubjectOf, type FreeStage } from "./debug/debugSubjectOf";
