import type { Simulation } from "labrpc/simulation";
import { expectBetween, expectValue } from "labrpc/testing";
import { expectError, expectKeys, expectSuccess } from "../expectations";
import { OPTIONS, SAVE_EVERY_MS, simulate, startServers, type Servers } from "../harness";
import type { Rings } from "../Shell";

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
      for (let i = 0; i < 3; i++) sim.host(`client-${String(round)}-${String(i)}`).crash();
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
    await kv.start(1);
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
    kv.kill(1);
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
    expectValue("the number of files on the disk", kv.disk(1).names.length <= 4, true);
  });
});

describe("Lab 5, optional: a ring", () => {
  simulate("TestRingMoves", { ...OPTIONS, seeds: 5 }, async (sim) => {
    const rings = sim.host("host").construct<Rings>("./Shell", "Rings");
    const keys = Array.from({ length: 1_000 }, (_, i) => `key-${String(sim.seed)}-${String(i)}`);
    const shuffled = (ids: readonly number[]): number[] => sim.random("order").shuffle(ids);
    for (const count of [3, 5]) {
      const ids = Array.from({ length: count }, (_, i) => i + 1);
      const before = await rings.place(shuffled(ids), keys);
      for (const id of ids) {
        const share = before.filter((server) => server === id).length / keys.length;
        expectBetween(
          `the share of server ${String(id)} of ${String(count)}`,
          share * count * 100,
          55,
          160,
          "% of a fair one",
        );
      }
      const after = await rings.place(shuffled([...ids, count + 1]), keys);
      for (const server of before)
        if (!ids.includes(server))
          expectValue("the server of a key, which is none of the ring,", server, ids[0]);
      const moved = keys.filter((_, i) => before[i] !== after[i]).length;
      expectBetween(
        "keys that moved when a server was added",
        (moved / keys.length) * (count + 1) * 100,
        50,
        165,
        "% of 1/N",
      );
      expectValue(
        "keys that moved between servers that were there before",
        keys.filter((_, i) => before[i] !== after[i] && after[i] !== count + 1).length,
        0,
      );
      const without = await rings.place(shuffled(ids.filter((id) => id !== 2)), keys);
      expectValue(
        "keys that moved although their server stayed when another one was removed",
        keys.filter((_, i) => before[i] !== 2 && before[i] !== without[i]).length,
        0,
      );
    }
    expectValue("the place of a key on a ring of one server", (await rings.place([7], ["k"]))[0], 7);
  });
});

describe("Lab 5, optional: several keys, and a password", () => {
  simulate("TestMultiKey", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    const ck = kv.client("client");
    const entries = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`user:${String(i)}`, `v${String(i)}`]),
    );
    await ck.mset(entries);
    const asked = [...Object.keys(entries), "nobody", "user:alice", "toString", "__proto__", "user:1"];
    const values = new Map(Object.entries(await ck.mget(asked)));
    for (const key of asked)
      expectValue(
        `the value of ${key} in mget`,
        String(values.get(key) ?? null),
        String(Object.hasOwn(entries, key) ? entries[key] : null),
      );
    for (const [key, value] of Object.entries(entries))
      expectSuccess(`GET of ${key}`, await ck.get(key), { value });
    const sent = sim.network.calls({ from: "client" }).calls;
    await ck.mget(asked);
    expectBetween(
      "the requests of one mget",
      sim.network.calls({ from: "client" }).calls - sent,
      3,
      3,
      "requests",
    );
    await ck.expire("user:1", 10);
    await ck.mset({ "user:1": "again" });
    expectSuccess("GET after mset, which ends the expiration,", await ck.get("user:1"), {
      value: "again",
      ttl: null,
    });
    for (const request of [
      { command: "MGET" },
      { command: "MGET", keys: [1] },
      { command: "MGET", keys: "user:1" },
      { command: "MSET" },
      { command: "MSET", entries: { "user:1": 1 } },
      { command: "MSET", entries: { "user:1": "wrong", a: 1 } },
      { command: "MSET", entries: { "user:1": "wrong", "": "x" } },
    ])
      expectError(`the request ${JSON.stringify(request)}`, await kv.ask(2, request));
    expectSuccess("GET after malformed requests", await ck.get("user:1"), { value: "again" });
    // Keys as JavaScript knows them.
    const odd = Object.fromEntries([
      ["__proto__", "p"],
      ["toString", "t"],
    ]);
    await ck.mset(odd);
    for (const [key, value] of Object.entries(odd))
      expectSuccess(`GET of ${key}, which mset wrote,`, await ck.get(key), { value });
    kv.unplug(2);
    const told = await ck.mset({ "user:1": "lost", "user:2": "kept" }).then(
      () => "it resolved",
      () => "it rejected",
    );
    expectValue("what mset did when a server could not be reached", told, "it rejected");
  });

  simulate("TestPassword", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1, password: "secret" });
    const ck = kv.client("client");
    expectSuccess("SET with the password", await ck.set("k", "v"));
    expectKeys("KEYS with the password", (await ck.keys())[0]?.keys, ["k"]);
    expectValue("the status of STATS with the password", (await ck.stats(1))[0]?.status, "success");
    const COMMANDS = ["GET", "SET", "DELETE", "EXPIRE", "KEYS", "STATS", "MGET", "MSET", "NONSENSE"];
    for (const password of [undefined, "", "wrong", "secre", "Secret", "secret ", null, 1, ["secret"]]) {
      for (const command of COMMANDS) {
        const rest = { key: "k", value: "stolen", ttl: 1, keys: ["k"], entries: { k: "stolen" } };
        const answer = await kv.ask(1, { command, ...rest, password });
        expectError(`${command} with the password ${JSON.stringify(password)}`, answer, { server_id: 1 });
        expectValue(
          `whether the answer to ${command} gives a value away`,
          JSON.stringify(answer).includes('"v"'),
          false,
        );
        expectValue(
          `whether the answer to ${command} gives the password away`,
          !String(password).includes("secret") && JSON.stringify(answer).includes("secret"),
          false,
        );
      }
    }
    await sim.sleep(1_100);
    expectSuccess("GET with the password", await ck.get("k"), { value: "v", ttl: null });
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

/** The file that holds what was set, and its text: a log, when no snapshot was written. */
function logOf(kv: Servers): readonly [name: string, text: string] {
  const files = kv.disk(1).names.map((name) => [name, kv.disk(1).textOf(name) ?? ""] as const);
  const [largest = ["", ""] as const] = files.sort(([, a], [, b]) => b.length - a.length);
  return files.find(([, text]) => text.includes("value-3")) ?? largest;
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

function bytesOn(kv: Servers): number {
  return kv.disk(1).names.reduce((sum, name) => sum + (kv.disk(1).textOf(name) ?? "").length, 0);
}
