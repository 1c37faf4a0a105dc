import { commonStageHandlers, labStageOf, stageHandler, type StageHandlersOf } from "harness";
import type { Simulation } from "labrpc/simulation";
import type { ReplicationStageCalls } from "../stage";
import { asks } from "./staged/asks";
import { Play } from "./staged/Play";
import { expectLinearizable } from "./support/expectations";

/** What scenarios of lab 4 play on. */
export const stage = labStageOf({
  folder: __dirname,
  stage: stageHandlers,
  options: { budget: { virtualMs: 400_000, events: 60_000 } },
});

function stageHandlers(sim: Simulation): StageHandlersOf<ReplicationStageCalls> {
  const play = new Play(sim);
  const onNode = (run: (number: number) => void): ((args: unknown) => unknown) =>
    stageHandler(asks.node, (number) => {
      play.expectNode(number);
      run(number);
    });
  return {
    ...commonStageHandlers(sim, (name) => {
      play.expectHost(name);
    }),
    startCluster: stageHandler(asks.startCluster, (config) => {
      play.start(config);
    }),
    makeClerk: stageHandler(asks.makeClerk, ({ name, nodes }) => {
      play.makeClerk(name, nodes);
    }),
    set: stageHandler(asks.set, (one) => play.set(one.clerk, one.key, one.value)),
    get: stageHandler(asks.get, (one) => play.get(one.clerk, one.key, one.node)),
    readLeader: stageHandler(asks.readLeader, (one) => play.readLeader(one.clerk, one.key)),
    http: stageHandler(asks.http, (request) => play.http(request)),
    stop: onNode((number) => {
      play.kv.stop(number);
    }),
    start: onNode((number) => {
      play.kv.start(number);
    }),
    crash: onNode((number) => {
      play.crash(number);
    }),
    restart: onNode((number) => {
      play.restart(number);
    }),
    crowd: stageHandler(asks.crowd, (crowd) => play.crowd(crowd)),
    expectQuorums: () => {
      play.expectQuorums();
    },
    expectSameEverywhere: stageHandler(asks.expectSameEverywhere, (withinMs) =>
      play.expectSameEverywhere(withinMs),
    ),
    expectLinearizable: () => {
      expectLinearizable(play.kv.history);
    },
  };
}
