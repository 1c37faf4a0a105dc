import { expectBetween, expectValue } from "labrpc/testing";
import { expectError, expectKeys, expectSuccess } from "./support/expectations";
import { OPTIONS, simulate, startServers } from "./support/harness";
import { PLACEMENTS } from "./support/placements";
import type { Response } from "../types";

const RETRY_DELAY_MS = 500;
/** A call to a server that is gone rejects within this time, virtual ms. */
const GONE_MS = 101;

const NOTHING: Response = { status: "success", message: "nothing", server_id: 0 };

describe("Lab 5, part 2: shards and retries", () => {
  simulate("TestSharding", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    const ck = kv.client("client");
    for (const [key, server] of PLACEMENTS)
      expectValue(`the server of ${JSON.stringify(key)}`, await ck.serverOf(key), server);
    const counts = new Map<number, number>();
    for (const [key, server] of sim.random("keys").shuffle(PLACEMENTS)) {
      expectSuccess(`SET of ${JSON.stringify(key)}`, await ck.set(key, `of ${key}`), { server_id: server });
      counts.set(server, (counts.get(server) ?? 0) + 1);
    }
    for (const [key, server] of PLACEMENTS) {
      const what = `GET of ${JSON.stringify(key)} at its server alone`;
      expectSuccess(what, await kv.ask(server, { command: "GET", key }), { value: `of ${key}` });
    }
    for (const id of kv.ids)
      expectValue(
        `how many requests ${kv.nameOf(id)} got for its keys`,
        sim.network.calls({ from: "client", to: kv.nameOf(id) }).calls,
        counts.get(id) ?? 0,
      );
    // The servers' places count, not their numbers, and there may be another number of them.
    const two = kv.client("two", [3, 1]);
    for (const [key] of PLACEMENTS.slice(0, 8)) {
      const { server_id: id } = await two.set(key, "moved");
      expectValue(
        `the server of ${JSON.stringify(key)}, for a client that knows servers 3 and 1,`,
        id,
        await two.serverOf(key),
      );
    }
    expectValue('the server of "user:1", of servers 3 and 1', await two.serverOf("user:1"), 3);
    expectValue('the server of "user:2", of servers 3 and 1', await two.serverOf("user:2"), 1);
    for (const [what, responses] of [
      ["stats(3)", await two.stats(3)],
      ["keys(3)", await two.keys(3)],
    ] as const)
      expectValue(
        `the servers that ${what} of servers 3 and 1 asked`,
        responses.map(({ server_id: id }) => id).join(", "),
        "3",
      );
  });

  simulate("TestRetry", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    const ck = kv.client("client");
    await ck.set("user:1", "Alice");
    const back = 1 + sim.random("back").int(3);
    kv.unplug(2);
    const started = sim.now;
    const asked = ck.get("user:1");
    // It comes back in time for one of the retries.
    await sim.until(() => requests() === back, { withinMs: 30_000 });
    function requests(): number {
      return sim.network.calls({ from: "client", to: kv.nameOf(2) }).calls - 1;
    }
    kv.plug(2);
    const answer = await asked;
    const sent = requests();
    expectSuccess(`GET, when the server came back at retry ${String(back)},`, answer, {
      value: "Alice",
      server_id: 2,
    });
    const retries = await ck.retries();
    expectValue(
      "what the user was told",
      retries
        .map(({ server, attempt, of }) => `server ${String(server)}, ${String(attempt)}/${String(of)}`)
        .join("; "),
      Array.from({ length: sent - 1 }, (_, i) => `server 2, ${String(i + 1)}/3`).join("; "),
    );
    expectBetween(
      "the time until the answer",
      sim.now - started,
      (sent - 1) * RETRY_DELAY_MS,
      (sent - 1) * (RETRY_DELAY_MS + GONE_MS) + 10,
      "ms",
    );

    // A lost request and a lost reply: the client sends again after the time-out of 5 s.
    for (const kind of ["request", "reply"] as const) {
      let lost = 0;
      sim.network.script((m) =>
        m.method === "handle" && m.kind === kind && lost++ === 0 ? "lose" : undefined,
      );
      const since = sim.now;
      expectSuccess(`SET whose ${kind} was lost`, await ck.set("user:1", kind), { server_id: 2 });
      expectBetween(
        `the time until a SET whose ${kind} was lost was done`,
        sim.now - since,
        5_500,
        5_510,
        "ms",
      );
      sim.network.script(undefined);
      expectSuccess("GET after that", await ck.get("user:1"), { value: kind });
    }
    // An answer that is an error is an answer.
    const before = requests();
    expectError("GET of a key that is not there", await ck.get("persist:1"), { value: null });
    expectValue("the number of requests for it", requests() - before, 1);
  });

  simulate("TestServerDown", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    const ck = kv.client("client");
    const keys = new Map([
      [1, "user:alice"],
      [2, "user:1"],
      [3, "user:charlie"],
    ]);
    for (const key of keys.values()) await ck.set(key, "v");
    const down = sim.random("down").pick(kv.ids);
    const key = keys.get(down) ?? "";
    kv.unplug(down);
    const started = sim.now;
    const message = `Server ${String(down)} unavailable after 3 retries`;
    for (const [what, call] of [
      ["GET", () => ck.get(key)],
      ["SET", () => ck.set(key, "new")],
      ["DELETE", () => ck.delete(key)],
      ["EXPIRE", () => ck.expire(key, 10)],
    ] as const) {
      const sent = sim.network.calls({ from: "client", to: kv.nameOf(down) }).calls;
      expectError(`${what} of a key whose server is down`, await call(), { server_id: down, message });
      expectValue(
        `how many requests ${what} sent`,
        sim.network.calls({ from: "client", to: kv.nameOf(down) }).calls - sent,
        4,
      );
    }
    const alone = sim.now;
    // Two at the same time, or one that begins while the other retries: each of them has its own three retries.
    const laterMs = sim.random("beside").pick([0, 300, 600, 900, 1_200]);
    const before = sim.network.calls({ from: "client", to: kv.nameOf(down) }).calls;
    const told = (await ck.retries()).length;
    await sim.inParallel(2, async (i) => {
      const what = i === 0 ? "GET" : "SET";
      if (i > 0) await sim.sleep(laterMs);
      const asked = sim.now;
      const answer = await (i === 0 ? ck.get(key) : ck.set(key, "both"));
      const took = sim.now - asked;
      expectBetween(
        `the time for ${what} with three retries of its own`,
        took,
        3 * RETRY_DELAY_MS,
        10_000,
        "ms",
      );
      expectError(`${what} of a key whose server is down, beside another request,`, answer, {
        server_id: down,
        message,
      });
    });
    expectValue(
      "how many requests two calls at the same time sent",
      sim.network.calls({ from: "client", to: kv.nameOf(down) }).calls - before,
      8,
    );
    const attempts = (await ck.retries()).slice(told).map(({ attempt }) => attempt);
    expectValue("which retries the user was told of, by both", attempts.sort().join(" "), "1 1 2 2 3 3");
    expectBetween(
      "the time for four calls with three retries each",
      alone - started,
      12 * RETRY_DELAY_MS,
      12 * RETRY_DELAY_MS + 16 * GONE_MS,
      "ms",
    );
    // The others are not concerned.
    const since = sim.now;
    for (const [id, other] of keys)
      if (id !== down)
        expectSuccess("GET of a key whose server is up", await ck.get(other), { value: "v", server_id: id });
    expectBetween("the time for two calls to servers that are up", sim.now - since, 0, 10, "ms");
    for (const responses of [await ck.stats(), await ck.keys()]) {
      expectValue("the number of answers to a question to all", responses.length, 3);
      for (const [i, response] of responses.entries()) {
        if (i + 1 === down)
          expectError("the answer of a server that is down", response, { server_id: down, message });
        else expectSuccess("the answer of a server that is up", response, { server_id: i + 1 });
      }
    }
    // Another one goes down: each of them is tried four times, whatever happens at the other one.
    const second = sim.random("second").pick(kv.ids.filter((id) => id !== down));
    kv.unplug(second);
    const sent = [down, second].map((id) => sim.network.calls({ from: "client", to: kv.nameOf(id) }).calls);
    const answers = await ck.keys();
    for (const [i, id] of [down, second].entries()) {
      const what = `the answer of server ${String(id)}, when two are down`;
      const unavailable = `Server ${String(id)} unavailable after 3 retries`;
      expectError(what, answers[id - 1] ?? NOTHING, { server_id: id, message: unavailable });
      const calls = sim.network.calls({ from: "client", to: kv.nameOf(id) }).calls;
      expectValue(`how many requests went to server ${String(id)}`, calls - (sent[i] ?? 0), 4);
    }
    kv.plug(second);
    // The same for a client that knows the servers in another order, and has nobody to tell.
    const others = kv.client("quiet", [2, 3, 1], "is not told");
    const [answer] = await others.stats(down);
    expectError("the answer to a client without options", answer ?? NOTHING, { server_id: down, message });
    kv.plug(down);
    expectSuccess("GET when the server is back", await ck.get(key), { value: "v", server_id: down });
    expectKeys("KEYS when the server is back", (await ck.keys(down))[0]?.keys, [key]);
  });
});
