import { diskWorld } from "./support/worlds/diskWorld";
import { OPTIONS, simulate } from "./support/harness";

/** Pauses of weeks have room in it. */
const WORLD_BUDGET = { virtualMs: 1e12, events: 250_000 };

describe("Lab 5, part 3: generated worlds", () => {
  simulate("TestDiskWorlds", { ...OPTIONS, budget: WORLD_BUDGET, generated: true }, (sim) =>
    diskWorld(sim, false),
  );
});
