import { expectBetween, expectLittleKept, expectValue } from "labrpc/testing";
import { expectError, expectKeys, expectSuccess } from "../expectations";
import { OPTIONS, SAVE_EVERY_MS, simulate, startServers, SWEEP_EVERY_MS, type Servers } from "../harness";
import type { StartReport } from "../types";

const FILE = "kv_store_server1.json";

describe("Lab 5, part 3: what survives", () => {
  simulate("TestSweep", { ...OPTIONS, seeds: 3 }, async (sim) => {
    const VALUE_BYTES = 4_000;
    await expectLittleKept(sim, {
      what: "1,500 keys of 4,000 bytes expired, and nobody asked for them again; they are swept every 5 s",
      mostBytes: 1_500_000,
      apply: async (name) => {
        const kv = await startServers(sim, { servers: 1, name });
        const ck = kv.client(`client-of-${name}`);
        for (let i = 0; i < 1_500; i++) {
          // No two strings may share their memory.
          await ck.set(`key-${String(i)}`, `${String(i)} `.repeat(VALUE_BYTES / (String(i).length + 1)));
          await ck.expire(`key-${String(i)}`, 1);
        }
        await sim.sleep(SAVE_EVERY_MS + SWEEP_EVERY_MS + 2_000);
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
    for (const key of ["__proto__", "toString", "ключ"]) values.set(key, `of ${key}`);
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
    const SLACK_MS = 250;
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
  });

  simulate("TestCrashDuringSnapshot", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1 });
    const ck = kv.client("client");
    const random = sim.random("crash");
    // Each round kills the server at another step of a snapshot. Old or new: but whole, and never both.
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
    await kv.stop(1);
    const whole = kv.disk(1).textOf(FILE);
    if (whole === undefined)
      return sim.fail("a server that was stopped left no snapshot", {
        expected: `a file ${FILE}`,
        got: kv.disk(1).names.join(", "),
      });
    expectValue("whether the snapshot holds a value that was set", whole.includes("value-3"), true);
    const middle = whole.indexOf("value-3") + 3;
    const random = sim.random("damage");
    const damages: readonly (readonly [string, string])[] = [
      ["cut off", whole.slice(0, random.int(whole.length - 1))],
      ["cut off by its last character", whole.trimEnd().slice(0, -1)],
      ["empty", ""],
      ["garbage", "\u0000\u0001 not a snapshot"],
      ["another JSON text", "[]"],
      ["damaged in a value", `${whole.slice(0, middle)}X${whole.slice(middle + 1)}`],
      ["without one of its keys", whole.split("value-3").join("value-4")],
    ];
    for (const [what, text] of random.shuffle(damages).slice(0, 3)) {
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

async function restart(kv: Servers, id: number, how: "stop" | "kill"): Promise<StartReport> {
  if (how === "stop") await kv.stop(id);
  else kv.kill(id);
  return kv.start(id);
}

function expectReport(what: string, got: StartReport, expected: StartReport): void {
  expectValue(`what the server found at ${what}`, JSON.stringify(got), JSON.stringify(expected));
}
