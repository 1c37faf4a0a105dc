import type { Simulation } from "labrpc/simulation";
import { expectSuccess } from "./support/expectations";
import { OPTIONS, SAVE_EVERY_MS, simulate, startServers, type Servers } from "./support/harness";

describe("Lab 5, optional: a log", () => {
  simulate("TestLogCrash", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1, log: true });
    const random = sim.random("crashes");
    // The disk takes its time, so that an answer that does not wait for it is early.
    sim.network.slow(kv.nameOf(1), kv.diskName(1), 4);
    await expectSameOrder(kv);
    // What was answered is there after the crash, whenever that comes; what was not answered may be there.
    const known = new Map<string, Set<string | null>>();
    const rounds = random.shuffle(["write", "write", "snapshot", "snapshot", "snapshot"] as const);
    for (const [round, when] of rounds.entries()) {
      // What it uses for a single write is its log.
      const logs = new Set<string>();
      kv.disk(1).before = ({ name }) => void logs.add(name);
      await kv.ask(1, { command: "SET", key: "nobody's", value: "x" });
      if (when === "snapshot") await sim.sleep(SAVE_EVERY_MS - 60);
      const work = { killed: false };
      killAt(kv, sim, when === "write" ? undefined : logs, random.int(when === "write" ? 8 : 10), () => {
        work.killed = true;
      });
      await sim.inParallel(3, async (client) => {
        const ck = kv.client(`client-${String(round)}-${String(client)}`);
        const own = sim.random(`client-${String(round)}-${String(client)}`);
        for (let i = 0; !work.killed && i < 60; i++) {
          const key = `${String(client)}:${String(own.int(3))}`;
          const value = own.chance(0.2) ? null : `${String(round)}.${String(i)}`;
          known.set(key, new Set([...(known.get(key) ?? [null]), value]));
          const call = value === null ? ck.delete(key) : ck.set(key, value);
          if (await isAnswered(sim, call, () => work.killed)) known.set(key, new Set([value]));
          await sim.sleep(own.between(0, 3));
        }
      });
      kv.disk(1).before = undefined;
      if (!work.killed) kv.kill(1);
      // These clients are gone, and what they still want is not asked for again.
      for (let i = 0; i < 3; i++) sim.host(`client-${String(round)}-${String(i)}`).shutDown();
      await sim.sleep(random.between(1, 50));
      const report = await kv.start(1);
      if (report.kind === "corrupt")
        sim.fail("the server found its own files corrupt after a crash", {
          expected: "what was answered",
          got: report.message,
        });
      for (const [key, values] of known) {
        const got = (await kv.ask(1, { command: "GET", key })).value ?? null;
        if (!values.has(got))
          sim.fail(
            `the value of ${key} after crash ${String(round + 1)} is not what was answered before it`,
            {
              expected: [...values].map(String).join(" or "),
              got: String(got),
            },
          );
        known.set(key, new Set([got]));
      }
    }
  });
});

/** Two clients set one key at the same time. What is read then is there after a crash, and so is an MSET. */
async function expectSameOrder(kv: Servers): Promise<void> {
  const written: Promise<unknown>[] = [];
  for (const name of ["one", "two", "three"]) written.push(kv.client(`client-${name}`).set("shared", name));
  await Promise.all(written);
  const { value } = await kv.ask(1, { command: "GET", key: "shared" });
  const many = await kv.ask(1, { command: "MSET", entries: { "many-1": "1", "many-2": "2" } });
  kv.kill(1);
  await kv.start(1);
  expectSuccess(
    "GET after a crash of a key that clients had set at the same time, and that was read before the crash,",
    await kv.ask(1, { command: "GET", key: "shared" }),
    { value: value ?? null },
  );
  if (many.status === "success")
    expectSuccess(
      "GET after a crash of a key of an MSET",
      await kv.ask(1, { command: "GET", key: "many-2" }),
      {
        value: "2",
      },
    );
}

/** Whether the call is answered before the server is killed. */
async function isAnswered(sim: Simulation, call: Promise<unknown>, killed: () => boolean): Promise<boolean> {
  const state: { answered?: true } = {};
  call.then(
    () => (state.answered = true),
    () => undefined,
  );
  await sim.until(() => state.answered === true || killed(), { withinMs: 30_000 });
  return state.answered === true;
}

/**
 * Kills the server at one of the next things that it does to its disk, just before or just after; where its logs are
 * given, counted from the first one that is done to another file.
 */
function killAt(
  kv: Servers,
  sim: Simulation,
  logs: ReadonlySet<string> | undefined,
  skip: number,
  killed: () => void,
): void {
  const state = { left: skip, counting: logs === undefined, done: false };
  const before = sim.random(`before ${String(sim.now)}`).chance(0.5);
  kv.disk(1).before = ({ name }) => {
    if (state.done) return;
    state.counting ||= logs?.has(name) === false;
    if (!state.counting || state.left-- > 0) return;
    state.done = true;
    const kill = (): void => {
      killed();
      kv.kill(1);
    };
    if (before) kill();
    else void sim.sleep(0).then(kill);
  };
}
