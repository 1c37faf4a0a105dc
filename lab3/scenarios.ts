import { NotImplemented } from "labrpc";
import type { Scenarios } from "./stage";

/**
 * Part 0: what would break a store that does not keep its promise? Each scenario has a name that says what must hold.
 * Right programs pass it, wrong ones fail. stage.ts says what a stage can do.
 */
export const scenarios: Scenarios = {
  async "a client reads what it has written, at any level"(stage) {
    stage.startServers("sequential");
    const mine = stage.clerk("clerk-a", 0);
    await mine.set("k", "x");
    throw new NotImplemented("the rest of this scenario");
  },
};
