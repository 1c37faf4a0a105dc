import {
  AWKWARD,
  changeAll,
  changeBeside,
  diskIsUsed,
  expectAll,
  expectDamageOfLogSeen,
  expectRing,
  expectToWait,
  NO_REQUESTS,
  placeOf,
  setAll,
  setUntil,
  statuses,
} from "./scenarioSteps";
import type { Scenarios } from "./stage";

export const scenarios: Scenarios = {
  async "any text is a key, MD5 says whose it is, and what is no request changes nothing"(stage) {
    await stage.startServers({ servers: 5 });
    for (const [name, servers] of [
      ["client-a", [1, 2, 3, 4, 5]],
      ["client-b", [4, 2, 5]],
    ] as const) {
      const client = stage.client(name, { servers });
      for (const key of AWKWARD) {
        await client.get(key);
        const { server_id: id } = await client.set(key, ` of ${key}\n`);
        stage.expectEqual(`the server of ${JSON.stringify(key)} for ${name}`, id, placeOf(key, servers));
        await client.get(key);
      }
      stage.expectEqual("who answers stats(2)", statuses(await client.stats(2)), "2 success");
      const all = servers.map((id) => `${String(id)} success`).join(", ");
      stage.expectEqual("who answers keys()", statuses(await client.keys()), all);
    }
    await stage.send(1, { command: "SET", key: "a", value: "x" });
    for (const request of NO_REQUESTS) await stage.send(1, request);
    for (const command of ["STATS", "KEYS", "GET"]) await stage.send(1, { command, key: "a" });
    await stage.expectRight();
  },

  async "a crowd, whose keys expire while it works, and a server that is killed"(stage) {
    await stage.startServers({ servers: 2, saveEveryMs: 2_000, sweepEveryMs: 700 });
    for (let life = 1; life <= 3; life++) {
      await stage.crowd({ keys: ["toString", "b", "c", "d"], operations: 12 });
      await stage.sleep(life * 900);
      stage.kill(1);
      await stage.start(1);
    }
    await stage.crowd({ keys: ["toString", "b", "c", "d"], operations: 12 });
    await stage.expectRight();
  },

  async "a key ends at its very moment, for whichever command comes first, and not before"(stage) {
    const sweepEveryMs = 60_000;
    await stage.startServers({ servers: 1, sweepEveryMs });
    const sweep = (await stage.now()) + sweepEveryMs;
    const a = stage.client("client-a");
    const ends = async (key: string, ttl: number): Promise<number> => {
      await a.set(key, "x");
      return (await a.expire(key, ttl)).ttl ?? -1;
    };
    stage.expectEqual("the ttl of 1.5 s", await ends("short", 1.5), 2);
    stage.expectEqual("the ttl of 30 days", await ends("long", 2_592_000), 2_592_000);
    for (const first of ["DELETE", "EXPIRE", "KEYS", "STATS"]) {
      await ends("k", 0.5);
      await stage.sleep(510);
      await stage.send(1, { command: first, key: "k", ttl: 60 });
      stage.expectEqual(`GET after ${first}`, (await a.get("k")).status, "error");
    }
    await ends("k", 1);
    await Promise.all(
      Array.from({ length: 32 }, async (_, i) => {
        await stage.sleep(995 + i / 4);
        const { status, ttl } = await a.get("k");
        stage.expect("a key that is there has time left", status === "error" || Number(ttl) >= 1);
      }),
    );
    stage.expectEqual("the value of the key that has days left", (await a.get("long")).value, "x");
    const again = Array.from({ length: 32 }, (_, i) => `again-${String(i)}`);
    for (const key of again) await ends(key, 1);
    await stage.sleep(sweep - (await stage.now()) - 2.5);
    // Every quarter of a millisecond, before, while and after the server sweeps.
    const sets = again.reverse().map(async (key, i) => {
      await stage.sleep(i / 4);
      await setAll(a, [key]);
    });
    await Promise.all(sets);
    await stage.sleep(20);
    await expectAll(stage, a, again);
    await stage.expectRight();
  },

  async "a retry comes half a second after an attempt has failed, three times for each call"(stage) {
    await stage.startServers({ servers: 3, saveEveryMs: 3_600_000 });
    const [a, quiet] = [
      stage.client("client-a"),
      stage.client("client-b", { servers: [3, 1, 2], isTold: false }),
    ];
    await a.get("user:1");
    stage.expectEqual("retries of a key that is missing", (await a.retries()).length, 0);
    stage.network.lose({ kind: "reply", to: "client-a" });
    const began = await stage.now();
    await a.set("user:1", "x");
    const took = (await stage.now()) - began;
    stage.expect(`a lost reply takes 5.5 s, and took ${String(took)} ms`, took > 5_498 && took < 5_520);
    stage.network.delay({ kind: "reply", to: "client-a" }, 1_000);
    const slow = a.get("user:1");
    await stage.sleep(10);
    await a.set("user:1", "since");
    stage.expectEqual("a get beside a slow one", (await a.get("user:1")).value, "since");
    await slow;
    stage.network.disconnect("server-2");
    await stage.expectInTime("a call to a server that is down", 1_950, a.get("user:1"));
    const calls = [a.get("user:1"), a.set("user:1", "y"), a.delete("user:1")];
    const since = await stage.now();
    const ends = calls.map(async (call) => {
      stage.expectEqual("the message", (await call).message, "Server 2 unavailable after 3 retries");
      return (await stage.now()) - since;
    });
    for (const ms of await Promise.all(ends))
      stage.expect(`three retries take 1.5 s and a bit, and took ${String(ms)} ms`, ms > 1_490 && ms < 6_000);
    const told = (await a.retries()).map(
      (one) => `${String(one.server)} ${String(one.attempt)}/${String(one.of)}`,
    );
    const thrice = ["1", "2", "3"].flatMap((n) => Array.from({ length: 4 }, () => `2 ${n}/3`));
    stage.expectEqual("what its user was told", told.sort(), ["2 1/3", ...thrice].sort());
    stage.expectEqual("who answers stats()", statuses(await a.stats()), "1 success, 2 error, 3 success");
    stage.expectEqual("the same, quietly", statuses(await quiet.stats()), "3 success, 1 success, 2 error");
    stage.expectEqual(
      "the message of its place",
      (await quiet.keys(2))[0]?.message,
      "Server 2 unavailable after 3 retries",
    );
    stage.network.reconnect("server-2");
    stage.expectEqual("the status when it is back", (await a.set("user:1", "z")).status, "success");
  },

  async "a stop saves everything, even when a snapshot is under way, and time goes on"(stage) {
    await stage.startServers({ servers: 1 });
    const a = stage.client("client-a");
    await setAll(a, AWKWARD);
    await a.set("ends", "x");
    await a.expire("ends", 1_800);
    await a.set("later", "x");
    await a.expire("later", 7_200);
    await stage.sleep(9_500);
    stage.slowDisk(1, 400);
    await stage.sleep(1_000);
    await a.set("late", "x");
    stage.expectEqual("what it does to its disk after a stop", await stage.stop(1, 25_000), 0);
    stage.slowDisk(1, 0);
    await stage.sleep(3_600_000);
    const found = await stage.start(1);
    const count = found.kind === "restored" ? found.keys : found.kind;
    stage.expectEqual("how many keys it finds", count, AWKWARD.length + 2);
    await expectAll(stage, a, AWKWARD);
    stage.expectEqual("what was set while it saved", (await a.get("late")).value, "x");
    const { ttl } = await a.get("later");
    stage.expect(
      `an hour or so of two is left, and not ${String(ttl)} s`,
      Number(ttl) > 3_500 && Number(ttl) < 3_600,
    );
    await a.get("ends");
    await a.stats();
    await stage.expectRight();
  },

  async "a kill at any step of a snapshot leaves the old one or the new one"(stage) {
    await stage.startServers({ servers: 1, saveEveryMs: 1_000 });
    const a = stage.client("client-a");
    const keys = ["a", "b", "c", "d"];
    for (let step = 1; step <= 12; step++) {
      for (const key of keys) await a.set(key, `${String(step)} ${"x".repeat(40)}`);
      if (step % 3 === 0) await a.expire("a", 100);
      const wasKilled = await stage.killAtDisk(1, 1 + ((step * 5 + 3) % 7), 3_000);
      if (!wasKilled) stage.kill(1);
      for (const isLast of [false, true]) {
        const { kind } = await stage.start(1);
        const isWell = kind === "restored" || (kind === "empty" && step < 3);
        stage.expect(`a server that was killed is well, and not ${kind}`, isWell);
        if (!isLast) stage.kill(1);
      }
      for (const key of keys) await a.get(key);
      await stage.sleep(1_300);
    }
    // While it reads what it has, it saves nothing in its place.
    await stage.stop(1);
    stage.slowDisk(1, 3_000);
    const starting = stage.start(1);
    await stage.sleep(900);
    stage.slowDisk(1, 0);
    await stage.sleep(1_200);
    stage.kill(1);
    await starting;
    stage.expectEqual(
      "what it finds after a start that was cut short",
      (await stage.start(1)).kind,
      "restored",
    );
    for (const key of keys) await a.get(key);
    await stage.expectRight();
  },

  async "a change of any kind is saved, also beside a snapshot that takes long"(stage) {
    await stage.startServers({ servers: 1 });
    const a = stage.client("client-a");
    const keys = Array.from({ length: 20 }, (_, i) => `key-${String(i)}`);
    for (const key of keys) await a.set(key, "old");
    await stage.sleep(10_500);
    for (const change of ["deleted", "expires", "beside", "beside, and long after"]) {
      if (change === "deleted") await a.delete("key-0");
      if (change === "expires") await a.expire("key-1", 1_000);
      const uses = await stage.diskUses(1);
      if (change.startsWith("beside")) {
        stage.slowDisk(1, 60);
        await changeBeside(stage, a, change);
      }
      await stage.sleep(change === "beside" ? 3_000 : 12_000);
      stage.expect("it saves once in ten seconds", (await stage.diskUses(1)) - uses < 100);
      stage.kill(1);
      stage.slowDisk(1, 0);
      await stage.start(1);
      if (change.startsWith("beside"))
        stage.expectEqual("what was set before the snapshot", (await a.get("key-19")).value, change);
      if (change === "beside, and long after")
        stage.expectEqual("what was set beside it", (await a.get("key-18")).value, "new");
      for (const key of keys) await a.get(key);
    }
    await stage.expectRight();
  },

  async "damage anywhere in a snapshot is reported, and the file is kept"(stage) {
    await stage.startServers({ servers: 1, saveEveryMs: 3_600_000 });
    const a = stage.client("client-a");
    for (let i = 0; i <= 18; i++) {
      for (const key of ["a", "b"]) await a.set(key, `value of ${key}`);
      await a.expire("b", 1_000_000);
      await stage.stop(1);
      const how = (["changed", "changed", "lost", "changed", "added", "cut"] as const)[i % 6] ?? "lost";
      const text = await stage.damage(1, { how, at: i / 18 });
      const { kind } = await stage.start(1);
      stage.expectEqual(`what it says of a file that is ${how} at ${String(i)}/18`, kind, "corrupt");
      stage.expectEqual("its keys then", (await a.keys())[0]?.keys, []);
      for (let start = 1; start <= 2; start++) {
        stage.expect("what is damaged is kept", Object.values(await stage.files(1)).includes(text));
        stage.kill(1);
        await stage.start(1);
      }
    }
  },

  async "a log, where there is one: what was answered survives a kill at any step"(stage) {
    await stage.startServers({ servers: 1, log: true, saveEveryMs: 1_000 });
    const [a, b] = [stage.client("client-a"), stage.client("client-b")];
    // A program without this part is right, too: it does nothing to its disk when a key is set.
    const uses = await stage.diskUses(1);
    await a.set("k", "");
    await stage.sleep(100);
    if ((await stage.diskUses(1)) === uses) return;
    stage.slowDisk(1, 8);
    for (let life = 1; life <= 6; life++) {
      const values = await changeAll(stage, [a, b], String(life));
      values.k = await setUntil(stage, a, stage.killAtDisk(1, 1 + ((life * 7) % 30), 10_000));
      stage.expectEqual("what it finds", (await stage.start(1)).kind, "restored");
      stage.kill(1);
      stage.expectEqual("what it finds then", (await stage.start(1)).kind, "restored");
      for (const [key, possible] of Object.entries(values)) {
        const { value, ttl } = await a.get(key);
        stage.expect(`${key} is ${String(value)}, of ${possible.join(" or ")}`, possible.includes(value));
        if (key === "ends") stage.expect("time goes on", Number(ttl) > 980 && Number(ttl) < 1_000);
      }
    }
    stage.slowDisk(1, 300);
    await expectToWait(stage, [a, b]);
    stage.slowDisk(1, 0);
    await stage.sleep(4_000);
    // Some save only what has changed.
    await a.set("other", "x");
    stage.slowDisk(1, 300);
    await diskIsUsed(stage);
    await a.set("k", "beside a snapshot");
    await stage.sleep(2_000);
    stage.kill(1);
    stage.slowDisk(1, 0);
    await stage.start(1);
    stage.expectEqual("what was set beside it", (await a.get("k")).value, "beside a snapshot");
    await stage.sleep(2_500);
    stage.expect("it has at most four files", Object.keys(await stage.files(1)).length <= 4);
    await expectDamageOfLogSeen(stage, a);
  },

  async "a ring, several keys and a password, where there are such parts"(stage) {
    await expectRing(stage);
    await stage.startServers({ servers: 2, password: "secret" });
    const a = stage.client("client-a");
    const [server, entries] = [await a.serverOf("a"), Object.fromEntries(AWKWARD.map((key) => [key, "old"]))];
    const answer = async (command: string, password?: string): Promise<string> => {
      const rest = { key: "a", value: "stolen", ttl: 1, keys: ["a"], entries: { a: "stolen", b: 1 } };
      return JSON.stringify(await stage.send(server, { command, password, ...rest }));
    };
    // A program without these parts is right, too: it rejects what it does not know, and takes any password.
    if ((await a.mset(entries)) === "done") {
      await a.expire("a", 60);
      await a.mset({ a: "new" });
      await answer("MSET", "secret");
      const { value, ttl } = await a.get("a");
      stage.expectEqual("a key after MSET, and one that is wrong", [value, ttl], ["new", null]);
      stage.expectEqual("MGET", await a.mget([...AWKWARD, "-"]), { ...entries, a: "new", "-": null });
      stage.network.disconnect(`server-${String(server)}`);
      stage.expectEqual("MSET when a server is down", await a.mset(entries), "rejected");
      stage.network.reconnect(`server-${String(server)}`);
    }
    const isRefused = (said: string): boolean => said.includes('"error"') && !/old|new|secret/.test(said);
    if (!(await answer("SET", "wrong")).includes('"error"')) return;
    await a.set("a", "old");
    for (const password of [undefined, "", "secre", "secret "])
      for (const command of ["GET", "SET", "DELETE", "EXPIRE", "KEYS", "STATS", "MGET", "MSET"])
        stage.expect(`${command} is refused, and tells nothing`, isRefused(await answer(command, password)));
    stage.expectEqual("the value after all that", (await a.get("a")).value, "old");
  },
};
