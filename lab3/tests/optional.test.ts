import { expectBetween, expectValue } from "labrpc/testing";
import { expectCausal, QUIET_MS, timed } from "./support/expectations";
import { OPTIONS, OVERTAKING, ROUND_TRIP_MS, simulate, startStore } from "./support/harness";

/** More writes than the question's server has made. */
const ASIDES = 3;
/** Writes that wait for one. */
const EFFECTS = 60;

describe("Lab 3, optional: causal consistency", () => {
  simulate("TestCausal", OVERTAKING, async (sim) => {
    const kv = startStore(sim, { level: "causal", servers: 4 });
    const random = sim.random("slow");
    for (let i = 0; i < 4; i++) {
      const [from = 0, to = 1] = random.shuffle(kv.servers);
      kv.slow(from, to, random.between(20, 200));
    }
    await sim.inParallel(4, async (server) => {
      const ck = kv.clerk(`clerk-${String(server)}`, server);
      const own = sim.random(ck.host.name);
      for (let i = 0; i < 8; i++) {
        const key = own.pick(["x", "y", "__proto__"]);
        if (own.chance(0.4)) await ck.set(key, `${String(server)}.${String(i)}`);
        else await ck.get(key);
        await sim.sleep(own.between(0, 40));
      }
    });
    expectCausal(kv.history);
  });

  simulate("TestCausalChain", OPTIONS, async (sim) => {
    const kv = startStore(sim, { level: "causal", servers: 4 });
    const [a = 0, b = 1, c = 2, d = 3] = sim.random("servers").shuffle(kv.servers);
    const clerks = kv.servers.map((server) => kv.clerk(`clerk-${String(server)}`, server));
    const at = (server: number): (typeof clerks)[number] => clerks[server] ?? kv.clerk("nobody", 0);
    // The cause takes long to the last server, and its effect, and the effect's effect, are quick.
    kv.slow(a, d, 300);
    kv.slow(b, d, sim.random("slow").pick([0, 150]));
    // Or for very long: who waits does not give up.
    const cut = sim.seed % 2 === 1;
    if (cut) sim.network.block(kv.nameOf(a), kv.nameOf(d));
    await at(a).set("question", "?");
    await at(a).set("last", "?");
    await sim.sleep(20);
    expectValue("the question at the second server", await at(b).get("question"), "?");
    // What comes in between, from where nobody knows the question, does not take its cause away from the answer.
    if (sim.random("aside").chance(0.6)) {
      // Nor do as many others stand for the cause, where the answer's server does not know them.
      if (sim.random("unknown").chance(0.5)) kv.slow(d, b, 200);
      for (let i = 1; i <= ASIDES; i++) await at(d).set("aside", String(i));
      await sim.sleep(20);
    }
    await at(b).set("answer", "!");
    await at(b).set("last", "!");
    await sim.sleep(20);
    expectValue("the answer at the third server", await at(c).get("answer"), "!");
    await at(c).set("thanks", "…");
    await at(c).set("last", "…");
    for (let i = 0; i < 12; i++) {
      const order = ["thanks", "answer", "question"];
      for (const key of order) await at(d).get(key);
      await sim.sleep(35);
    }
    if (cut) {
      await sim.sleep(3_000);
      for (const key of ["thanks", "answer", "question"]) await at(d).get(key);
      kv.heal();
    }
    expectCausal(kv.history);
    await sim.sleep(QUIET_MS);
    for (const [key, value] of [
      ["question", "?"],
      ["answer", "!"],
      ["thanks", "…"],
      ["last", "…"],
    ] as const)
      expectValue(`"${key}" at the last server, in the end,`, await kv.read(d, key), value);
  });

  simulate("TestCausalAvailable", OPTIONS, async (sim) => {
    const kv = startStore(sim, { level: "causal" });
    await kv.clerk("first", 0).set("k", "v");
    await sim.sleep(QUIET_MS);
    const before = await kv.published();
    kv.partition([0], [1], [2]);
    for (const server of kv.servers) {
      const ck = kv.clerk(`clerk-${String(server)}`, server);
      const read = await timed(sim, async () => {
        expectValue("a read, while no server hears another,", await ck.get("k"), "v");
      });
      const write = await timed(sim, () => ck.set(`own-${String(server)}`, "v"));
      expectBetween("a read waited for other servers", read, 0, ROUND_TRIP_MS, "ms");
      expectBetween("a write waited for other servers", write, 0, ROUND_TRIP_MS, "ms");
    }
    expectBetween("a write tells the others once", (await kv.published()) - before, 3, 3, "messages");
    await sim.sleep(1_000);
    kv.heal();
    await sim.sleep(QUIET_MS);
    for (const server of kv.servers)
      for (const other of kv.servers)
        expectValue(
          `own-${String(other)} at ${kv.nameOf(server)}`,
          await kv.read(server, `own-${String(other)}`),
          "v",
        );
    expectCausal(kv.history);
    // Many writes wait at the last server for one that they may have been caused by.
    kv.slow(0, 2, 400);
    await kv.clerk("cause", 0).set("cause", "c");
    await sim.sleep(20);
    const effects = kv.clerk("effects", 1);
    await effects.get("cause");
    for (let i = 1; i <= EFFECTS; i++) await effects.set(`effect-${String(i)}`, "e");
    kv.slow(0, 2, 0);
    await sim.sleep(QUIET_MS);
    for (let i = 1; i <= EFFECTS; i++) {
      const effect = `effect-${String(i)}`;
      expectValue(`${effect} at ${kv.nameOf(2)}, whose cause came last,`, await kv.read(2, effect), "e");
    }
    // The first value once more, after another one: it is the last.
    const again = kv.clerk("again", 0);
    for (const value of ["w", "v"]) await again.set("k", value);
    await sim.sleep(QUIET_MS);
    for (const server of kv.servers)
      expectValue(`"k" at ${kv.nameOf(server)}, written again,`, await kv.read(server, "k"), "v");
  });
});
