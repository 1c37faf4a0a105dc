import { ScenarioDirector, type StageEnd } from "labrpc/scenarios";
import { scenarios } from "../scenarios";
import { CounterStage } from "../stage";

/** Plays the scenarios of scenarios.ts. */
export class Director extends ScenarioDirector<CounterStage> {
  constructor(end: StageEnd) {
    super(scenarios, new CounterStage(end));
  }
}
