import { NotImplemented } from "labrpc";
import type { Scenarios } from "./stage";

/**
 * Part 0: what would break a server or a clerk that is wrong? Each scenario has a name that says what must hold. Right
 * programs pass it, wrong ones fail. stage.ts says what a stage can do.
 */
export const scenarios: Scenarios = {
  async "a client reads what it has added"(stage) {
    stage.startServer();
    const ck = stage.clerk("writer");
    await ck.add(1);
    throw new NotImplemented("the rest of this scenario");
  },
};
