import type { Simulation } from "labrpc/simulation";
import { expectValue } from "labrpc/testing";
import { OPTIONS, SAVE_EVERY_MS, simulate, SNAPSHOT_SLACK_MS, startServers } from "./support/harness";

describe("Lab 5, part 3: what survives", () => {
  simulate("TestCrashDuringSnapshot", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1 });
    const ck = kv.client("client");
    const random = sim.random("crash");
    // Each round kills the server at another step of a snapshot. Old or new: but whole, and never both.
    await expectFirstSnapshotWhole(sim);
    let value = 0;
    const write = async (): Promise<void> => {
      value += 1;
      for (let i = 0; i < 5; i++) await ck.set(`key-${String(i)}`, `${String(value)} ${"x".repeat(50)}`);
    };
    await write();
    await sim.sleep(SAVE_EVERY_MS + 500);
    for (let step = 1; step <= 6; step++) {
      await write();
      const first = kv.disk(1).operations;
      const work = { killed: false };
      kv.disk(1).before = ({ nth }) => {
        if (nth < first + step || work.killed) return;
        work.killed = true;
        // At this very step, or when it has just been done.
        if (random.chance(0.5)) kv.kill(1);
        else
          void sim.sleep(0).then(() => {
            kv.kill(1);
          });
      };
      await sim.until(() => work.killed, { withinMs: SAVE_EVERY_MS + 500 });
      await sim.sleep(1);
      kv.disk(1).before = undefined;
      if (!work.killed && step === 1)
        sim.fail("no snapshot was written", {
          expected: `one within ${String(SAVE_EVERY_MS / 1_000)} s of a change`,
          got: `${String(kv.disk(1).operations - first)} operations on the disk`,
        });
      if (!work.killed) continue;
      const report = await kv.start(1);
      expectValue(
        `what the server found after a crash at step ${String(step)} of a snapshot`,
        report.kind,
        "restored",
      );
      const found = new Set<string>();
      for (let i = 0; i < 5; i++)
        found.add(((await ck.get(`key-${String(i)}`)).value ?? "nothing").split(" ")[0] ?? "");
      const old = String(value - 1);
      if (found.size !== 1 || !(found.has(old) || found.has(String(value))))
        sim.fail(`after a crash at step ${String(step)} of a snapshot, keys that were written together`, {
          expected: `all of snapshot ${old}, or all of snapshot ${String(value)}`,
          got: [...found].join(" and "),
        });
      // What was lost is written again, so that the next round begins with a whole snapshot of it.
      await write();
      await sim.sleep(SAVE_EVERY_MS + 500);
    }
  });
});

/** A server is killed while it writes the first snapshot of its life: all of it is there, or nothing. */
async function expectFirstSnapshotWhole(sim: Simulation): Promise<void> {
  const kv = await startServers(sim, { servers: 1, name: "first" });
  const ck = kv.client("client-of-first");
  for (let i = 0; i < 5; i++) await ck.set(`key-${String(i)}`, "x".repeat(50));
  const random = sim.random("first");
  const [nth, killed] = [1 + random.int(6), { yes: false }];
  const kill = (): void => {
    kv.kill(1);
    killed.yes = true;
  };
  kv.atEachDiskOperation(1, (count) => {
    if (count < nth) return "again";
    if (random.chance(0.5)) kill();
    else void sim.sleep(0).then(kill);
    return "enough";
  });
  await sim.until(() => killed.yes || sim.now > SAVE_EVERY_MS + SNAPSHOT_SLACK_MS, {
    withinMs: 2 * SAVE_EVERY_MS,
  });
  await sim.sleep(1);
  kv.disk(1).before = undefined;
  if (!killed.yes) kv.kill(1);
  const report = await kv.start(1);
  const whole = report.kind === "restored" && report.keys === 5;
  if (!whole && !(report.kind === "empty" || (report.kind === "restored" && report.keys === 0)))
    sim.fail(`what a server found that was killed at step ${String(nth)} of its first snapshot`, {
      expected: "all of it, or nothing",
      got: JSON.stringify(report),
    });
}
