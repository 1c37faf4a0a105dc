import { NotImplemented } from "labrpc";
import type { Scenarios } from "./stage";

/**
 * Part 0: what would break a server, a clerk or a lock that is wrong? Each scenario has a name that says what must hold.
 * Right programs pass it, wrong ones fail. stage.ts says what a stage can do.
 */
export const scenarios: Scenarios = {
  async "two clients do not hold a lock at the same time"(stage) {
    stage.startServer();
    const mine = stage.lock(stage.clerk("clerk-a"), "l");
    await mine.acquire();
    throw new NotImplemented("the rest of this scenario");
  },
};
