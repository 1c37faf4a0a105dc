import { diskWorld } from "./support/worlds/diskWorld";
import { OPTIONS, simulate } from "./support/harness";

/** Pauses of weeks have room in it. */
const WORLD_BUDGET = { virtualMs: 1e12, events: 250_000 };

describe("Lab 5, optional: a log", () => {
  simulate("TestLogWorlds", { ...OPTIONS, budget: WORLD_BUDGET, generated: true }, (sim) =>
    diskWorld(sim, true),
  );
});
