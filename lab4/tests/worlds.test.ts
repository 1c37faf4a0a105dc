import { crashWorld } from "./support/worlds/crashWorld";
import { simulate } from "./support/harness";
import { lossyWorld } from "./support/worlds/lossyWorld";
import { quorumWorld } from "./support/worlds/quorumWorld";
import { restartWorld } from "./support/worlds/restartWorld";

/** Long outages have room in it. */
const WORLD_BUDGET = { virtualMs: 20_000_000, events: 600_000 };

describe("Lab 4: generated worlds", () => {
  simulate("TestQuorumWorlds", { budget: WORLD_BUDGET, generated: true }, quorumWorld);

  simulate("TestWorlds", { budget: WORLD_BUDGET, generated: true }, lossyWorld);

  simulate("TestCrashWorlds", { budget: WORLD_BUDGET, generated: true }, crashWorld);

  simulate("TestRestartWorlds", { budget: WORLD_BUDGET, generated: true }, restartWorld);
});
