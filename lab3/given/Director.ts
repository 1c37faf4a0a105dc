import { ScenarioDirector, type StageEnd } from "labrpc/scenarios";
import { scenarios } from "../scenarios";
import { StoreStage } from "../stage";

/** Plays the scenarios of scenarios.ts. */
export class Director extends ScenarioDirector<StoreStage> {
  constructor(end: StageEnd) {
    super(scenarios, new StoreStage(end));
  }
}
