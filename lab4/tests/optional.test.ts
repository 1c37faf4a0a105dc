import { expectInTime } from "labrpc/testing";
import { expectGet, expectSameEverywhere, expectSet } from "./support/expectations";
import { BUDGET, SOON_MS, simulate, startCluster } from "./support/harness";

describe("Lab 4, optional: the leader comes back", () => {
  simulate("TestLeaderRestart", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim, { writeQuorum: 1 + (sim.seed % 5) });
    const ck = kv.clerk("clerk");
    for (let i = 0; i < 10; i++) {
      expectSet("a write", await ck.set(`key-${String(i % 4)}`, `before ${String(i)}`), "done");
    }
    await expectSameEverywhere(sim, kv, "before the leader crashed");
    // Some miss the last write before the crash; one has nothing at all when the leader is back.
    const [empty = 1, ...behind] = sim.random("behind").shuffle(kv.followers).slice(0, 3);
    kv.stop(...behind);
    for (const key of ["key-0", "key-3"])
      expectSet("a last write before the crash", await ck.set(key, "last"), "done", "no-quorum");
    kv.crash(0);
    kv.start(...behind);
    kv.crash(empty);
    kv.restart(empty);
    expectSet("a write while the leader is down", await ck.set("key-0", "lost"), "maybe");
    const pauses = sim.random("pause");
    const restarts = 1 + (sim.seed % 2);
    for (let start = 1; start <= restarts; start++) {
      await sim.sleep(pauses.between(1, start === 1 ? 2_000 : 100));
      kv.restart(0);
      // It may begin with what its followers have kept, or with nothing: but all have to agree, and new writes to win.
      // At once, when it may not know yet what there was.
      const write = expectInTime(
        sim,
        "a write at the restart",
        SOON_MS,
        ck.set("key-3", `start ${String(start)}`),
      );
      expectSet("a write at the leader's restart", await write, "done", "no-quorum");
      await sim.sleep(100);
      if (start < restarts) kv.crash(0);
    }
    await sim.sleep(2_000);
    for (const key of ["key-1", "key-2"]) {
      const write = expectInTime(sim, "a write after the restart", SOON_MS, ck.set(key, "after"));
      expectSet("a write after the leader's restart", await write, "done");
    }
    await expectSameEverywhere(sim, kv, "after the leader's restart");
    for (const node of kv.nodes) {
      expectGet(
        `key-3 at ${kv.nameOf(node)}, after the restart,`,
        await ck.get("key-3", node),
        `start ${String(restarts)}`,
      );
      expectGet(`key-1 at ${kv.nameOf(node)}, after the restart,`, await ck.get("key-1", node), "after");
    }
  });
});
