import { NotImplemented } from "labrpc";
import type { Scenarios } from "./stage";

/**
 * Part 0: what would break a server or a client that is wrong? Each scenario has a name that says what must hold. Right
 * programs pass it, wrong ones fail. stage.ts says what a stage can do.
 */
export const scenarios: Scenarios = {
  async "a server that was stopped has its keys again"(stage) {
    await stage.startServers({ servers: 1 });
    await stage.client("client-a").set("user:1", "Alice");
    await stage.stop(1);
    throw new NotImplemented("the rest of this scenario");
  },
};
