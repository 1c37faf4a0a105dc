import { NotImplemented } from "labrpc";
import type { Scenarios } from "./stage";

/**
 * Part 0: what would break a node or a clerk that is wrong? Each scenario has a name that says what must hold. Right
 * programs pass it, wrong ones fail. stage.ts says what a stage can do.
 */
export const scenarios: Scenarios = {
  async "a write that is done can be read at the leader"(stage) {
    stage.startCluster();
    const a = stage.clerk("clerk-a");
    await a.set("k", "x");
    throw new NotImplemented("the rest of this scenario");
  },
};
