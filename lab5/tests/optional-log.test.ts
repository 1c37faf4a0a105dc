import type { Simulation } from "labrpc/simulation";
import { expectBetween, expectValue } from "labrpc/testing";
import { DiskSpell } from "./support/disk/DiskSpell";
import { expectError, expectSuccess } from "./support/expectations";
import {
  OPTIONS,
  SAVE_EVERY_MS,
  simulate,
  SNAPSHOT_SLACK_MS,
  startServers,
  type Servers,
} from "./support/harness";

describe("Lab 5, optional: a log", () => {
  simulate("TestLogExpire", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1, log: true });
    const ck = kv.client("client");
    await ck.set("short", "x");
    await ck.expire("short", 5);
    await ck.set("long", "x");
    await ck.expire("long", 500);
    await ck.set("cleared", "x");
    await ck.expire("cleared", 5);
    await ck.set("cleared", "y");
    await ck.set("deleted", "x");
    await ck.delete("deleted");
    kv.kill(1);
    await sim.sleep(6_000);
    const report = await kv.start(1);
    if (report.kind === "corrupt")
      sim.fail("the server found its own files corrupt after a crash", {
        expected: "what was answered",
        got: report.message,
      });
    expectError("GET of a key that expired while its server was down", await ck.get("short"), {
      value: null,
    });
    const { ttl } = await ck.get("long");
    expectBetween(
      "the ttl after a crash: time goes on while a server is down",
      ttl ?? -1,
      492,
      495,
      "seconds",
    );
    expectSuccess("GET of a key whose expiration ended with SET", await ck.get("cleared"), {
      value: "y",
      ttl: null,
    });
    expectError("GET of a key that was deleted", await ck.get("deleted"), { value: null });
  });

  simulate("TestLogCorrupt", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1, log: true });
    const ck = kv.client("client");
    const values = new Map(Array.from({ length: 12 }, (_, i) => [`key-${String(i)}`, `value-${String(i)}`]));
    for (const [key, value] of values) await ck.set(key, value);
    // A server that is stopped in good order may replace its log.
    kv.kill(1, "keeps it");
    const random = sim.random("damage");
    const [name, text] = logOf(kv);
    const damaged = `value-${String(2 + random.int(8))}`;
    const at = text.includes(damaged)
      ? text.indexOf(damaged) + random.int(damaged.length)
      : Math.floor(text.length * random.between(0.3, 0.6));
    const other = text.charAt(at) === "x" ? "y" : "x";
    const now = text.slice(0, at) + other + text.slice(at + 1);
    kv.disk(1).put(name, now);
    const report = await kv.start(1);
    expectValue("what a server found whose log is damaged in the middle", report.kind, "corrupt");
    if (report.kind === "corrupt" && !`${report.file} ${report.message}`.includes(name))
      sim.fail("the report of a corrupt log does not name the file", {
        expected: name,
        got: `${report.file}: ${report.message}`,
      });
    for (const [key, value] of values) {
      const got = (await ck.get(key)).value ?? null;
      if (got !== null && got !== value)
        sim.fail(`the value of ${key} was read from a damaged log`, { expected: `${value}, or none`, got });
    }
    const kept = kv.disk(1).names.some((file) => kv.disk(1).textOf(file) === now);
    expectValue("whether the damaged log is kept for somebody to look at", kept, true);
    expectSuccess("SET after that", await ck.set("new", "v"));
    kv.kill(1);
    expectValue("what the server found at the next start", (await kv.start(1)).kind, "restored");
    expectSuccess("GET after that", await ck.get("new"), { value: "v" });
  });

  simulate("TestLogTrimmed", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1, log: true });
    const ck = kv.client("client");
    // One key, written again and again: what is on the disk does not grow for ever.
    const value = "x".repeat(500);
    const WRITES = 200;
    for (let i = 0; i < WRITES; i++) {
      await ck.set("k", `${String(i)} ${value}`);
      await sim.sleep(150);
    }
    await sim.sleep(SAVE_EVERY_MS + 500);
    expectBetween(
      `the disk after ${String(WRITES)} writes of one key, and a snapshot,`,
      bytesOn(kv) / 1_000,
      0,
      20,
      "kB",
    );
    if (sim.seed % 2 === 1) await expectTrimmedAgain(sim);
    kv.kill(1);
    await kv.start(1);
    expectSuccess("GET after a crash", await ck.get("k"), { value: `${String(WRITES - 1)} ${value}` });
    // And after several restarts in a row, with a write in between.
    for (let i = 0; i < 3; i++) {
      await ck.set(`restart-${String(i)}`, "v");
      kv.kill(1);
      await kv.start(1);
    }
    await sim.sleep(SAVE_EVERY_MS + 500);
    kv.kill(1);
    await kv.start(1);
    for (let i = 0; i < 3; i++)
      expectSuccess(
        `GET of what was written before restart ${String(i + 1)}`,
        await ck.get(`restart-${String(i)}`),
        { value: "v" },
      );
    await expectFewFiles(sim, kv);
  });
});

/**
 * "A snapshot that the disk refuses is left out. Once the disk works again, so does the server": there are snapshots again,
 * and the log does not grow for ever.
 */
async function expectTrimmedAgain(sim: Simulation): Promise<void> {
  const saveEveryMs = 2_000;
  const kv = await startServers(sim, { servers: 1, log: true, saveEveryMs, name: "refused" });
  const ck = kv.client("client-of-refused");
  expectSuccess("SET", await ck.set("k", "first"));
  // Nobody writes now, so this is a snapshot: its first step, or a later one.
  const spell = new DiskSpell(sim, kv.disk(1), {
    kind: "refuses",
    skip: sim.random("refused").int(3),
    count: 1,
    ms: 1,
  });
  await sim.until(() => spell.isOver, { withinMs: 3 * saveEveryMs });
  spell.end();
  await sim.sleep(10);
  const [WRITES, CHARACTERS, MOST] = [12, 5_000, 20_000] as const;
  for (let i = 1; i <= WRITES; i++)
    expectSuccess(
      "SET after the disk had refused a snapshot",
      await ck.set("k", `${String(i)} ${"x".repeat(CHARACTERS)}`),
    );
  await sim.sleep(2 * saveEveryMs + SNAPSHOT_SLACK_MS);
  expectBetween(
    `the disk after ${String(WRITES)} writes of one key, when it has refused one snapshot, and works again,`,
    bytesOn(kv) / 1_000,
    0,
    MOST / 1_000,
    "kB",
  );
  kv.kill(1);
  await kv.start(1);
  const { value } = await ck.get("k");
  expectValue(
    "the value after a crash, when the disk had refused a snapshot,",
    value?.split(" ")[0],
    String(WRITES),
  );
  kv.host(1).shutDown();
}

/** Also when the server was killed again and again while it wrote a snapshot. */
async function expectFewFiles(sim: Simulation, kv: Servers): Promise<void> {
  const MOST_FILES = 4;
  const { names: before } = kv.disk(1);
  for (let i = 0; i < MOST_FILES; i++) {
    await kv.ask(1, { command: "SET", key: "k", value: String(i) });
    // What comes when nobody asks is a snapshot; it is killed when its first piece is there.
    const state = { killed: false };
    kv.atEachDiskOperation(1, (count) => {
      if (count < 2) return "again";
      state.killed = true;
      kv.kill(1, "keeps it");
      return "enough";
    });
    await sim.until(() => state.killed, { withinMs: SAVE_EVERY_MS + 500 });
    kv.disk(1).before = undefined;
    if (!state.killed) kv.kill(1, "keeps it");
    await kv.start(1);
  }
  // "When a snapshot is complete": here the last one.
  await kv.stop(1);
  const { names } = kv.disk(1);
  if (Math.max(before.length, names.length) > MOST_FILES)
    sim.fail("there are too many files on the disk after a snapshot", {
      expected: `at most ${String(MOST_FILES)}`,
      got: (names.length > MOST_FILES ? names : before).join(", "),
    });
}

/** The file that holds what was set, and its text: a log, when no snapshot was written. */
function logOf(kv: Servers): readonly [name: string, text: string] {
  const files = kv.disk(1).names.map((name) => [name, kv.disk(1).textOf(name) ?? ""] as const);
  const [largest = ["", ""] as const] = files.sort(([, a], [, b]) => b.length - a.length);
  return files.find(([, text]) => text.includes("value-3")) ?? largest;
}

function bytesOn(kv: Servers): number {
  return kv.disk(1).names.reduce((sum, name) => sum + (kv.disk(1).textOf(name) ?? "").length, 0);
}
