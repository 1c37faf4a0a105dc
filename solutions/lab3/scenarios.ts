import type { Scenarios, StageClerk, StoreStage } from "./stage";

/** A clerk of each of these servers. */
function clerksOf(stage: StoreStage, ...servers: readonly number[]): StageClerk[] {
  return servers.map((server) => stage.clerk(`clerk-${String(server)}`, server));
}

/** From now on these servers do not hear each other. */
function cutApart(stage: StoreStage, ...servers: readonly number[]): void {
  for (const one of servers)
    for (const other of servers)
      if (one !== other) stage.network.block(`server-${String(one)}`, `server-${String(other)}`);
}

export const scenarios: Scenarios = {
  async "keys and values stay as they are, and each write counts"(stage) {
    stage.startServers("sequential");
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    for (const key of ["", "__proto__", "constructor", "\u00e4", "a\u0308", "A", "a", " a\n"]) {
      const value = `value of ${key}\n`;
      stage.expectEqual(`${JSON.stringify(key)} at first`, await a.get(key), "");
      for (const next of [value, "between", value]) await a.set(key, next);
      stage.expectEqual(`${JSON.stringify(key)}, written again`, await a.get(key), value);
    }
    await Promise.all([a.set("a", "same"), b.set("a", "same")]);
    // Server 2 hears last of what all others have acknowledged.
    stage.network.slow("server-0", "server-2", 200);
    await Promise.all([a.set("a", "last"), stage.sleep(20).then(() => b.set("b", "last"))]);
    await stage.expectConsistent();
    await stage.expectConvergence();
  },

  async "nobody sees a write before all servers have acknowledged it, however long one is silent"(stage) {
    stage.startServers("sequential");
    const [a, reader] = [stage.clerk("clerk-a"), stage.clerk("reader")];
    await a.set("k", "old");
    await stage.sleep(100);
    for (const to of ["server-0", "server-1"]) stage.network.block("server-2", to);
    let isDone = false;
    const write = a.set("k", "new").then(() => (isDone = true));
    for (const ms of [20, 1_500, 8_000]) {
      await stage.sleep(ms);
      stage.expect("the write waits for server 2", !isDone);
      stage.expectEqual("what server 1 holds", await stage.look(1, "k"), "old");
      const read = stage.expectInTime("a read beside the write", 20, reader.get("k"));
      stage.expectEqual("what it finds", await read, "old");
    }
    stage.network.heal();
    await write;
    stage.expectEqual("what the writer reads then", await a.get("k"), "new");
    await stage.expectConvergence();
  },

  async "all servers execute the writes of all keys in one order"(stage) {
    stage.startServers("sequential", 4);
    const writers = clerksOf(stage, 0, 1);
    // Each writer's server hears soon that its own write is acknowledged, and late of the other one.
    stage.network.slow("server-0", "server-2", 100);
    stage.network.slow("server-2", "server-1", 200);
    stage.network.slow("server-1", "server-3", 100);
    stage.network.slow("server-3", "server-0", 200);
    const writeAndRead = writers.map(async (clerk, i) => {
      await clerk.set(`key-${String(i)}`, "new");
      await clerk.get(`key-${String(1 - i)}`);
    });
    await Promise.all(writeAndRead);
    stage.network.heal();
    stage.network.set({ delayMs: [0, 26] });
    await stage.crowd({ clerks: 12, slowLinks: 5, keys: ["a", "b", "c"] });
    await stage.expectConsistent();
    await stage.expectConvergence();
    await stage.expectClocks();
  },

  async "who reads after a write has returned sees it, at any server"(stage) {
    stage.startServers("linearizable");
    const [a, b] = clerksOf(stage, 0, 1) as [StageClerk, StageClerk];
    await b.set("k", "newer");
    await a.set("k", "old");
    const other = stage.clerk("other", 1);
    stage.expectEqual("what the first writer reads", await b.get("k"), "old");
    // Server 1 cannot know what server 2 has acknowledged.
    stage.network.block("server-2", "server-1");
    const healed = stage.sleep(8_000).then(() => {
      stage.network.heal();
    });
    const early = b.get("k");
    await stage.sleep(60);
    await a.set("k", "new");
    const late = other.get("k");
    await healed;
    await early;
    stage.expectEqual("a read that began after the write, beside an earlier one", await late, "new");
    // Server 0 has not executed what server 1 has, and writes what it holds.
    stage.network.slow("server-2", "server-0", 300);
    await b.set("k", "newest");
    await a.set("k", "new");
    stage.expectEqual("a value that was written again", await b.get("k"), "new");
    await stage.expectConsistent();
  },

  async "one order that keeps real time explains what a crowd has seen"(stage) {
    stage.startServers("linearizable");
    stage.network.set({ delayMs: [0, 26] });
    await stage.crowd({ clerks: 9, slowLinks: 3 });
    await stage.expectConsistent();
    await stage.expectConvergence();
    await stage.expectClocks();
  },

  async "each operation is published once, and acknowledged once by each server"(stage) {
    stage.startServers("linearizable");
    const [a] = clerksOf(stage, 0) as [StageClerk];
    for (const value of ["x", "x"]) await a.set("k", value);
    await stage.crowd({ clerks: 12, operations: 3, slowLinks: 2 });
    await stage.sleep(1_000);
    const published = await Promise.all([0, 1, 2].map((server) => stage.published(server)));
    const all = published.flat().filter(({ ack }) => ack === 0).length;
    stage.expectEqual("the number of operations", all, 2 + 12 * 3);
    for (const [server, messages] of published.entries()) {
      const acks = messages.filter(({ ack }) => ack === 1).length;
      stage.expect(`server ${String(server)} acknowledges each at most once`, acks <= all);
    }
  },

  async "a server that is alone waits for nobody"(stage) {
    stage.startServers("linearizable", 1);
    await stage.crowd({ clerks: 3 });
    await stage.expectConsistent();
  },

  async "of writes that know nothing of each other the last one is the same for all"(stage) {
    stage.startServers("eventual", 11);
    const clerks = clerksOf(stage, 0, 9, 10);
    cutApart(stage, 0, 9, 10);
    for (const [i, clerk] of clerks.entries()) {
      // The larger the server's number, the smaller the value.
      const value = ["z", "y", "x"][i] ?? "";
      await stage.expectInTime("a write that waits for nobody", 20, clerk.set("tie", value));
      stage.expectEqual("what its client reads", await clerk.get("tie"), value);
    }
    for (const value of ["1", "2", "1"]) await clerks[0]?.set("ahead", value);
    for (const clerk of clerks.slice(1)) await clerk.set("ahead", "behind");
    await stage.sleep(500);
    stage.network.heal();
    await stage.expectConvergence();
    stage.expectEqual("the last of three with one clock", await stage.look(0, "tie"), "x");
    await stage.expectConsistent();
  },

  async "who knows of a write wins against it"(stage) {
    stage.startServers("eventual");
    const [a, b, c] = clerksOf(stage, 0, 1, 2) as [StageClerk, StageClerk, StageClerk];
    for (const value of ["1", "2", "same"]) await c.set("k", value);
    await stage.sleep(10);
    stage.network.block("server-1", "server-2");
    await b.set("k", "between");
    await stage.sleep(10);
    await a.set("k", "same");
    await stage.sleep(500);
    stage.network.heal();
    await stage.expectConvergence();
    stage.expectEqual("what the server holds that heard late", await stage.look(2, "k"), "same");
    await stage.crowd({ clerks: 9, operations: 8, slowLinks: 4 });
    await stage.expectConsistent();
    await stage.expectConvergence();
    await stage.expectClocks();
  },

  async "nobody sees an answer without its question, and nobody waits"(stage) {
    stage.startServers("causal", 4);
    const [a, b, c, d] = clerksOf(stage, 0, 1, 2, 3) as [StageClerk, StageClerk, StageClerk, StageClerk];
    stage.network.block("server-0", "server-3");
    stage.network.slow("server-1", "server-3", 150);
    await stage.expectInTime("a write", 20, a.set("question", "?"));
    await stage.sleep(20);
    stage.expectEqual("the question", await b.get("question"), "?");
    await b.set("answer", "!");
    await stage.sleep(20);
    stage.expectEqual("the answer", await c.get("answer"), "!");
    await c.set("thanks", "…");
    await c.set("answer", "quoted");
    for (const ms of [20, 200, 3_000, 3_000]) {
      await stage.sleep(ms);
      for (const key of ["thanks", "answer", "question"]) await d.get(key);
      if (ms > 200) stage.network.heal();
    }
    stage.expectEqual("the thanks in the end", await stage.look(3, "thanks"), "…");
    stage.expectEqual("the later answer", await stage.look(3, "answer"), "quoted");
    await stage.crowd({ clerks: 8, slowLinks: 6 });
    await stage.expectConsistent();
  },
};
