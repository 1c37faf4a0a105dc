import type { KVStage, Scenarios } from "./stage";

/** Stops all servers but one. */
function leave(stage: KVStage, alive: number, servers: number): void {
  for (let me = 0; me < servers; me++) if (me !== alive) stage.stop(me);
}

export const scenarios: Scenarios = {
  async "any text is a key, and holds nothing at first"(stage) {
    stage.startServers();
    const a = stage.clerk("clerk-a");
    for (const key of ["", "toString", "__proto__", "constructor", "a\nb"]) {
      stage.expectEqual(`the value of ${JSON.stringify(key)}`, await a.get(key), "");
      await a.put(key, `value of ${key}`);
      stage.expectEqual(`${JSON.stringify(key)} after a put`, await a.get(key), `value of ${key}`);
    }
  },

  async "one client sees what another has written"(stage) {
    stage.startServers();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    await a.put("k", "from a");
    stage.expectEqual("what clerk-b reads", await b.get("k"), "from a");
    await b.put("k", "from b");
    stage.expectEqual("what clerk-a reads", await a.get("k"), "from b");
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

  async "an append whose replies are lost happens once, and resolves to what it found"(stage) {
    stage.startServers();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    await a.put("k", "0");
    stage.network.lose({ kind: "reply", to: "clerk-a", count: 2 });
    const append = a.append("k", "a");
    await stage.sleep(100);
    await b.append("k", "b");
    const found = await append;
    const value = await b.get("k");
    stage.expect(`"${value}" is 0 with a and b, once each`, value === "0ab" || value === "0ba");
    stage.expectEqual("what clerk-a's append resolved to", found, value === "0ab" ? "0" : "0b");
  },

  async "a put whose reply is lost does not come back over a later one"(stage) {
    stage.startServers();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    stage.network.lose({ kind: "reply", to: "clerk-a" });
    const put = a.put("k", "from a");
    await stage.sleep(100);
    await b.get("k");
    await b.put("k", "from b");
    await put;
    await b.get("k");
    await stage.expectLinearizable();
  },

  async "a clerk sends until it has an answer, however long that takes"(stage) {
    stage.startServers();
    const a = stage.clerk("clerk-a");
    await a.put("k", "x");
    stage.network.disconnect("clerk-a");
    const get = a.get("k");
    await stage.sleep(120_000);
    stage.network.reconnect("clerk-a");
    stage.expectEqual("what the get resolves to", await get, "x");
  },

  async "a crowd on a network that loses messages"(stage) {
    stage.startServers();
    stage.network.unreliable();
    await stage.crowd();
    await stage.expectLinearizable();
  },

  async "when a write has returned, each replica alone knows it"(stage) {
    stage.startServers({ servers: 3, replicas: 2 });
    const a = stage.clerk("clerk-a");
    for (const key of ["0", "1", "2"]) await a.put(key, `value of ${key}`);
    for (const alive of [0, 1, 2]) {
      leave(stage, alive, 3);
      // The server holds the shard of its own number, and that of the server before it.
      for (const key of [String(alive), String((alive + 2) % 3)])
        stage.expectEqual(`key ${key} of server-${String(alive)} alone`, await a.get(key), `value of ${key}`);
      for (const me of [0, 1, 2]) stage.start(me);
      await stage.sleep(5_000);
    }
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

  async "what one replica has told, another one does not take back"(stage) {
    stage.startServers({ servers: 3, replicas: 3 });
    const [a, b, c] = [stage.clerk("clerk-a"), stage.clerk("clerk-b"), stage.clerk("clerk-c")];
    stage.network.block("server-0", "server-2");
    const put = a.put("0", "new");
    await stage.sleep(50);
    stage.network.lose({ kind: "request", from: "clerk-b", to: "server-0" });
    const first = b.get("0");
    await stage.sleep(1_500);
    for (const to of ["server-0", "server-1"]) stage.network.lose({ kind: "request", from: "clerk-c", to });
    const second = c.get("0");
    await stage.sleep(2_500);
    stage.network.heal();
    await Promise.all([put, first, second]);
    await stage.expectLinearizable();
  },
};
