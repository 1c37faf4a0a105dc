import type { Simulation } from "labrpc/simulation";
import { expectBetween, expectValue } from "labrpc/testing";
import {
  expectAcknowledgedOperations,
  expectLamportClock,
  expectOperations,
  expectOneOrder,
  expectSequential,
  QUIET_MS,
  timed,
} from "./support/expectations";
import { OPTIONS, OVERTAKING, simulate, SOON_MS, startStore } from "./support/harness";

/** Clients that write at the same time. */
const CROWD = 40;

describe("Lab 3, part 1: clocks, acknowledgements and one order", () => {
  simulate("TestLamportClock", OVERTAKING, async (sim) => {
    const kv = startStore(sim, { level: "sequential" });
    try {
      await sim.inParallel(3, async (server) => {
        const ck = kv.clerk(`clerk-${String(server)}`, server);
        for (let i = 0; i <= server * 2; i++) await ck.set(`k${String(i)}`, `${String(server)}.${String(i)}`);
      });
    } catch (error) {
      // A wrong message may be why a write never ends, and says more than who waits.
      for (const server of kv.servers) await expectLamportClock(kv, server);
      await expectAcknowledgedOperations(kv);
      throw error;
    }
    await sim.sleep(QUIET_MS);
    // Whoever has seen much stamps what it says next behind that.
    await kv.clerk("last", 0).set("last", "x");
    await sim.sleep(QUIET_MS);
    for (const server of kv.servers) await expectLamportClock(kv, server);
    await expectOperations(kv);
  });

  simulate("TestAckBeforeDeliver", OPTIONS, async (sim) => {
    const kv = startStore(sim, { level: "sequential" });
    const [writer = 0, silent = 1] = sim.random("servers").shuffle(kv.servers);
    const SLOW_MS = 200;
    kv.slow(silent, writer, SLOW_MS);
    const ck = kv.clerk("clerk", writer);
    const [took] = await Promise.all([
      timed(sim, () => ck.set("k", "new")),
      (async () => {
        await sim.sleep(SLOW_MS / 2);
        expectValue(
          `what ${kv.nameOf(writer)} answers, before ${kv.nameOf(silent)} has acknowledged the write,`,
          await kv.read(writer, "k"),
          "",
        );
      })(),
    ]);
    expectBetween(
      `a write was done before an acknowledgement of ${kv.nameOf(silent)} can have come`,
      took,
      SLOW_MS,
      SOON_MS,
      "ms",
    );
    expectValue("what the writer's server answers then", await kv.read(writer, "k"), "new");

    // An operation may still come that belongs before the one that is here: the silent server has one on its way.
    const [early, late] = [kv.clerk("early", silent), kv.clerk("late", writer)];
    const both = Promise.all([early.set("x", "first"), sim.sleep(20).then(() => late.set("x", "second"))]);
    await both;
    await sim.sleep(QUIET_MS);
    const [first = "", ...others] = await Promise.all(kv.servers.map((server) => kv.read(server, "x")));
    for (const other of others) expectValue('the value of "x", compared between two servers,', other, first);
    expectSequential(kv.history);

    // Many acknowledgements overtake what they acknowledge: each counts when that comes.
    kv.slow(silent, writer, 0);
    kv.slow(writer, silent, SLOW_MS);
    await sim.inParallel(CROWD, (client) => {
      const name = `crowd-${String(client)}`;
      return kv.clerk(name, writer).set(name, "here");
    });
    kv.slow(writer, silent, 0);
    await sim.sleep(QUIET_MS);
    for (const server of kv.servers)
      expectValue(
        `what ${kv.nameOf(server)} holds of the last of ${String(CROWD)} writes at the same time`,
        await kv.read(server, `crowd-${String(CROWD - 1)}`),
        "here",
      );

    // However long an acknowledgement takes: a server that is silent is not dead.
    kv.partition(
      [silent],
      kv.servers.filter((server) => server !== silent),
    );
    const [patient] = await Promise.all([
      timed(sim, () => ck.set("k", "newer")),
      (async () => {
        await sim.sleep(CUT_MS - 1);
        for (const server of kv.servers)
          expectValue(
            `what ${kv.nameOf(server)} answers, while ${kv.nameOf(silent)} hears nobody,`,
            await kv.read(server, "k"),
            "new",
          );
        kv.heal();
      })(),
    ]);
    expectBetween(
      `a write was done while ${kv.nameOf(silent)} could not acknowledge it`,
      patient,
      CUT_MS - 1,
      SOON_MS,
      "ms",
    );
    expectValue(
      "the number of requests of a clerk that was to write twice",
      sim.network.calls({ from: ck.host.name }).calls,
      2,
    );
    await sim.sleep(QUIET_MS);
    for (const server of kv.servers)
      expectValue(`what ${kv.nameOf(server)} answers then`, await kv.read(server, "k"), "newer");
  });

  simulate("TestTotalOrder", OVERTAKING, async (sim) => {
    const kv = startStore(sim, { level: "sequential", servers: 4 });
    // One in nine messages between servers is lost at first: it comes later, and what its sender says then waits.
    sim.network.script(({ kind, method, nth, from, to }) =>
      kind === "request" &&
      method === "deliver" &&
      (nth * 5 + from.length * to.charCodeAt(7)) % 9 === sim.seed % 9
        ? "lose"
        : undefined,
    );
    const keys = ["x", "y"];
    const seen = new Map(keys.map((key) => [key, new Map<string, string[]>()]));
    const work = { over: false };
    const watch = async (): Promise<void> => {
      while (!work.over) {
        await sim.sleep(8);
        for (const key of keys) {
          for (const server of kv.servers) {
            const value = await kv.read(server, key);
            const values = seen.get(key)?.get(kv.nameOf(server)) ?? [];
            seen.get(key)?.set(kv.nameOf(server), values);
            if (value !== "" && !values.includes(value)) values.push(value);
          }
        }
      }
    };
    const write = async (): Promise<void> => {
      await sim.inParallel(4, async (server) => {
        const ck = kv.clerk(`clerk-${String(server)}`, server);
        const random = sim.random(ck.host.name);
        for (let i = 0; i < 3; i++) await ck.set(random.pick(keys), `${String(server)}.${String(i)}`);
      });
      await sim.sleep(200);
      work.over = true;
    };
    await Promise.all([write(), watch()]);
    for (const [key, values] of seen) expectOneOrder(key, values);
    await sim.sleep(QUIET_MS);
    for (const key of keys) {
      const [first = "", ...others] = await Promise.all(kv.servers.map((server) => kv.read(server, key)));
      for (const other of others)
        expectValue(`the last value of "${key}", compared between two servers,`, other, first);
    }
    await expectPairInOrder(sim);
  });
});

/** How often two servers write at the same time. */
const BURSTS = 24;
/** How much later one of them does, virtual ms at most: its request comes while the other's message does. */
const APART_MS = 2;
/** After which all has arrived, virtual ms. */
const BETWEEN_MS = 200;

/** Of two servers each has all acknowledgements as soon as the other's operation comes: also while it stamps one of its own. */
async function expectPairInOrder(sim: Simulation): Promise<void> {
  const pair = startStore(sim, { level: "sequential", servers: 2, name: "pair" });
  const clerks = pair.servers.map((server) => pair.clerk(`pair-clerk-${String(server)}`, server));
  const random = sim.random("pair");
  for (let burst = 1; burst <= BURSTS; burst++) {
    const key = `burst ${String(burst)}`;
    await Promise.all(
      clerks.map(async (ck, i) => {
        await sim.sleep(random.int(APART_MS * 20) / 20);
        await ck.set(key, `of ${pair.nameOf(i)}`);
      }),
    );
    await sim.sleep(BETWEEN_MS);
    const [first, second] = await Promise.all(pair.servers.map((server) => pair.read(server, key)));
    expectValue(
      `the last value of "${key}" at ${pair.nameOf(1)}, compared with ${pair.nameOf(0)},`,
      second,
      first,
    );
  }
}

/** How long a server is cut off, virtual ms: longer than anybody would wait who gives up. */
const CUT_MS = 8_000;
