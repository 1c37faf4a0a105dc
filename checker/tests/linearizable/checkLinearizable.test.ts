import { expect } from "chai";
import { checkLinearizable, kvModel, type CheckOptions, type KVInput, type Operation } from "../../src";
import { expectOrder } from "../support/expectOrder";

type Op = Operation<KVInput, string>;
const op = (
  client: string,
  input: KVInput,
  output: string | undefined,
  called: number,
  returned: number,
): Op => ({
  client,
  input,
  output,
  called,
  returned,
});
const get = (c: string, key: string, value: string, from: number, to: number): Op =>
  op(c, { op: "get", key }, value, from, to);
const put = (c: string, key: string, value: string, from: number, to: number): Op =>
  op(c, { op: "put", key, value }, "", from, to);
const append = (c: string, key: string, arg: string, old: string | undefined, from: number, to: number): Op =>
  op(c, { op: "append", key, arg }, old, from, to);

describe("checkLinearizable", () => {
  const legal: Record<string, Op[]> = {
    "nothing at all": [],
    "a get of a missing key": [get("a", "x", "", 0, 1)],
    "a get that overlaps a put and sees the value before": [
      put("a", "x", "1", 0, 9),
      get("b", "x", "", 2, 3),
    ],
    "a get that overlaps a put and sees the value after": [
      put("a", "x", "1", 0, 9),
      get("b", "x", "1", 2, 3),
    ],
    "appends whose answers fix an order against the order of their calls": [
      append("a", "x", "1", "2", 0, 9),
      append("b", "x", "2", "", 1, 8),
    ],
    "a put that never returned and was seen": [put("a", "x", "1", 0, Infinity), get("b", "x", "1", 5, 6)],
    "a put that never returned and was not seen": [put("a", "x", "1", 0, Infinity), get("b", "x", "", 5, 6)],
    "an append that never returned": [
      append("a", "x", "1", undefined, 0, Infinity),
      get("b", "x", "1", 3, 4),
    ],
    "keys that do not influence each other": [put("a", "x", "1", 0, 1), get("b", "y", "", 2, 3)],
    "a put sent again whose call spans another put": [
      put("a", "x", "1", 0, 9),
      put("b", "x", "2", 2, 3),
      get("c", "x", "1", 10, 11),
    ],
  };
  for (const [name, history] of Object.entries(legal)) {
    it(`finds linearizable: ${name}`, () => {
      const verdict = checkLinearizable(kvModel, history);
      if (verdict.kind !== "linearizable") throw new Error(verdict.kind);
      for (const order of verdict.orders) expectOrder(kvModel, history, order);
      expect(checkLinearizable(kvModel, history, { fixedOrder: false }).kind).to.equal("linearizable");
      expect(checkLinearizable(kvModel, history, { partition: false }).kind).to.equal("linearizable");
    });
  }

  const illegal: Record<string, Op[]> = {
    "a stale get": [put("a", "x", "1", 0, 1), get("b", "x", "", 2, 3)],
    "a value that nobody wrote": [get("a", "x", "7", 0, 1)],
    "an append that happened twice": [append("a", "x", "1", "", 0, 1), get("b", "x", "11", 2, 3)],
    "an append that never returned, seen twice over": [
      append("a", "x", "1", undefined, 0, Infinity),
      get("b", "x", "11", 2, 3),
    ],
    "two appends that saw the same value": [append("a", "x", "1", "", 0, 9), append("b", "x", "2", "", 1, 8)],
    "a put applied again after it was observed and overwritten": [
      put("a", "x", "1", 0, 20),
      get("b", "x", "1", 2, 3),
      put("b", "x", "2", 4, 5),
      get("c", "x", "1", 21, 22),
    ],
    "two gets that see two puts in different orders": [
      put("a", "x", "1", 0, 9),
      put("b", "x", "2", 0, 9),
      get("c", "x", "1", 10, 11),
      get("c", "x", "2", 12, 13),
    ],
    "a put that never returned, seen and then gone": [
      put("a", "x", "1", 0, Infinity),
      get("b", "x", "1", 5, 6),
      get("b", "x", "", 7, 8),
    ],
  };
  for (const [name, history] of Object.entries(illegal)) {
    it(`finds illegal: ${name}`, () => {
      expect(checkLinearizable(kvModel, history).kind).to.equal("illegal");
      expect(checkLinearizable(kvModel, history, { fixedOrder: false }).kind).to.equal("illegal");
      expect(checkLinearizable(kvModel, history, { partition: false }).kind).to.equal("illegal");
    });
  }

  it("says which operation could not be linearized, and what could", () => {
    const history = [put("a", "x", "1", 0, 1), get("b", "x", "", 2, 3)];
    const verdict = checkLinearizable(kvModel, history);
    expect(verdict).to.deep.include({
      kind: "illegal",
      longestPartial: [history[0]],
      unlinearizable: history[1],
    });
  });

  /** Twelve puts at a time, of values that are not unique, and a get of what nobody wrote in that number. */
  const hard = [
    ...Array.from({ length: 12 }, (_, i) => append(`c${String(i)}`, "x", `${String(i)},`, undefined, 0, 9)),
    get("r", "x", "none", 10, 11),
  ];

  it("says unknown, and which budget ran out, not linearizable", () => {
    const check = (options: CheckOptions): unknown =>
      checkLinearizable(kvModel, hard, { ...options, fixedOrder: false });
    expect(check({ steps: 50 })).to.deep.include({ kind: "unknown", cause: "steps" });
    expect(check({ memoryBytes: 50_000 })).to.deep.include({ kind: "unknown", cause: "memory" });
    expect(check({ timeoutMs: 0 })).to.deep.include({ kind: "unknown", cause: "time" });
    expect(checkLinearizable(kvModel, hard).kind).to.equal("illegal");
  });
});
