/** What a student's scenarios are made of; see docs/scenarios.md. */
export { ScenarioDirector, type ScenariosOn } from "./ScenarioDirector";
export { Stage, type StageEnd } from "./Stage";
export type { LinkOnStage, MessagesOnStage, NetworkOnStage, StageCalls, StageCall } from "./StageCalls";
export { StageNetwork } from "./StageNetwork";
