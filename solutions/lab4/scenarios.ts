import type { ReplicationStage, Scenarios, StageClerk } from "./stage";

const followers = [1, 2, 3, 4, 5];

/** How long something takes, virtual ms. */
async function timed<T>(stage: ReplicationStage, run: () => Promise<T>): Promise<[T, number]> {
  const started = await stage.now();
  const result = await run();
  return [result, (await stage.now()) - started];
}

/** Reads a key at one node until the work is over: the numbers in it must never become smaller. */
async function watch(
  stage: ReplicationStage,
  ck: StageClerk,
  { node, key }: { readonly node: number; readonly key: string },
  work: Promise<unknown>,
): Promise<void> {
  const state = { isOver: false };
  const end = work.finally(() => {
    state.isOver = true;
  });
  end.catch(() => undefined);
  for (let newest = -1; !state.isOver;) {
    const got = await ck.get(key, node);
    const found = got.kind === "value" ? Number(got.value) : -1;
    stage.expect(`${String(found)} does not come after ${String(newest)}`, found >= newest);
    newest = found;
    await stage.sleep(12);
  }
  await end;
}

export const scenarios: Scenarios = {
  async "any text is a key and a value, and comes back as it was sent"(stage) {
    stage.startCluster({ writeQuorum: 5 });
    const a = stage.clerk("clerk-a");
    const texts = ["toString", "__proto__", " k ", "K", "k", "a/b", "b", "/b", "a:b", "%2F", "é", "e\u0301"];
    const written = new Map<string, string>();
    for (const [i, key] of texts.entries()) {
      stage.expectEqual(`${key} before`, (await a.get(key, i % 6)).kind, "no-key");
      for (const value of ["before", i === 0 ? "" : ` ${key}: "x"\n`]) {
        stage.expectEqual(`the end of a write of ${key}`, (await a.set(key, value)).kind, "done");
        written.set(key, value);
      }
    }
    await stage.sleep(1_000);
    for (const node of [0, ...followers]) {
      for (const [key, value] of written) {
        stage.expectEqual(`${key} at node ${String(node)}`, await a.get(key, node), { kind: "value", value });
        const got = await stage.http(node, "GET", `/get/${encodeURIComponent(key)}`);
        stage.expectEqual(
          `${key} by HTTP`,
          [got.status, got.body["key"], got.body["value"]],
          [200, key, value],
        );
      }
      const { body } = await stage.http(node, "GET", "/status");
      stage.expectEqual("the number of keys", body["data_count"], texts.length);
      stage.expectEqual("all data", body["data"], Object.fromEntries(written));
    }
  },

  async "what is no write, or comes to the wrong node, is refused and changes nothing"(stage) {
    stage.startCluster({ limits: { keyLength: 4, valueLength: 6 } });
    const a = stage.clerk("clerk-a");
    for (const wrong of [undefined, null, 1, ["k"], { length: 1 }, true]) {
      const bodies = [
        { key: wrong, value: "v" },
        { key: "k", value: wrong },
      ];
      for (const body of bodies)
        stage.expectEqual(JSON.stringify(body), (await stage.http(0, "POST", "/set", body)).status, 400);
    }
    for (const [key, value] of [
      ["", "v"],
      ["kkkkk", "v"],
      ["😀😀😀", "v"],
      ["k", "v".repeat(7)],
      ["k", "😀😀😀😀"],
    ] as const)
      stage.expectEqual(`set(${key}, ${value})`, (await a.set(key, value)).kind, "refused");
    for (const [node, path, code] of [
      [1, "/set", "not-leader"],
      [0, "/replicate", "not-follower"],
    ] as const) {
      const { status, body } = await stage.http(node, "POST", path, { key: "k", value: "v" });
      stage.expectEqual(`${path} at node ${String(node)}`, [status, body["code"]], [403, code]);
    }
    stage.expectEqual(
      "a set at a follower",
      (await stage.clerk("lost", [2, 0]).set("k", "v")).kind,
      "refused",
    );
    const { body } = await stage.http(0, "GET", "/status");
    stage.expectEqual("what the leader holds", [body["node_type"], body["data"]], ["leader", {}]);
    stage.expectEqual("the longest", (await a.set("жжжж", "жжжжжж")).kind, "done");
    await stage.expectSameEverywhere(2_000);
  },

  async "a clerk believes the node that it is told to ask, and asks others only when there is no answer"(
    stage,
  ) {
    stage.startCluster();
    const a = stage.clerk("clerk-a");
    await a.set("old", "v");
    await stage.sleep(500);
    stage.network.block("leader", "follower-4");
    await a.set("new", "v");
    const expectGet = async (key: string, node: number | undefined, kind: string): Promise<void> => {
      stage.expectEqual(`get(${key}, ${String(node)})`, (await a.get(key, node)).kind, kind);
    };
    for (const node of [0, 4, 0]) await expectGet("new", node, node === 4 ? "no-key" : "value");
    for (let i = 0; i < 6; i++) await expectGet("old", undefined, "value");
    stage.expectEqual("a write after reads anywhere", (await a.set("last", "v")).kind, "done");
    for (const node of [0, 1, 2, 3, 5]) stage.stop(node);
    for (const node of [0, 5, 1, undefined]) await expectGet("old", node, "value");
    await expectGet("new", 2, "no-key");
    stage.expectEqual("a write without the leader", (await a.set("k", "v")).kind, "maybe");
    stage.stop(4);
    await expectGet("old", 4, "unavailable");
    for (const node of [0, ...followers]) stage.start(node);
    for (const node of [0, 4, 1]) await expectGet("new", node, node === 4 ? "no-key" : "value");
  },

  async "a write is answered at the last confirmation that it needs, and the others get it too"(stage) {
    stage.startCluster({ writeQuorum: 2 });
    await stage.sleep(1_000);
    for (const node of followers) stage.network.slow("leader", `follower-${String(node)}`, 45 * node);
    const a = stage.clerk("clerk-a");
    const took: number[] = [];
    for (const pause of [870, 1_130, 700]) {
      const [{ kind }, ms] = await timed(stage, () => a.set("k", `before ${String(pause)}`));
      stage.expectEqual("how a write ends", kind, "done");
      took.push(ms);
      await stage.sleep(pause);
    }
    const least = Math.min(...took);
    stage.expect(`${String(least)} ms are what two followers need`, least >= 90 && least <= 102);
    const [, all] = await timed(stage, () =>
      Promise.all([...followers, 6, 7, 8].map((i) => a.set(i < 4 ? "k" : `k-${String(i)}`, String(i)))),
    );
    stage.expect(`${String(all)} ms are at most as long as four writes`, all <= 4 * 92);
    await stage.expectQuorums();
    stage.network.heal();
    await stage.expectSameEverywhere(5_000);
    for (const node of [2, 3, 4, 5]) stage.stop(node);
    stage.network.slow("leader", "follower-1", 450);
    const [{ kind }, late] = await timed(stage, () => a.set("k", "late"));
    stage.expect(
      `${kind} after ${String(late)} ms is no quorum in time`,
      kind === "no-quorum" && late <= 600,
    );
  },

  async "without a quorum the client hears so in time, and the write stays"(stage) {
    stage.startCluster({ writeQuorum: 2, quorumTimeoutMs: 50 });
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    await a.set("k", "old");
    for (const node of [2, 3, 4]) stage.stop(node);
    stage.network.block("follower-5", "leader");
    const tooFew = { kind: "no-quorum", replicas: 1 };
    for (const value of ["new", "new", "newer"]) {
      const [both, ms] = await timed(stage, () => Promise.all([a, b].map((ck) => ck.set("k", value))));
      stage.expectEqual("how two writes end", both, [tooFew, tooFew]);
      stage.expect(`${String(ms)} ms are in time`, ms <= 150);
      stage.expectEqual("what the leader holds", await a.get("k", 0), { kind: "value", value });
    }
    const { status, body } = await stage.http(0, "POST", "/set", { key: "j", value: "v" });
    stage.expectEqual("POST /set", [status, body["code"], body["replicas"]], [500, "no-quorum", 1]);
    stage.network.heal();
    for (const node of followers) stage.start(node);
    await stage.expectSameEverywhere();
    stage.expectEqual("what is left", await a.get("k", 3), { kind: "value", value: "newer" });
    for (const node of [2, 3, 4]) stage.stop(node);
    stage.expectEqual("a write that needs follower-5", (await a.set("k", "newest")).kind, "done");
  },

  async "a write whose answer is lost may have happened, and does not happen again"(stage) {
    stage.startCluster();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    await b.set("k", "first");
    for (const how of ["lost reply", "unplugged"]) {
      for (const node of followers) stage.network.slow("leader", `follower-${String(node)}`, 60);
      if (how === "lost reply") stage.network.lose({ kind: "reply", to: "clerk-a" });
      const write = a.set("k", `${how} of a`);
      await stage.sleep(20);
      if (how === "unplugged") stage.network.disconnect("clerk-a");
      await stage.sleep(150);
      await b.readLeader("k");
      await b.set("k", `${how}, from b`);
      await b.readLeader("k");
      stage.network.reconnect("clerk-a");
      const { kind } = await write;
      stage.expect(`${kind} is no wrong promise`, kind === "maybe" || kind === "done");
      await stage.sleep(3_000);
      await b.readLeader("k");
    }
    await stage.expectLinearizable();
  },

  async "a follower holds the newest write, however messages overtake each other"(stage) {
    stage.startCluster({ writeQuorum: 1 });
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    await stage.sleep(1_000);
    const write = async (): Promise<void> => {
      for (const i of Array.from({ length: 14 }, (_, turn) => turn)) {
        for (const to of ["follower-1", "follower-2"]) stage.network.slow("leader", to, ((i * 7) % 9) * 45);
        await a.set(i % 3 === 0 ? "other" : "k", String(i));
      }
      await stage.sleep(1_500);
    };
    const work = write();
    await Promise.all([work, watch(stage, b, { key: "k", node: 1 }, work)]);
    for (const value of ["same", "between", "same"]) {
      stage.network.slow("leader", "follower-1", value === "between" ? 1_500 : 0);
      await a.set("z", value);
      await stage.sleep(60);
    }
    await stage.sleep(3_000);
    stage.expectEqual("z", await a.get("z", 1), { kind: "value", value: "same" });
    stage.expectEqual("k", await a.get("k", 1), { kind: "value", value: "13" });
    await stage.expectSameEverywhere(5_000);
  },

  async "a follower that comes back gets all that it missed or lost, though nobody writes"(stage) {
    stage.startCluster({ followers: 2, writeQuorum: 1 });
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    // The reply of a life that ends comes behind one of the next.
    stage.network.slow("follower-2", "leader", 400);
    await a.set("k", "0");
    await stage.sleep(20);
    stage.crash(2);
    stage.restart(2);
    stage.network.slow("follower-2", "leader", 0);
    for (let i = 0; i < 5; i++) await a.set("k", String(i));
    await stage.sleep(500);
    stage.stop(1);
    for (let i = 0; i < 12; i++)
      stage.expectEqual("a write", (await a.set(`key-${String(i)}`, "v")).kind, "done");
    await a.set("k", "100");
    await stage.sleep(68_000);
    stage.start(1);
    stage.network.slow("leader", "follower-1", 20);
    await watch(stage, b, { key: "k", node: 1 }, stage.sleep(1_500));
    await stage.expectSameEverywhere(28_500);
    stage.crash(2);
    stage.restart(2);
    stage.network.set({ requestLoss: 0.3, replyLoss: 0.3 });
    await stage.sleep(4_000);
    stage.network.reliable();
    await stage.expectSameEverywhere();
  },

  async "a crowd of clients on a network that loses messages"(stage) {
    stage.startCluster({ writeQuorum: 2 });
    stage.network.unreliable();
    await stage.crowd();
    stage.network.reliable();
    stage.network.set({ delayMs: [5, 5] });
    const clerks = ["a", "b", "c"].map((name) => stage.clerk(name));
    await Promise.all(clerks.map((ck, i) => ck.set("at once", String(i))));
    await clerks[0]?.readLeader("at once");
    await stage.expectLinearizable();
    await stage.expectQuorums();
    await stage.expectSameEverywhere();
  },

  async "writes do not wait for a follower that is away, far or new, and it gets them all the same"(stage) {
    stage.startCluster({ writeQuorum: 2 });
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    stage.stop(5);
    stage.network.slow("leader", "follower-4", 600);
    const write = async (from: number, to: number): Promise<void> => {
      for (let i = from; i < to; i++) {
        const [{ kind }, ms] = await timed(stage, () =>
          a.set(i % 2 === 0 ? "k" : `k-${String(i)}`, String(i)),
        );
        stage.expect(`${kind} after ${String(ms)} ms is done without waiting`, kind === "done" && ms <= 250);
        await stage.sleep(60);
      }
    };
    await write(0, 10);
    stage.crash(3);
    await write(10, 14);
    stage.network.slow("leader", "follower-3", 600);
    stage.restart(3);
    const work = write(14, 40);
    await watch(stage, b, { key: "k", node: 3 }, work);
    stage.network.heal();
    stage.start(5);
    await write(40, 50);
    await stage.expectSameEverywhere();
  },
};
