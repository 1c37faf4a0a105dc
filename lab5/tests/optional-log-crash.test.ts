import { HostCrashed, type Simulation } from "labrpc/simulation";
import { expectValue } from "labrpc/testing";
import type { DiskOperation } from "./support/disk/DiskModel";
import { expectSuccess } from "./support/expectations";
import { OPTIONS, SAVE_EVERY_MS, simulate, startServers, type Servers } from "./support/harness";
import type { KVService } from "../types";

describe("Lab 5, optional: a log", () => {
  simulate("TestLogCrash", OPTIONS, async (sim) => {
    // Before all else: what happens to another server is no cause of its failure.
    if (sim.inTurn([true, false, false, false])) await expectKeptDuringSnapshot(sim);
    const kv = await startServers(sim, { servers: 1, log: true });
    const random = sim.random("crashes");
    // The disk takes its time, so that an answer that does not wait for it is early.
    sim.network.slow(kv.nameOf(1), kv.diskName(1), 4);
    await expectSameOrder(kv);
    await expectCountedWhenAnswered(sim, kv);
    await expectRepairedWhole(sim);
    // What was answered is there after the crash, whenever that comes; what was not answered may be there.
    const known = new Map<string, Set<string | null>>();
    const rounds = random.shuffle(["write", "write", "snapshot", "snapshot", "snapshot"] as const);
    for (const [round, when] of rounds.entries()) {
      // What it does for a single write, it does to its log.
      const logs = new Set<string>();
      kv.disk(1).before = (operation) => void logs.add(stepOf(operation));
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

/** So many keys that a snapshot of them may be written in pieces, and how many clients write meanwhile. */
const [MANY_KEYS, WRITERS] = [1_100, 16];
/** How often a snapshot of them is written, virtual ms. */
const SNAPSHOT_MS = 2_000;

/** "Write it in pieces": what is answered between two of them is in the snapshot, or in a log that stays. */
async function expectKeptDuringSnapshot(sim: Simulation): Promise<void> {
  const kv = await startServers(sim, { servers: 1, log: true, saveEveryMs: SNAPSHOT_MS, name: "pieces" });
  const started = sim.now;
  const FILLERS = 10;
  await sim.inParallel(FILLERS, async (filler) => {
    for (let i = filler; i < MANY_KEYS; i += FILLERS)
      await kv.ask(1, { command: "SET", key: `key-${String(i)}`, value: "old" });
  });
  // Writes are under way when the next one begins.
  const BEFORE_MS = 5;
  const snapshotAt = started + SNAPSHOT_MS * Math.ceil((sim.now + BEFORE_MS - started) / SNAPSHOT_MS);
  await sim.sleep(snapshotAt - BEFORE_MS - sim.now);
  // Each key once: what is answered is its value from then on.
  const written: string[] = [];
  await sim.inParallel(WRITERS, async (writer) => {
    for (let i = writer; i < MANY_KEYS && sim.now < snapshotAt + 100; i += WRITERS) {
      const key = i % 2 === 0 ? `key-${String(i)}` : `new-${String(i)}`;
      const { status } = await kv.ask(1, { command: "SET", key, value: "new" });
      if (status === "success") written.push(key);
    }
  });
  await sim.sleep(1_000);
  kv.kill(1);
  await kv.start(1);
  for (const key of written)
    expectSuccess(
      `GET after a crash of ${key}, whose SET was answered about when a snapshot was written,`,
      await kv.ask(1, { command: "GET", key }),
      { value: "new" },
    );
  kv.host(1).shutDown();
}

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

/** "total_requests (… answered before this one)": a write that waits for the disk was not answered. */
async function expectCountedWhenAnswered(sim: Simulation, kv: Servers): Promise<void> {
  const before = (await kv.ask(1, { command: "STATS" })).stats?.total_requests ?? -1;
  const state = { answered: false };
  const set = kv
    .ask(1, { command: "SET", key: "counted", value: "x" })
    .finally(() => (state.answered = true));
  await sim.sleep(2);
  const { stats } = await kv.ask(1, { command: "STATS" });
  // Its answer may be on the way.
  await sim.sleep(2);
  if (!state.answered)
    expectValue(
      "total_requests of STATS, while a SET waits for the disk and was not answered,",
      stats?.total_requests,
      before + 1,
    );
  await set;
}

/**
 * A crash tears a line of which nobody was told, and the next crash comes while the server puts that right: what was
 * answered before is there. "A server may be killed at any moment, even while it writes."
 */
async function expectRepairedWhole(sim: Simulation): Promise<void> {
  const kv = await startServers(sim, { servers: 1, log: true, name: "repaired" });
  const random = sim.random("repairs");
  const end = sim.host("torn").end<KVService>(kv.nameOf(1));
  const ROUNDS = 4;
  for (let round = 1; round <= ROUNDS; round++) {
    expectSuccess("SET", await kv.ask(1, { command: "SET", key: `kept-${String(round)}`, value: "x" }));
    await killedAt(sim, kv, { step: 1, isBefore: false }, () =>
      end.call("handle", { command: "SET", key: "torn", value: "y".repeat(20) }).then(
        () => undefined,
        () => undefined,
      ),
    );
    const step = { step: 1 + random.int(4), isBefore: random.chance(0.5) };
    await killedAt(sim, kv, step, () =>
      kv.start(1).then(
        () => undefined,
        (error: unknown) => {
          if (!(error instanceof HostCrashed)) throw error;
        },
      ),
    );
    const { kind } = await kv.start(1);
    expectValue("what a server found that was killed while it started after a crash", kind, "restored");
    for (let i = 1; i <= round; i++)
      expectSuccess(
        "GET of what was answered before a crash, and a second one while the server started,",
        await kv.ask(1, { command: "GET", key: `kept-${String(i)}` }),
        { value: "x" },
      );
  }
  kv.host(1).shutDown();
}

/** Kills the server at one of the things that it does to its disk for a job, or when that is done. */
async function killedAt(
  sim: Simulation,
  kv: Servers,
  { step, isBefore }: { step: number; isBefore: boolean },
  job: () => Promise<void>,
): Promise<void> {
  const state = { killed: false };
  const kill = (): void => {
    if (!state.killed) kv.kill(1, "keeps it");
    state.killed = true;
  };
  kv.atEachDiskOperation(1, (count) => {
    if (count < step) return "again";
    if (isBefore) kill();
    else void sim.sleep(0).then(kill);
    return "enough";
  });
  const done = { yes: false };
  const work = job().finally(() => (done.yes = true));
  await sim.until(() => state.killed || done.yes, { withinMs: 30_000 });
  kv.disk(1).before = undefined;
  kill();
  await work;
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
 * Kills the server at one of the next things that it does to its disk, just before or just after; where the steps of its
 * logs are given, counted from the first other one, and perhaps without those, of which there may be many meanwhile.
 */
function killAt(
  kv: Servers,
  sim: Simulation,
  logs: ReadonlySet<string> | undefined,
  skip: number,
  killed: () => void,
): void {
  const random = sim.random(`before ${String(sim.now)}`);
  const before = random.chance(0.5);
  const counted = logs !== undefined && random.chance(0.5) ? "others" : "all";
  // A snapshot takes about six steps.
  const state = { left: counted === "others" ? skip % 6 : skip, counting: logs === undefined, done: false };
  kv.disk(1).before = (operation) => {
    if (state.done) return;
    const isOfLog = logs?.has(stepOf(operation)) === true;
    state.counting ||= !isOfLog;
    if (!state.counting || (isOfLog && counted === "others") || state.left-- > 0) return;
    state.done = true;
    const kill = (): void => {
      killed();
      kv.kill(1);
    };
    if (before) kill();
    else void sim.sleep(0).then(kill);
  };
}

/** What is done to which file. */
function stepOf({ kind, name }: DiskOperation): string {
  return `${kind} ${name}`;
}
