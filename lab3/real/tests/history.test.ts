import { expect } from "chai";
import type { StoreClientRecord } from "../processes/StoreClientProcesses";
import { describeStoreRequest } from "../measure/describeStoreRequest";
import { historyOfStore } from "../measure/historyOfStore";
import { judgeStoreRun } from "../measure/judgeStoreRun";
import { judgeWholeStoreRun } from "../measure/judgeWholeStoreRun";
import type { DoneStoreRequest } from "../processes/messages";
import type { StoreServerState } from "../processes/StoreServerProcesses";

const answered = (at: number, called: number, output = ""): DoneStoreRequest => ({
  at,
  called,
  outcome: { kind: "answered", output, returned: called + 1 },
});
const failed = (at: number, called: number): DoneStoreRequest => ({
  at,
  called,
  outcome: { kind: "failed", problem: "TimeoutError", returned: called + 10 },
});
const client = (
  name: string,
  requests: StoreClientRecord["requests"],
  done: readonly DoneStoreRequest[],
  kind: "finished" | "ended" = "finished",
): StoreClientRecord => ({ name, server: "server-0", requests, done, ending: { kind } });
const SET = { kind: "set", key: "a", value: "1" } as const;
const GET = { kind: "get", key: "a" } as const;
const reader = (output: string): StoreClientRecord => client("reader", [GET], [answered(0, 100, output)]);

const judged = (clients: readonly StoreClientRecord[]): string =>
  judgeStoreRun("linearizable", { history: historyOfStore(clients), held: new Map(), servers: [] }).kind;

const stateOf = (value: string, ...writes: StoreServerState["writes"]): StoreServerState => ({
  kind: "state",
  published: 0,
  received: 0,
  values: { a: value },
  writes,
});
const eventual = (held: Record<string, StoreServerState>, servers = Object.keys(held)): string =>
  judgeStoreRun("eventual", { history: [], held: new Map(Object.entries(held)), servers }).kind;

describe("lab 3's recorded histories", () => {
  it("take a set that failed for one that may have happened, or not", () => {
    for (const output of ["1", ""])
      expect(judged([client("writer", [SET], [failed(0, 0)]), reader(output)])).to.equal("kept");
    expect(judged([client("writer", [SET], [failed(0, 0)]), reader("2")])).to.equal("broken");
  });

  it("take a set that a client did not live to tell of for one that may have happened, or not", () => {
    const killed = client("writer", [GET, { kind: "sleep" }, SET], [answered(0, 0)], "ended");
    for (const output of ["1", ""]) expect(judged([killed, reader(output)])).to.equal("kept");
    expect(judged([killed, reader("2")])).to.equal("broken");
  });

  it("know that what comes after a request that failed was never asked for", () => {
    const stopped = client("writer", [GET, SET], [failed(0, 0)]);
    expect(judged([stopped, reader("1")])).to.equal("broken");
  });

  it("say nothing of a level when no client has come to its end", () => {
    const whole = (...clients: StoreClientRecord[]): string =>
      judgeWholeStoreRun("linearizable", { clients, held: new Map(), servers: [] }).kind;
    const [stopped, ended] = [
      client("a", [SET, GET], [answered(0, 0), failed(1, 5)]),
      client("b", [SET, GET], [answered(0, 20)], "ended"),
    ];
    expect(whole(stopped, ended)).to.equal("unknown");
    expect(whole(stopped, ended, reader("1"))).to.equal("kept");
    expect(whole(stopped, client("sleeper", [{ kind: "sleep" }], []))).to.equal("unknown");
    expect(whole(stopped, reader("2"))).to.equal("broken");
    const why = (...clients: StoreClientRecord[]): string =>
      judgeWholeStoreRun("linearizable", { clients, held: new Map(), servers: [] }).why;
    expect(why(stopped)).to.contain("and 1 answer is too few to judge by");
    expect(why(stopped, ended)).to.contain("and 2 answers are too few to judge by");
  });

  it("take an answered set for one that happened", () => {
    expect(judged([client("writer", [SET], [answered(0, 0)]), reader("")])).to.equal("broken");
  });
});

describe("lab 3's verdict on an eventual store", () => {
  const first = { timestamp: 1, id: 0, key: "a", value: "1" };
  const tie = { timestamp: 1, id: 1, key: "a", value: "2" };

  it("is by timestamp, then server, whoever came last", () => {
    expect(eventual({ "server-0": stateOf("2", first, tie), "server-1": stateOf("2", tie, first) })).to.equal(
      "kept",
    );
    expect(eventual({ "server-0": stateOf("1", first, tie), "server-1": stateOf("1", tie, first) })).to.equal(
      "broken",
    );
    expect(eventual({ "server-0": stateOf("2", first, tie), "server-1": stateOf("1", tie) })).to.equal(
      "broken",
    );
  });

  it("is open when a server did not tell", () => {
    expect(eventual({ "server-0": stateOf("1", first) }, ["server-0", "server-1"])).to.equal("unknown");
  });

  it("of one server is by its clients' times, since it tells nobody of its writes", () => {
    const history = historyOfStore([
      client("writer", [SET, { ...SET, value: "2" }], [answered(0, 0), answered(1, 10)]),
    ]);
    const kinds = ["2", "1", ""].map(
      (value) =>
        judgeStoreRun("eventual", {
          history,
          held: new Map([["server-0", stateOf(value)]]),
          servers: ["server-0"],
        }).kind,
    );
    expect(kinds).to.deep.equal(["kept", "broken", "broken"]);
  });
});

describe("lab 3's verdicts on long keys and values", () => {
  const LONG = 200_000;
  // With what JSON escapes, and with pairs of surrogates.
  const long = (letter: string): string => `"${letter}\n🔑`.repeat(LONG / 5);
  const sizes = (judgement: ReturnType<typeof judgeStoreRun>): number => JSON.stringify(judgement).length;

  for (const level of ["linearizable", "sequential", "causal", "eventual"] as const) {
    it(`are short, and say how long they are: ${level}`, () => {
      const key = long("k");
      const history = historyOfStore([
        client("writer", [{ kind: "set", key, value: long("v") }], [answered(0, 0)]),
        client("reader", [{ kind: "get", key }], [answered(0, 100, long("w"))]),
      ]);
      const write = { timestamp: 1, id: 0, key, value: long("v") };
      const state = (value: string): StoreServerState => ({
        kind: "state",
        published: 0,
        received: 0,
        values: { [key]: value },
        writes: [write],
      });
      const held = new Map([
        ["server-0", state(long("v"))],
        ["server-1", state(long("w"))],
      ]);
      const judgement = judgeStoreRun(level, { history, held, servers: [...held.keys()] });
      expect(judgement.kind).to.not.equal("kept");
      expect(sizes(judgement)).to.be.below(3_000);
      expect(JSON.stringify(judgement)).to.contain("… 200000 characters …");
    });
  }

  it("leave short ones as they are", () => {
    const set = { ...SET, value: "x".repeat(80) };
    const judgement = judgeStoreRun("linearizable", {
      history: historyOfStore([client("writer", [set], [answered(0, 0)]), reader("2")]),
      held: new Map(),
      servers: [],
    });
    expect(JSON.stringify(judgement)).to.contain(set.value);
  });

  it("and the line of a request are short", () => {
    const done = answered(0, 0, long("v"));
    const line = describeStoreRequest("client-0", "server-0", { kind: "get", key: long("k") }, done);
    expect(line.length).to.be.below(300);
  });
});
