import type { Simulation } from "labrpc/simulation";
import { expectBetween, expectLittleKept, expectValue } from "labrpc/testing";
import { expectError, expectReport, expectSuccess } from "./support/expectations";
import {
  OPTIONS,
  SAVE_EVERY_MS,
  simulate,
  SNAPSHOT_SLACK_MS,
  startServers,
  type Servers,
} from "./support/harness";
import type { Stats } from "../types";

describe("Lab 5, part 3: what survives", () => {
  simulate("TestSweep", { ...OPTIONS, seeds: 2 }, async (sim) => {
    const KEY_BYTES = 8_000;
    const VALUE_BYTES = 6_000;
    const LATER_S = 60;
    const SWEEP_OFTEN_MS = 2_000;
    await expectLittleKept(sim, {
      what: "120 keys of 8,000 bytes with values of 6,000 expired, most of them after a restart, beside 480 small ones that live on, and nobody asked for them again; they are swept every 2 s",
      mostBytes: 600_000,
      apply: async (name) => {
        const kv = await startServers(sim, { servers: 1, name, sweepEveryMs: SWEEP_OFTEN_MS });
        const ck = kv.client(`client-of-${name}`);
        await sim.sleep(SWEEP_OFTEN_MS);
        for (let i = 0; i < 600; i++) {
          const isLarge = i % 5 === 0;
          // No two strings may share their memory.
          const long = (bytes: number): string => `${String(i)} `.repeat(bytes / (String(i).length + 1));
          const key = isLarge ? long(KEY_BYTES) : `key-${String(i)}`;
          await ck.set(key, isLarge ? long(VALUE_BYTES) : String(i));
          await ck.expire(key, isLarge ? (i % 2 === 0 ? 1 : LATER_S) : 1_000);
        }
        await kv.restart(1, "stop");
        await sim.sleep(LATER_S * 1_000 + SWEEP_OFTEN_MS + 100);
        for (const file of kv.disk(1).names) void kv.disk(1).remove({ name: file });
        sim.host(`client-of-${name}`).crash();
        return kv.host(1);
      },
    });
  });

  simulate("TestRestart", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    const ck = kv.client("client");
    for (const id of kv.ids) expectReport("the start with an empty disk", kv.found(id), { kind: "empty" });
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
    // No letter may be cut in two where a file is written in pieces, wherever they end.
    const before = sim.random("letters").pick(["", "x", undefined, undefined, undefined]);
    if (before !== undefined) values.set("letters", before + "😀".repeat(40_000));
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
    const counted = new Map<number, { keys: number; stats: Stats | undefined }>();
    for (const id of kv.ids) {
      const keys = (counts.get(id) ?? 0) - (id === missing ? 1 : 0);
      expectReport(`the start of server ${String(id)}`, await kv.start(id), { kind: "restored", keys });
      // Asked before anything else can repair it, and looked at when it is known that all keys are right.
      counted.set(id, { keys, stats: (await kv.ask(id, { command: "STATS" })).stats });
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
    const expiring = await ck.serverOf("key-0");
    for (const [id, { keys, stats }] of counted) {
      const what = `of server ${String(id)}'s STATS, the first request after the restart,`;
      expectValue(`total_keys ${what}`, stats?.total_keys, keys);
      expectValue(`keys_with_ttl ${what}`, stats?.keys_with_ttl, id === expiring ? 1 : 0);
    }
    await expectSavedAtTheEnd(sim, kv);
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
  await sim.until(() => state.late !== undefined, { withinMs: SAVE_EVERY_MS + SNAPSHOT_SLACK_MS });
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
