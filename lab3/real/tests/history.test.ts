import { expect } from "chai";
import type { StoreClientRecord } from "../processes/StoreClientProcesses";
import { historyOfStore } from "../measure/historyOfStore";
import { judgeStoreRun } from "../measure/judgeStoreRun";
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
