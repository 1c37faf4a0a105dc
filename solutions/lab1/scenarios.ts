import type { KVStage, Scenarios } from "./stage";

/** Different texts, and the same number to JavaScript. */
const TWO_NUMBERS = ["9007199254740992", "9007199254740993"];

/** Stops all servers but one. */
function leave(stage: KVStage, alive: number, servers: number): void {
  for (let me = 0; me < servers; me++) if (me !== alive) stage.stop(me);
}

/** Neither of two hosts hears the other, until the network heals. */
function silence(stage: KVStage, one: string, other: string): void {
  stage.network.block(one, other);
  stage.network.block(other, one);
}

export const scenarios: Scenarios = {
  async "any text is a key, and all clients see the same value"(stage) {
    stage.startServers();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    for (const key of ["", "toString", "__proto__", "constructor", "a\nb", ...TWO_NUMBERS]) {
      stage.expectEqual(`the value of ${JSON.stringify(key)}`, await a.get(key), "");
      await a.put(key, `value of ${key}`);
      stage.expectEqual(`${JSON.stringify(key)} after a put`, await b.get(key), `value of ${key}`);
      await b.put(key, "from b");
      stage.expectEqual(`${JSON.stringify(key)} after another put`, await a.get(key), "from b");
    }
  },

  async "clients that start together are told apart, on one machine and on two"(stage) {
    stage.startServers();
    const clerks = ["a", "b", "c", "d"].map((name, i) =>
      stage.clerk(`clerk-${name}`, i < 2 ? "machine" : undefined),
    );
    await Promise.all(clerks.map((clerk, i) => clerk.append("k", `<${String(i)}>`)));
    const value = await stage.clerk("reader").get("k");
    for (const i of [0, 1, 2, 3])
      stage.expect(
        `the append of client ${String(i)} is there once`,
        value.split(`<${String(i)}>`).length === 2,
      );
  },

  async "an append whose reply is lost happens once, however much goes on until it is sent again"(stage) {
    stage.startServers();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    const old = "0:1 2|3,4\n5";
    await a.put("k", old);
    stage.network.lose({ kind: "reply", to: "clerk-a", count: 2 });
    const append = a.append("k", "a");
    await stage.sleep(100);
    stage.network.disconnect("clerk-a");
    await b.append("k", "b");
    for (let i = 0; i < 120; i++) await b.append("other", "x");
    for (let i = 0; i < 5; i++) await stage.crowd({ clerks: 60, operations: 1, keys: ["other"] });
    await stage.sleep(30_000);
    stage.network.reconnect("clerk-a");
    const found = await append;
    const value = await b.get("k");
    const isFirst = value === `${old}ab`;
    stage.expect(`"${value}" is "${old}" with a and b, once each`, isFirst || value === `${old}ba`);
    stage.expectEqual("what clerk-a's append resolved to", found, isFirst ? old : `${old}b`);
  },

  async "a clerk sends until it has an answer, however long that takes, and holds up no other on its machine"(
    stage,
  ) {
    stage.startServers({ servers: 2 });
    const [a, b] = [stage.clerk("clerk-a", "machine"), stage.clerk("clerk-b", "machine")];
    await a.put("0", "x");
    stage.stop(0);
    const get = a.get("0");
    await stage.expectInTime("the put of clerk-b, whose server is up,", 5_000, b.put("1", "y"));
    await stage.sleep(60_000);
    stage.start(0);
    stage.expectEqual("what the get resolves to", await get, "x");
  },

  async "when all writes have returned, each replica alone knows them"(stage) {
    const [servers, replicas] = [5, 3];
    stage.startServers({ servers, replicas });
    const keys = ["0", "3", "14", "101"];
    stage.network.unreliable();
    await stage.crowd({ clerks: 8, operations: 6, keys });
    stage.network.reliable();
    const a = stage.clerk("clerk-a");
    const values = new Map<string, string>();
    for (const key of keys) values.set(key, await a.get(key));
    for (let last = 0; last < servers; last++) {
      leave(stage, last, servers);
      for (const key of keys) {
        const place = (last - (Number(key) % servers) + servers) % servers;
        if (place < replicas)
          stage.expectEqual(`key ${key} on server-${String(last)}`, await a.get(key), values.get(key));
      }
      for (let me = 0; me < servers; me++) stage.start(me);
      await stage.sleep(5_000);
    }
    await stage.expectLinearizable();
  },

  async "a server answers for keys that it holds, and for no others"(stage) {
    stage.startServers({ servers: 3, replicas: 2 });
    const a = stage.clerk("clerk-a");
    for (const key of ["0", "10", "101"]) await a.put(key, key);
    for (const [server, key] of [
      [2, "0"],
      [0, "10"],
      [1, "101"],
    ] as const)
      stage.expectEqual(
        `what server-${String(server)} says of key ${key}`,
        await stage.askOnly(server, key),
        null,
      );
    for (const key of ["0", "10", "101"]) stage.expectEqual(`key ${key}`, await a.get(key), key);
    for (let me = 0; me < 3; me++) stage.stop(me);
    const get = a.get("0");
    await stage.sleep(5_000);
    stage.start(0);
    stage.expectEqual("key 0 when its first server alone is back", await get, "0");
  },

  async "a write that is sent again, to another replica, happens once"(stage) {
    stage.startServers({ servers: 2, replicas: 2 });
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    await b.put("0", "b");
    await a.get("0");
    stage.network.lose({ kind: "reply", from: "server-0", to: "clerk-a" });
    const append = a.append("0", "once");
    await stage.sleep(50);
    stage.stop(0);
    await stage.sleep(8_000);
    stage.start(0);
    await append;
    stage.expectEqual("the value", await b.get("0"), "bonce");
  },

  async "what a call has returned is there when servers stop, and stays"(stage) {
    const servers = 3;
    stage.startServers({ servers, replicas: 3 });
    const get = (name: string): Promise<string> => stage.clerk(name).get("0");
    silence(stage, "server-0", "server-2");
    const calls: Promise<unknown>[] = [stage.clerk("writer").put("0", "new")];
    await stage.sleep(50);
    calls.push(get("early"));
    await stage.sleep(1_000);
    leave(stage, 2, servers);
    calls.push(get("of-server-2"));
    await stage.sleep(1_500);
    stage.start(1);
    stage.stop(2);
    calls.push(get("of-server-1"));
    await stage.sleep(1_500);
    stage.start(0);
    calls.push(get("of-server-0"));
    await stage.sleep(1_500);
    stage.start(2);
    stage.network.heal();
    await Promise.all(calls);
    await stage.expectLinearizable();
  },

  async "what one replica has told, another one does not take back, though neither hears the first"(stage) {
    const servers = 3;
    stage.startServers({ servers, replicas: 3 });
    const [a, b, c] = [stage.clerk("clerk-a"), stage.clerk("clerk-b"), stage.clerk("clerk-c")];
    stage.timeout("clerk-b", 1, 7_000);
    stage.timeout("clerk-c", 2, 7_000);
    for (const alive of [1, 2]) {
      leave(stage, alive, servers);
      await b.get("0");
      for (let me = 0; me < servers; me++) stage.start(me);
    }
    for (const replica of ["server-1", "server-2"]) silence(stage, replica, "server-0");
    stage.network.unblock("server-0", "server-1");
    silence(stage, "clerk-b", "server-0");
    for (const server of ["server-0", "server-1"]) silence(stage, "clerk-c", server);
    const put = a.put("0", "new");
    const first = b.get("0");
    await stage.sleep(3_300);
    const second = c.get("0");
    await stage.sleep(4_700);
    stage.network.heal();
    await Promise.all([put, first, second]);
    await stage.expectLinearizable();
  },

  async "who has read at a replica asks the first server again, once it is back"(stage) {
    const servers = 3;
    stage.startServers({ servers, replicas: 3 });
    const [b, c] = [stage.clerk("clerk-b"), stage.clerk("clerk-c")];
    for (const [alive, clerk] of [
      [1, b],
      [2, c],
    ] as const) {
      leave(stage, alive, servers);
      await clerk.get("0");
      for (let me = 0; me < servers; me++) stage.start(me);
    }
    await stage.sleep(5_000);
    stage.network.block("server-0", "server-2");
    const calls: Promise<unknown>[] = [stage.clerk("clerk-a").put("0", "new")];
    for (const clerk of [b, c]) {
      await stage.sleep(20);
      calls.push(clerk.get("0").then(() => clerk.get("0")));
    }
    await stage.sleep(3_000);
    stage.network.heal();
    await Promise.all(calls);
    await stage.expectLinearizable();
  },
};
