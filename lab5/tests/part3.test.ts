import type { RandomStream, Simulation } from "labrpc/simulation";
import { expectBetween, expectLittleKept, expectValue } from "labrpc/testing";
import { expectError, expectKeys, expectSuccess } from "../expectations";
import { OPTIONS, SAVE_EVERY_MS, simulate, startServers, type Servers } from "../harness";
import type { Response, StartReport } from "../types";

const FILE = "kv_store_server1.json";
/** How much later than it should be a snapshot may be whole, virtual ms. */
const SLACK_MS = 250;

describe("Lab 5, part 3: what survives", () => {
  simulate("TestSweep", { ...OPTIONS, seeds: 3 }, async (sim) => {
    const VALUE_BYTES = 4_000;
    const SWEEP_OFTEN_MS = 2_000;
    await expectLittleKept(sim, {
      what: "1,500 keys of 4,000 bytes expired, and nobody asked for them again; they are swept every 2 s",
      mostBytes: 1_500_000,
      apply: async (name) => {
        const kv = await startServers(sim, { servers: 1, name, sweepEveryMs: SWEEP_OFTEN_MS });
        const ck = kv.client(`client-of-${name}`);
        await sim.sleep(SWEEP_OFTEN_MS);
        for (let i = 0; i < 1_500; i++) {
          // No two strings may share their memory.
          await ck.set(`key-${String(i)}`, `${String(i)} `.repeat(VALUE_BYTES / (String(i).length + 1)));
          await ck.expire(`key-${String(i)}`, 1);
        }
        await sim.sleep(1_000 + SWEEP_OFTEN_MS + 100);
        for (const file of kv.disk(1).names) kv.disk(1).remove({ name: file });
        sim.host(`client-of-${name}`).crash();
        return kv.host(1);
      },
    });
  });

  simulate("TestRestart", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    const ck = kv.client("client");
    for (const id of kv.ids)
      expectReport("the start with an empty disk", await restart(kv, id, "kill"), { kind: "empty" });
    const values = new Map<string, string>();
    for (let i = 0; i < 12; i++) values.set(`key-${String(i)}`, `value\n${String(i)}`);
    for (const key of [
      "__proto__",
      "toString",
      "ключ",
      "a\tb",
      "a,b",
      "a=b",
      "a;b|c",
      '"a"',
      "a\\nb",
      "a\r\nb",
    ])
      values.set(key, `of ${key}`);
    for (const value of ["", "007", "null", " x ", "\u2028", '{"a":"\\"}'])
      values.set(`with ${value}`, value);
    for (const [key, value] of values) await ck.set(key, value);
    await ck.set("gone", "x");
    await ck.delete("gone");
    await ck.expire("key-0", 1_000);
    await ck.expire("key-1", 30);
    const saved = sim.now;
    const counts = new Map<number, number>();
    for (const key of values.keys()) {
      const server = await ck.serverOf(key);
      counts.set(server, (counts.get(server) ?? 0) + 1);
    }
    for (const id of kv.ids) await kv.stop(id);
    await sim.sleep(35_000);
    const missing = await ck.serverOf("key-1");
    for (const id of kv.ids) {
      const keys = (counts.get(id) ?? 0) - (id === missing ? 1 : 0);
      expectReport(`the start of server ${String(id)}`, await kv.start(id), { kind: "restored", keys });
    }
    for (const [key, value] of values) {
      const got = await ck.get(key);
      if (key === "key-1")
        expectError("GET of a key that expired while its server was down", got, { value: null });
      else expectSuccess(`GET of ${JSON.stringify(key)} after the restart`, got, { value });
    }
    expectError("GET of a key that was deleted before the restart", await ck.get("gone"), { value: null });
    const left = (await ck.get("key-0")).ttl ?? -1;
    const expected = 1_000 - (sim.now - saved) / 1_000;
    expectBetween(
      "the ttl after the restart: time goes on while a server is down",
      left,
      Math.floor(expected),
      Math.ceil(expected) + 1,
      "seconds",
    );
    expectSuccess("GET of a key without expiration", await ck.get("key-2"), { ttl: null });
    await expectSavedAtTheEnd(sim, kv);
  });

  simulate("TestSnapshotEvery10s", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1 });
    const ck = kv.client("client");
    // What was answered more than ten seconds before the crash is there, whenever the crash comes.
    const random = sim.random("times");
    const written: { key: string; value: string; at: number }[] = [];
    const end = sim.now + random.between(25_000, 45_000);
    for (let i = 0; sim.now < end; i++) {
      const [key, value] = [`key-${String(i % 7)}`, String(i)];
      await ck.set(key, value);
      written.push({ key, value, at: sim.now });
      await sim.sleep(random.between(50, 900));
    }
    const safe = sim.now - SAVE_EVERY_MS - SLACK_MS;
    const report = await restart(kv, 1, "kill");
    expectValue("what the server found after a crash", report.kind, "restored");
    for (const key of new Set(written.map((write) => write.key))) {
      const own = written.filter((write) => write.key === key);
      const atLeast = own.findLastIndex(({ at }) => at <= safe);
      const got = (await ck.get(key)).value;
      const found = own.findIndex(({ value }) => value === got);
      if (found < atLeast || (found === -1 && got !== null))
        sim.fail(`the value of ${key} after a crash is older than the last snapshot may be`, {
          expected: `"${own[atLeast]?.value ?? ""}", written ${((sim.now - (own[atLeast]?.at ?? 0)) / 1_000).toFixed(1)} s before, or a later one`,
          got: got ?? "no such key",
        });
    }
    // Nothing is asked of it, and it saves all the same, once in ten seconds.
    const before = kv.disk(1).operations;
    await sim.sleep(3 * SAVE_EVERY_MS + 500);
    expectBetween(
      "what a server without requests does to its disk in 30 s",
      kv.disk(1).operations - before,
      0,
      60,
      "operations",
    );
    await expectEachChangeSaved(sim, kv);
    await expectSavedBesideRequests(sim, kv);
    await expectNoHalfOfAKey(sim, kv);
    await expectWholeFromASlowDisk(sim, kv);
    // As often as the server was told.
    const often = await startServers(sim, { servers: 1, name: "often", saveEveryMs: 2_000 });
    await often.client("client-of-often").set("k", "v");
    await sim.sleep(2_000 + SLACK_MS);
    expectReport("the start of a server that saves every 2 s", await restart(often, 1, "kill"), {
      kind: "restored",
      keys: 1,
    });
  });

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

  simulate("TestCorruptSnapshot", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1 });
    const ck = kv.client("client");
    for (let i = 0; i < 8; i++) await ck.set(`key-${String(i)}`, `value-${String(i)}`);
    for (const key of ["key-1", "key-5", "key-7"]) await ck.expire(key, 1_000_000);
    await kv.stop(1);
    const whole = kv.disk(1).textOf(FILE);
    if (whole === undefined)
      return sim.fail("a server that was stopped left no snapshot", {
        expected: `a file ${FILE}`,
        got: kv.disk(1).names.join(", "),
      });
    const random = sim.random("damage");
    const damages: readonly (readonly [string, string])[] = [
      ["cut off", whole.slice(0, random.int(whole.length - 1))],
      ["cut off by its last character", whole.trimEnd().slice(0, -1)],
      ["empty", ""],
      ["garbage", "\u0000\u0001 not a snapshot"],
      ["another JSON text", "[]"],
      ["damaged in a value", whole.replace("value-3", "vaXue-3")],
      ["without one of its values", whole.replace("value-3", "value-4")],
    ];
    const two = Array.from({ length: 2 }, () => damagedSomewhere(whole, random));
    for (const [what, text] of [...random.shuffle(damages).slice(0, 3), ...two]) {
      // A value that is not there as it was set cannot be damaged in this way.
      if (text === whole) continue;
      kv.disk(1).put(FILE, text);
      const report = await kv.start(1);
      expectValue(`what a server found whose snapshot is ${what}`, report.kind, "corrupt");
      if (report.kind === "corrupt" && !`${report.file} ${report.message}`.includes(FILE))
        sim.fail("the report of a corrupt snapshot does not name the file", {
          expected: FILE,
          got: report.message,
        });
      expectKeys(`KEYS of a server whose snapshot is ${what}`, (await ck.keys(1))[0]?.keys, []);
      const kept = kv.disk(1).names.some((name) => kv.disk(1).textOf(name) === text);
      expectValue(`whether the snapshot that is ${what} is kept for somebody to look at`, kept, true);
      // It goes on with nothing, and saves as ever.
      expectSuccess("SET after that", await ck.set("new", what));
      expectReport("the next start", await restart(kv, 1, "stop"), { kind: "restored", keys: 1 });
      expectSuccess("GET after that", await ck.get("new"), { value: what });
      await kv.stop(1);
    }
    kv.disk(1).put(FILE, whole);
    expectReport("the start with the whole snapshot", await kv.start(1), { kind: "restored", keys: 8 });
  });
});

/** stop() saves what changed while a snapshot is being written, and ends all timers. */
async function expectSavedAtTheEnd(sim: Simulation, kv: Servers): Promise<void> {
  const ck = kv.client("client-at-the-end");
  const state: { late?: Promise<unknown> } = {};
  const nth = 1 + sim.random("stopped").int(3);
  await ck.set("a", "early");
  kv.atEachDiskOperation(2, (count) => {
    if (count < nth) return "again";
    state.late = ck.set("persist:1", "late");
    return "enough";
  });
  await sim.until(() => state.late !== undefined, { withinMs: SAVE_EVERY_MS + SLACK_MS });
  kv.disk(2).before = undefined;
  expectValue("whether a snapshot was written after a change", state.late !== undefined, true);
  await state.late;
  const after = await kv.stop(2, 2 * SAVE_EVERY_MS);
  expectValue("how often a server used its disk after stop()", after, 0);
  expectValue("what a server found that was stopped while it saved", (await kv.start(2)).kind, "restored");
  const what = "GET of what was set before a server was stopped, while it saved";
  expectSuccess(what, await ck.get("persist:1"), { value: "late" });
  expectSuccess("GET of what was set before that", await ck.get("a"), { value: "early", ttl: null });
}

/** A change of each kind is in the next snapshot, also when it is the only one. */
async function expectEachChangeSaved(sim: Simulation, kv: Servers): Promise<void> {
  const ck = kv.client("client-of-changes");
  await ck.set("set", "old");
  await ck.set("deleted", "x");
  await ck.set("expires", "x");
  await sim.sleep(SAVE_EVERY_MS + SLACK_MS);
  for (const kind of sim.random("changes").shuffle(["SET", "DELETE", "EXPIRE"] as const)) {
    if (kind === "SET") await ck.set("set", "new");
    else if (kind === "DELETE") await ck.delete("deleted");
    else await ck.expire("expires", 1_000);
    await sim.sleep(SAVE_EVERY_MS + SLACK_MS);
    await restart(kv, 1, "kill");
    const what = `after a crash, when ${kind} was the only change before the last snapshot,`;
    if (kind === "SET") expectSuccess(`GET ${what}`, await ck.get("set"), { value: "new" });
    else if (kind === "DELETE") expectError(`GET ${what}`, await ck.get("deleted"), { value: null });
    else expectBetween(`the ttl ${what}`, (await ck.get("expires")).ttl ?? -1, 980, 1_000, "seconds");
  }
}

/** Requests are answered while a snapshot is written, and what they change is in the next one. */
async function expectSavedBesideRequests(sim: Simulation, kv: Servers): Promise<void> {
  const ck = kv.client("client-beside");
  for (const key of ["first", "removed", "ends", "last"]) await ck.set(key, "old");
  const answers: Promise<Response>[] = [];
  const nth = 1 + sim.random("beside").int(3);
  kv.atEachDiskOperation(1, (count) => {
    if (count < nth) return "again";
    answers.push(ck.set("first", "new"), ck.delete("removed"), ck.set("last", "new"));
    answers.push(ck.set("ends", "new"), ck.expire("set", 1_000));
    return "enough";
  });
  await sim.until(() => answers.length > 0, { withinMs: SAVE_EVERY_MS + SLACK_MS });
  kv.disk(1).before = undefined;
  for (const answer of answers) expectSuccess("a request while a snapshot is written", await answer);
  await sim.sleep(SAVE_EVERY_MS + SLACK_MS);
  await restart(kv, 1, "kill");
  for (const key of ["first", "ends", "last"])
    expectSuccess(
      "GET, after a crash, of what was set while an earlier snapshot was written",
      await ck.get(key),
      {
        value: "new",
        ttl: null,
      },
    );
  expectError("GET of what was deleted while an earlier snapshot was written", await ck.get("removed"), {
    value: null,
  });
  expectBetween("the ttl that was given meanwhile", (await ck.get("set")).ttl ?? -1, 980, 1_000, "seconds");
}

/** A key is saved as it was at one moment, also when it changes while a snapshot is written. */
async function expectNoHalfOfAKey(sim: Simulation, kv: Servers): Promise<void> {
  const ck = kv.client("client-of-halves");
  for (const key of ["pair", "dropped", "before"]) await ck.set(key, "old");
  const state: { changed?: Promise<unknown> } = {};
  // Slow enough that all changes come before the next thing that is done to the disk.
  sim.network.slow(kv.diskName(1), kv.nameOf(1), 6);
  kv.atEachDiskOperation(1, () => {
    const pair = ck.set("pair", "new").then(() => ck.expire("pair", 1_000));
    state.changed = Promise.all([pair, ck.delete("dropped")]);
    return "enough";
  });
  await sim.until(() => state.changed !== undefined, { withinMs: SAVE_EVERY_MS + SLACK_MS });
  kv.disk(1).before = undefined;
  await state.changed;
  await sim.sleep(SLACK_MS);
  sim.network.slow(kv.diskName(1), kv.nameOf(1), 0);
  await restart(kv, 1, "kill");
  const { value, ttl } = await ck.get("pair");
  if (!(value === "new" || (value === "old" && ttl === null)))
    sim.fail("a key that changed while a snapshot was written was saved by halves", {
      expected: '"old" without expiration, or "new"',
      got: JSON.stringify({ value, ttl }),
    });
  const what = "GET, after a crash, of what was set before a snapshot, while which other keys changed,";
  expectSuccess(what, await ck.get("before"), { value: "old" });
}

/** A snapshot may take longer than the interval; then the next one must not spoil it. */
async function expectWholeFromASlowDisk(sim: Simulation, kv: Servers): Promise<void> {
  const ck = kv.client("client-slow");
  const OPERATION_MS = 3_500;
  sim.network.slow(kv.nameOf(1), kv.diskName(1), OPERATION_MS);
  await ck.set("first", "slow");
  await sim.sleep(sim.random("slow").between(15_000, 60_000));
  kv.kill(1);
  sim.network.slow(kv.nameOf(1), kv.diskName(1), 0);
  expectValue("what a server with a slow disk found after a crash", (await kv.start(1)).kind, "restored");
  const { value } = await ck.get("first");
  expectValue("the value after that is one that was set", value === "new" || value === "slow", true);
  expectSuccess("GET after that of what was set long before", await ck.get("last"), { value: "new" });
}

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
  await sim.until(() => killed.yes || sim.now > SAVE_EVERY_MS + SLACK_MS, { withinMs: 2 * SAVE_EVERY_MS });
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

/** One character is another one, between the first and the last key of a snapshot. */
function damagedSomewhere(whole: string, random: RandomStream): readonly [what: string, text: string] {
  const parts = [...whole.matchAll(/key-\d|value-\d/g)].map(({ index }) => index);
  const from = parts.length === 0 ? Math.floor(whole.length / 4) : Math.min(...parts);
  const to = parts.length === 0 ? Math.floor(whole.length / 2) : Math.max(...parts) + "value-0".length;
  const places = [...whole.slice(from, to).matchAll(/[0-9A-Za-z]/g)].map(({ index }) => from + index);
  const at = places[random.int(places.length - 1)] ?? from;
  const old = whole.charAt(at);
  const other = /\d/.test(old) ? String((Number(old) + 1) % 10) : old === "x" ? "y" : "x";
  return [
    `damaged in one place, where ${JSON.stringify(whole.slice(Math.max(0, at - 10), at + 10))} was,`,
    whole.slice(0, at) + other + whole.slice(at + 1),
  ];
}

async function restart(kv: Servers, id: number, how: "stop" | "kill"): Promise<StartReport> {
  if (how === "stop") await kv.stop(id);
  else kv.kill(id);
  return kv.start(id);
}

function expectReport(what: string, got: StartReport, expected: StartReport): void {
  // Other fields are a server's own affair, and so is their order.
  const all: Partial<Record<string, unknown>> = { ...got };
  const told = Object.fromEntries(Object.keys(expected).map((name) => [name, all[name]]));
  expectValue(`what the server found at ${what}`, JSON.stringify(told), JSON.stringify(expected));
}
