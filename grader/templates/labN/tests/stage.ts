import {
  commonStageHandlers,
  labStageOf,
  stageHandler,
  StageMisuse,
  stageName,
  type StageHandlersOf,
} from "harness";
import type { Simulation } from "labrpc/simulation";
import { z } from "zod";
import type { CounterStageCalls } from "../stage";
import { expectLinearizable } from "./support/expectations";
import { startCounter, type Counter, type RecordedClerk } from "./support/harness";

/** What scenarios of lab N play on. */
export const stage = labStageOf({
  folder: __dirname,
  stage: stageHandlers,
  options: { budget: { virtualMs: 1_000_000, events: 30_000 } },
});

const [MOST_CLERKS, MOST_OPERATIONS] = [50, 400];

function stageHandlers(sim: Simulation): StageHandlersOf<CounterStageCalls> {
  let started: Counter | undefined;
  const clerks = new Map<string, RecordedClerk>();
  const counter = (): Counter => {
    if (started === undefined) throw new StageMisuse("there is no server; call stage.startServer() first");
    return started;
  };
  const clerkOf = (name: string): RecordedClerk => {
    const clerk = clerks.get(name);
    if (clerk === undefined) throw new StageMisuse(`there is no clerk ${name}`);
    return clerk;
  };
  const expectHost = (name: string): void => {
    if (!sim.hosts.some((host) => host.name === name)) throw new StageMisuse(`there is no host ${name}`);
  };
  return {
    ...commonStageHandlers(sim, expectHost),
    startServer: () => {
      if (started !== undefined) throw new StageMisuse("the server is there already");
      started = startCounter(sim);
    },
    makeClerk: stageHandler(z.strictObject({ name: stageName }), ({ name }) => {
      if (clerks.has(name)) throw new StageMisuse(`there is a clerk ${name} already`);
      if (clerks.size >= MOST_CLERKS) throw new StageMisuse(`at most ${String(MOST_CLERKS)} clerks`);
      clerks.set(name, counter().clerk(name));
    }),
    add: stageHandler(z.strictObject({ clerk: stageName, amount: z.int() }), ({ clerk, amount }) =>
      clerkOf(clerk).add(amount),
    ),
    read: stageHandler(z.strictObject({ clerk: stageName }), ({ clerk }) => clerkOf(clerk).read()),
    crowd: stageHandler(
      z.strictObject({
        clerks: z.int().min(1).max(MOST_CLERKS),
        operations: z.int().min(1).max(MOST_OPERATIONS),
      }),
      async ({ clerks: count, operations }) => {
        if (count * operations > MOST_OPERATIONS)
          throw new StageMisuse(`at most ${String(MOST_OPERATIONS)} operations of all clerks together`);
        await sim.inParallel(count, async (client) => {
          const name = `crowd-${String(client)}`;
          const [ck, random] = [counter().clerk(name), sim.random(name)];
          for (let i = 0; i < operations; i++)
            await (random.chance(0.5) ? ck.add(1 + random.int(9)) : ck.read());
        });
      },
    ),
    expectLinearizable: () => {
      expectLinearizable(counter().history);
    },
  };
}
