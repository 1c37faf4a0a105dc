import { ScenarioDirector, type StageEnd } from "labrpc/scenarios";
import { scenarios } from "../scenarios";
import { KVStage } from "../stage";

/** Plays the scenarios of scenarios.ts. */
export class Director extends ScenarioDirector<KVStage> {
  constructor(end: StageEnd) {
    super(scenarios, new KVStage(end));
  }
}
