import type { Simulation } from "labrpc/simulation";
import type { Demonstration, Narrator } from "labrpc/testing";
import { startStore } from "./support/harness";
import type { Level } from "../types";

/** What `npm run demo lab3` shows. */
export const demonstrations: readonly Demonstration[] = [
  { title: "The book's example: two writers, two readers", network: { timeoutMs: 30_000 }, show: tanenbaum },
  { title: "A read after a write, at another server", network: { timeoutMs: 30_000 }, show: readElsewhere },
  { title: "Servers that do not hear each other", network: { timeoutMs: 30_000 }, show: cutOff },
  { title: "What each level costs", network: { timeoutMs: 30_000 }, show: costs },
];

const LEVELS: readonly Level[] = ["linearizable", "sequential", "eventual"];

async function tanenbaum(sim: Simulation, narrator: Narrator): Promise<void> {
  for (const level of ["sequential", "eventual"] as const) {
    const kv = startStore(sim, { level, servers: 4, name: level });
    kv.slow(1, 2, 100);
    kv.slow(0, 3, 100);
    narrator.step(`${level}: P1 writes x, P2 writes y; P3 hears P1 first, P4 hears P2 first`);
    const writers = [0, 1].map((server) =>
      kv.clerk(`${level} P${String(server + 1)}`, server).set("a", server === 0 ? "x" : "y"),
    );
    const readers = [2, 3].map(async (server) => {
      const ck = kv.clerk(`${level} P${String(server + 1)}`, server);
      await sim.sleep(50);
      const first = await ck.get("a");
      await sim.sleep(250);
      narrator.result(`P${String(server + 1)} reads ${JSON.stringify([first, await ck.get("a")])}`);
    });
    await Promise.all([...writers, ...readers]);
  }
}

async function readElsewhere(sim: Simulation, narrator: Narrator): Promise<void> {
  for (const level of LEVELS) {
    const kv = startStore(sim, { level, name: level });
    const late = level === "eventual" ? 0 : 2;
    kv.slow(late, 1, 100);
    narrator.step(
      `${level}: server 1 hears late of server ${String(late)}; a write at server 0, then a read at server 1`,
    );
    await kv.clerk(`${level} writer`, 0).set("k", "new");
    narrator.result(`the read finds ${JSON.stringify(await kv.clerk(`${level} reader`, 1).get("k"))}`);
  }
}

async function cutOff(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startStore(sim, { level: "eventual" });
  narrator.step("eventual: no server hears another; each is written");
  kv.partition([0], [1], [2]);
  for (const server of kv.servers)
    await kv.clerk(`clerk-${String(server)}`, server).set("k", `of ${String(server)}`);
  for (const server of kv.servers) narrator.result(`server ${String(server)}: ${await kv.read(server, "k")}`);
  narrator.step("They hear each other again");
  kv.heal();
  await sim.sleep(1_000);
  for (const server of kv.servers) narrator.result(`server ${String(server)}: ${await kv.read(server, "k")}`);
}

async function costs(sim: Simulation, narrator: Narrator): Promise<void> {
  for (const level of LEVELS) {
    const kv = startStore(sim, { level, name: `${level}-cost` });
    const ck = kv.clerk(`${level} client`, 0);
    narrator.step(`${level}: a write, then a read`);
    for (const [what, call] of [
      ["write", () => ck.set("k", "v")],
      ["read", () => ck.get("k")],
    ] as const) {
      const [started, before] = [sim.now, await kv.published()];
      await call();
      const ms = (sim.now - started).toFixed(1);
      await sim.sleep(100);
      narrator.result(`the ${what} took ${ms} ms and ${String((await kv.published()) - before)} messages`);
    }
  }
}
