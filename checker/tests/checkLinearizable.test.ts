import { expect } from "chai";
import { checkLinearizable, kvModel, type KVInput, type Operation } from "../src";

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
      expect(checkLinearizable(kvModel, history)).to.deep.equal({ kind: "linearizable" });
    });
  }

  const illegal: Record<string, Op[]> = {
    "a stale get": [put("a", "x", "1", 0, 1), get("b", "x", "", 2, 3)],
    "a value that nobody wrote": [get("a", "x", "7", 0, 1)],
    "an append that happened twice": [append("a", "x", "1", "", 0, 1), get("b", "x", "11", 2, 3)],
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
    });
  }

  it("says which operation could not be placed, and what could", () => {
    const history = [put("a", "x", "1", 0, 1), get("b", "x", "", 2, 3)];
    const verdict = checkLinearizable(kvModel, history);
    expect(verdict).to.deep.include({ kind: "illegal", longest: [history[0]], stuck: history[1] });
  });

  it("says unknown, not linearizable, when the budget is used up", () => {
    const history = Array.from({ length: 12 }, (_, i) => put(`c${String(i)}`, "x", String(i), 0, 9));
    const late = get("r", "x", "none", 10, 11);
    expect(checkLinearizable(kvModel, [...history, late], { steps: 50 }).kind).to.equal("unknown");
    expect(checkLinearizable(kvModel, [...history, late]).kind).to.equal("illegal");
  });
});
