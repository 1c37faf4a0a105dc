import { Violation } from "labrpc/simulation";
import {
  expectEveryAppendOnce,
  expectInTime,
  expectLinearizable,
  expectValue,
  onMessages,
  token,
} from "../expectations";
import { BUDGET, simulate, startKVService } from "../harness";

describe("Lab 1, part 2: messages that get lost", () => {
  simulate("TestUnreliable", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const random = sim.random("workload");
    await sim.inParallel(5, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      for (let i = 0; i < 10; i++) {
        const key = random.pick(["a", "b", `own-${String(client)}`]);
        if (random.chance(0.35)) await ck.put(key, token(client, i));
        else if (random.chance(0.5)) await ck.append(key, token(client, i));
        else await ck.get(key);
      }
    });
    for (const key of ["a", "b"]) await kv.clerk(`reader-${key}`).get(key);
    expectLinearizable(kv.history);
  });

  simulate("TestUnreliableOneKey", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    await sim.inParallel(5, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      for (let i = 0; i < 10; i++) await ck.append("k", token(client, i));
    });
    expectEveryAppendOnce(await kv.clerk("reader").get("k"), { clients: 5, appends: 10 });
    expectLinearizable(kv.history);
  });

  simulate("TestLostReplies", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
    /** Loses the next replies to clerk-a and waits until the first of them is lost. */
    const loseReplies = async (count: number): Promise<void> => {
      const { script, seen } = onMessages(count, (m) => m.kind === "reply" && m.to === "clerk-a", "lose");
      sim.network.script(script);
      await sim.until(() => seen() > 0, { withinMs: 10_000 });
    };
    const times = 1 + sim.random("losses").int(3);

    // An append whose reply is lost happens once, and resolves to what it found the first time.
    let lost = loseReplies(times);
    const first = a.append("k", "a1 ");
    await lost;
    expectValue(
      "clerk-b's append, after clerk-a's append whose reply was lost",
      await b.append("k", "b1 "),
      "a1 ",
    );
    expectValue(
      "what clerk-a's append resolves to when its reply was lost",
      await expectInTime(sim, "clerk-a's append", 60_000, first),
      "",
    );
    expectValue("the value after both appends", await b.get("k"), "a1 b1 ");

    // A put that somebody has read and somebody else has overwritten must not come back.
    lost = loseReplies(times);
    const put = a.put("p", "from a");
    await lost;
    expectValue("clerk-b's get, after clerk-a's put whose reply was lost", await b.get("p"), "from a");
    await b.put("p", "from b");
    await expectInTime(sim, "clerk-a's put", 60_000, put);
    expectValue("a key that clerk-b overwrote while clerk-a sent its put again", await b.get("p"), "from b");

    // A request that never arrived is executed when it is sent again; two copies at one time are one.
    const request = onMessages(times, (m) => m.kind === "request" && m.from === "clerk-a", "lose");
    sim.network.script(request.script);
    await expectInTime(
      sim,
      "clerk-a's append, whose first requests were lost,",
      60_000,
      a.append("r", "once "),
    );
    const copies = onMessages(1, (m) => m.kind === "request" && m.from === "clerk-a", { copies: 2 });
    sim.network.script(copies.script);
    await a.append("r", "copied ");
    expectValue("the value after a lost and a copied request", await b.get("r"), "once copied ");

    // Three replies of four are lost.
    sim.network.script(undefined);
    sim.network.set({ reliable: false, requestLoss: 0.3, replyLoss: 0.6 });
    await sim.inParallel(2, async (client) => {
      for (let i = 0; i < 3; i++) await (client === 0 ? a : b).append("z", token(client, i));
    });
    expectEveryAppendOnce(await b.get("z"), { clients: 2, appends: 3 });
    expectLinearizable(kv.history);
  });

  simulate("TestMemory", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const work = async (
      prefix: string,
      clients: number,
      each: (ck: ReturnType<typeof kv.clerk>, i: number) => Promise<void>,
      rounds: number,
    ): Promise<number> => {
      const before = sim.retainedBytes();
      const clerks = Array.from({ length: clients }, (_, i) => kv.clerk(`${prefix}-${String(i)}`));
      await Promise.all(
        clerks.map(async (ck) => {
          for (let i = 0; i < rounds; i++) await each(ck, i);
        }),
      );
      for (const ck of clerks) ck.host.crash();
      kv.history.length = 0;
      await sim.sleep(10);
      return sim.retainedBytes() - before;
    };
    const atMost = (what: string, got: number, most: number): void => {
      if (got > most) {
        throw new Violation(`the server keeps too much in memory: ${what}`, {
          expected: `at most ${String(most / 1000)} kB more than before`,
          got: "more than that",
        });
      }
    };
    // The first round compiles what is compiled late, so that it is not counted as the server's.
    await work("warm", 2, (ck, i) => ck.put("w", `warm ${String(i)}`), 20);

    const big = "v".repeat(20_000);
    const large = await work(
      "large",
      3,
      async (ck, i) => {
        await ck.put("large", `${String(i)}${big}`);
        await ck.get("large");
      },
      20,
    );
    atMost("3 clients wrote 20 values of 20 kB each to one key", large, 400_000);

    const ids = await work("small", 5, (ck, i) => ck.put("small", String(i)), 300);
    atMost(
      "5 clients made 300 small puts each; only the last one of each client may need a record",
      ids,
      50_000,
    );

    const many = await work("many", 150, (ck, i) => ck.put("many", String(i)), 1);
    atMost("150 clients made one small put each", many, 300_000);
  });

  simulate("TestRpcCount", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const ck = kv.clerk("clerk-0");
    const count = async (operations: number, each: (i: number) => Promise<unknown>): Promise<number> => {
      const before = sim.network.calls({ from: "clerk-0" }).calls;
      for (let i = 0; i < operations; i++) await each(i);
      return (sim.network.calls({ from: "clerk-0" }).calls - before) / operations;
    };
    const atMost = (what: string, got: number, most: number): void => {
      if (got > most)
        throw new Violation(`too many RPCs: ${what}`, {
          expected: `at most ${String(most)} per operation`,
          got: got.toFixed(2),
        });
    };
    const writes = await count(20, (i) => (i % 2 === 0 ? ck.put("k", String(i)) : ck.append("k", String(i))));
    atMost("writes on a reliable network (one is enough, a second may acknowledge)", writes, 2);
    await ck.get("k");
    atMost("gets on a reliable network", await count(20, () => ck.get("k")), 1);
    sim.network.set({ reliable: false });
    atMost("writes on an unreliable network", await count(20, (i) => ck.append("k", String(i))), 5);
  });

  simulate("TestDistinctHosts", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
    await a.put("k", "1");
    expectValue("what clerk-b reads after clerk-a's put", await b.get("k"), "1");
    await b.put("k", "2");
    expectValue("what clerk-a reads after clerk-b's put", await a.get("k"), "2");
    expectLinearizable(kv.history);

    kv.stop(0);
    let answered = false;
    const waiting = a.get("k").then((value) => {
      answered = true;
      return value;
    });
    waiting.catch(() => undefined);
    await sim.sleep(3_000);
    if (answered)
      sim.fail("clerk-a got an answer although the server was unplugged", {
        expected: "no answer",
        got: "one",
      });
    kv.start(0);
    expectValue(
      "what clerk-a reads when the server is back",
      await expectInTime(sim, "clerk-a's get", 60_000, waiting),
      "2",
    );

    kv.server(0).crash();
    kv.server(0).restart();
    kv.launch(0);
    expectValue(
      "a key after the server lost its memory and started anew",
      await kv.clerk("clerk-c").get("k"),
      "",
    );
  });
});
