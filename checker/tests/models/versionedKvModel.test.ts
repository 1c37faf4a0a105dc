import { expect } from "chai";
import {
  checkLinearizable,
  explainIllegal,
  HistoryRecorder,
  versionedKvModel,
  type Operation,
  type VersionedKVInput,
  type VersionedKVOutput,
} from "../../src";

type Op = Operation<VersionedKVInput, VersionedKVOutput>;
type Answer = "done" | "no-key" | "version" | "maybe";

const put = (
  client: string,
  value: string,
  version: number,
  answer: Answer,
  from: number,
  to: number,
): Op => ({
  client,
  input: { op: "put", key: "k", value, version },
  output: answer === "maybe" ? undefined : { kind: answer },
  called: from,
  returned: answer === "maybe" ? Infinity : to,
});
const get = (client: string, value: string | undefined, version: number, from: number, to: number): Op => ({
  client,
  input: { op: "get", key: "k" },
  output: value === undefined ? { kind: "no-key" } : { kind: "value", value, version },
  called: from,
  returned: to,
});
const kind = (...history: Op[]): string => checkLinearizable(versionedKvModel, history).kind;

describe("versionedKvModel", () => {
  const legal: Record<string, Op[]> = {
    "a key that is created, read and updated": [
      get("a", undefined, 0, 0, 1),
      put("a", "x", 0, "done", 2, 3),
      get("a", "x", 1, 4, 5),
      put("a", "y", 1, "done", 6, 7),
      get("a", "y", 2, 8, 9),
    ],
    "puts that are refused": [
      put("a", "x", 3, "no-key", 0, 1),
      put("a", "x", 0, "done", 2, 3),
      put("a", "y", 0, "version", 4, 5),
      put("a", "y", 2, "version", 6, 7),
    ],
    "two puts of one version, one of them refused": [
      put("a", "x", 0, "done", 0, 5),
      put("b", "y", 0, "version", 1, 4),
    ],
    "a maybe that happened": [put("a", "x", 0, "maybe", 0, 0), get("b", "x", 1, 1, 2)],
    "a maybe that did not happen": [put("a", "x", 0, "maybe", 0, 0), get("b", undefined, 0, 1, 2)],
    "a maybe that happens after other calls": [
      put("a", "x", 0, "maybe", 0, 0),
      get("b", undefined, 0, 1, 2),
      get("b", "x", 1, 3, 4),
    ],
    "a maybe that somebody else overtook": [
      put("a", "x", 0, "maybe", 0, 0),
      put("b", "y", 0, "done", 1, 2),
      get("b", "y", 1, 3, 4),
    ],
  };
  for (const [what, history] of Object.entries(legal)) {
    it(`allows ${what}`, () => {
      expect(kind(...history)).to.equal("linearizable");
    });
  }

  const illegal: Record<string, Op[]> = {
    "two puts of one version that are both done": [
      put("a", "x", 0, "done", 0, 5),
      put("b", "y", 0, "done", 1, 4),
    ],
    "ErrVersion for a put that only it can have done": [
      put("a", "x", 0, "version", 0, 1),
      get("a", "x", 1, 2, 3),
    ],
    "an old version": [
      put("a", "x", 0, "done", 0, 1),
      put("a", "y", 1, "done", 2, 3),
      get("b", "x", 1, 4, 5),
    ],
    "a version that does not grow": [put("a", "x", 0, "done", 0, 1), get("a", "x", 0, 2, 3)],
    "a key that vanishes": [put("a", "x", 0, "done", 0, 1), get("a", undefined, 0, 2, 3)],
    "no-key for a put of version 0": [put("a", "x", 0, "no-key", 0, 1)],
    "no-key for a key that exists": [put("a", "x", 0, "done", 0, 1), put("a", "y", 2, "no-key", 2, 3)],
    "a wrong version of a key that does not exist": [put("a", "x", 2, "version", 0, 1)],
    "a maybe that happens twice": [
      put("a", "x", 0, "maybe", 0, 0),
      get("b", "x", 1, 1, 2),
      put("b", "y", 1, "done", 3, 4),
      get("b", "x", 3, 5, 6),
    ],
    "a put that answers with a value": [
      { ...put("a", "x", 0, "done", 0, 1), output: { kind: "value", value: "", version: 1 } },
    ],
  };
  for (const [what, history] of Object.entries(illegal)) {
    it(`says illegal to ${what}`, () => {
      expect(kind(...history)).to.equal("illegal");
    });
  }

  it("looks at each key alone", () => {
    const other = { ...get("b", undefined, 0, 2, 3), input: { op: "get", key: "other" } } as Op;
    expect(kind(put("a", "x", 0, "done", 0, 1), other)).to.equal("linearizable");
  });

  it("has words for every operation", () => {
    const words = (op: Op): string => versionedKvModel.describeOperation(op.input, op.output);
    expect(words(get("a", "x", 2, 0, 1))).to.equal('get("k") → "x", version 2');
    expect(words(get("a", undefined, 0, 0, 1))).to.equal('get("k") → ErrNoKey');
    expect(words(put("a", "x", 2, "done", 0, 1))).to.equal('put("k", "x", version 2) → done');
    expect(words(put("a", "x", 2, "version", 0, 1))).to.equal('put("k", "x", version 2) → ErrVersion');
    expect(words(put("a", "x", 2, "maybe", 0, 1))).to.equal('put("k", "x", version 2)');
  });
});

describe("explainIllegal", () => {
  it("names the operation that has no place, and why", () => {
    const verdict = checkLinearizable(versionedKvModel, [
      put("a", "x", 0, "done", 0, 1),
      get("b", "y", 1, 2, 3),
    ]);
    if (verdict.kind !== "illegal") throw new Error(verdict.kind);
    const { message, expected, got, reasons } = explainIllegal(versionedKvModel, verdict);
    expect(message).to.equal(
      'not linearizable: no order of the calls explains b\'s get("k") → "y", version 1',
    );
    expect(expected).to.contain("one order of all calls");
    expect(got).to.equal('b get("k") → "y", version 1 [2.0 ms – 3.0 ms]');
    expect(reasons.join("\n")).to.contain(
      'after a\'s put("k", "x", version 0) → done, but there the value is "x" in version 1',
    );
  });

  it("shortens outputs as it is told", () => {
    const verdict = checkLinearizable(versionedKvModel, [get("b", "long text", 1, 2, 3)]);
    if (verdict.kind !== "illegal") throw new Error(verdict.kind);
    const { message } = explainIllegal(versionedKvModel, verdict, () => ({
      kind: "value" as const,
      value: "l…",
      version: 1,
    }));
    expect(message).to.contain('"l…"').and.to.not.contain("long text");
  });
});

describe("HistoryRecorder", () => {
  it("writes down calls in order, and gives no two the same instant", async () => {
    let now = 5;
    const recorder = new HistoryRecorder<string, string>(() => now);
    await recorder.record(
      "a",
      "first",
      () => Promise.resolve("one"),
      (result) => result,
    );
    const waiting = recorder.record(
      "b",
      "second",
      () => new Promise<string>(() => undefined),
      (result) => result,
    );
    now = 7;
    await recorder.record(
      "a",
      "third",
      () => Promise.resolve("three"),
      () => undefined,
    );
    await recorder
      .record("c", "fourth", () => Promise.reject(new Error("no")), String)
      .catch(() => undefined);
    void waiting;
    const [first, second, third, fourth] = recorder.history;
    expect(first).to.include({ client: "a", input: "first", output: "one" });
    expect(first!.called).to.be.lessThan(first!.returned);
    expect(second!.called).to.be.greaterThan(first!.returned);
    for (const open of [second, third, fourth])
      expect(open).to.include({ output: undefined, returned: Infinity });
    expect(third!.called).to.equal(7);
    recorder.clear();
    expect(recorder.history).to.deep.equal([]);
  });
});
