import { expectBetween, expectValue } from "labrpc/testing";
import { expectConverged, expectLamportClock, QUIET_MS, timed } from "./support/expectations";
import { OPTIONS, OVERTAKING, ROUND_TRIP_MS, simulate, startStore } from "./support/harness";

describe("Lab 3, part 4: eventual consistency", () => {
  simulate("TestEventual", OVERTAKING, async (sim) => {
    const kv = startStore(sim, { level: "eventual", servers: 4 });
    const keys = ["a", "__proto__"];
    const random = sim.random("partition");
    const cut = async (): Promise<void> => {
      await sim.sleep(random.between(0, 60));
      const alone = random.int(4);
      kv.partition(
        [alone],
        kv.servers.filter((server) => server !== alone),
      );
      await sim.sleep(random.between(50, 400));
      kv.heal();
    };
    const clients = sim.inParallel(4, async (server) => {
      const ck = kv.clerk(`clerk-${String(server)}`, server);
      const own = sim.random(ck.host.name);
      for (let i = 0; i < 5; i++) {
        const [key, value] = [own.pick(keys), String((server + 1) * 100 + i)];
        await ck.set(key, value);
        expectValue(
          `what ${kv.nameOf(server)} holds when a write there is done`,
          await hasWrite(server, key),
          true,
        );
        if (own.chance(0.5)) await ck.get(key);
        if (own.chance(0.3)) await sim.sleep(own.between(0, 60));
      }
    });
    const hasWrite = async (server: number, key: string): Promise<boolean> =>
      (await kv.read(server, key)) !== "";
    await Promise.all([clients, cut()]);
    await sim.sleep(QUIET_MS);
    await expectConverged(kv, keys);

    // Each server is alone: it still answers at once, reads what it wrote, and tells the others later.
    sim.network.set({ delayMs: [0.1, 1] });
    kv.partition([0], [1], [2], [3]);
    for (const server of kv.servers) {
      const ck = kv.clerk(`alone-${String(server)}`, server);
      const value = ` alone ${String(server)}\n`;
      const took = await timed(sim, () => ck.set("c", value));
      expectBetween("a write waited for other servers", took, 0, ROUND_TRIP_MS, "ms");
      expectValue("a get of one's own write, while no server hears another,", await ck.get("c"), value);
      // The same value once more, after another one: it is the last.
      await ck.set("c", "between");
      await ck.set("c", value);
    }
    await sim.sleep(500);
    kv.heal();
    await sim.sleep(QUIET_MS);
    await expectConverged(kv, [...keys, "c"]);
    for (const server of kv.servers) await expectLamportClock(kv, server);
  });

  simulate("TestEventualTieBreak", OPTIONS, async (sim) => {
    const kv = startStore(sim, { level: "eventual", servers: 4 });
    // All write before any has heard of another: all clocks are the same, and the largest number wins everywhere,
    // in whatever order the writes arrive. The larger the number, the smaller the value: who compares values only, or
    // before numbers, is found out.
    const valueOf = (server: number): string => `${["d", "c", "b", "a"][server] ?? ""} of ${String(server)}`;
    const random = sim.random("slow");
    for (const from of kv.servers)
      for (const to of kv.servers) if (from !== to) kv.slow(from, to, 20 + random.int(280));
    await sim.inParallel(4, (server) =>
      kv.clerk(`clerk-${String(server)}`, server).set("k", valueOf(server)),
    );
    await sim.sleep(QUIET_MS);
    await expectConverged(kv, ["k"]);
    for (const server of kv.servers)
      expectValue(
        `the value of "k" at ${kv.nameOf(server)}, after four writes with the same clock,`,
        await kv.read(server, "k"),
        valueOf(3),
      );

    // One server is alone and its clock runs ahead: its last write wins, although the others' arrive after it.
    kv.heal();
    kv.partition([0], [1, 2, 3]);
    const [ahead, behind] = [kv.clerk("ahead", 0), kv.clerk("behind", 3)];
    for (let i = 0; i < 4; i++) await ahead.set("j", `ahead ${String(i)}`);
    await behind.set("j", "behind");
    await sim.sleep(500);
    kv.heal();
    await sim.sleep(QUIET_MS);
    await expectConverged(kv, ["j", "k"]);
    // Who has seen that writes behind it, whatever its own clock was.
    await kv.clerk("after", 2).set("j", "after");
    await sim.sleep(QUIET_MS);
    for (const server of kv.servers)
      expectValue(
        `"j" at ${kv.nameOf(server)}, written again by a server that knew of all writes,`,
        await kv.read(server, "j"),
        "after",
      );
    await expectConverged(kv, ["j", "k"]);

    // A value comes once more, and what was between them comes last: the value's newer timestamp counts.
    const [once, between, more] = [0, 1, 2].map((server) => kv.clerk(`again-${String(server)}`, server));
    await once?.set("l", "again");
    await sim.sleep(QUIET_MS);
    kv.slow(1, 3, 300);
    await between?.set("l", "between");
    await sim.sleep(100);
    await more?.set("l", "again");
    await sim.sleep(QUIET_MS);
    for (const server of kv.servers)
      expectValue(
        `"l" at ${kv.nameOf(server)}, whose last value was there before,`,
        await kv.read(server, "l"),
        "again",
      );
    kv.heal();

    // Numbers of servers and clocks are numbers: 10 is more than 9, and no server number makes up for a smaller clock.
    // So many servers take long to start: a few seeds are enough.
    if (sim.seed % 5 !== 4) return;
    const many = startStore(sim, { level: "eventual", servers: 11, name: "many" });
    many.partition();
    await sim.inParallel(2, async (i) => {
      const [server, own] = [9 + i, many.clerk(`many-${String(9 + i)}`, 9 + i)];
      for (const key of ["m", "n"]) await own.set(key, `of ${String(server)}`);
    });
    const zero = many.clerk("many-0", 0);
    for (const key of ["o", "o", "n"]) await zero.set(key, "late");
    many.heal();
    await sim.sleep(QUIET_MS);
    await expectConverged(many, ["m", "n", "o"]);
  });
});
