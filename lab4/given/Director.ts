import { ScenarioDirector, type StageEnd } from "labrpc/scenarios";
import { scenarios } from "../scenarios";
import { ReplicationStage } from "../stage";

/** Plays the scenarios of scenarios.ts. */
export class Director extends ScenarioDirector<ReplicationStage> {
  constructor(end: StageEnd) {
    super(scenarios, new ReplicationStage(end));
  }
}
