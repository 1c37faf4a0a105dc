import { expect } from "chai";
import {
  checkCausal,
  checkLinearizable,
  checkSequential,
  explainNotSequential,
  kvModel,
  lockModel,
  type CausalVerdict,
  type KVInput,
} from "../src";
import { laggingStoreHistory, withOtherAnswer } from "./support/laggingStoreHistory";
import { storeHistory, type KVOp } from "./support/storeHistory";

/** The strongest of the three that a history keeps to; each stronger one includes the weaker ones. */
function strongest(history: KVOp[]): string {
  if (checkLinearizable(kvModel, history).kind === "linearizable") return "linearizable";
  if (checkSequential(kvModel, history).kind === "sequential") return "sequential";
  return checkCausal(kvModel, history).kind === "causal" ? "causal" : "nothing";
}

function illegalCausal(text: string): Extract<CausalVerdict<KVInput, string>, { kind: "illegal" }> {
  const verdict = checkCausal(kvModel, storeHistory(text));
  if (verdict.kind !== "illegal") throw new Error(verdict.kind);
  return verdict;
}

describe("textbook histories", () => {
  const HISTORIES: Record<string, [string, string]> = {
    "a get that sees the put before it": ["a: x=1\nb: _ x?1", "linearizable"],
    "a get that does not": ["a: x=1\nb: _ x?", "sequential"],
    "store buffering, one sees the other": ["a: x=1 y?\nb: y=1 x?1", "sequential"],
    "store buffering, neither sees the other": ["a: x=1 y?\nb: y=1 x?", "causal"],
    "message passing": ["a: x=1 y=1\nb: _ _ y?1 x?1", "linearizable"],
    "message passing, the flag without the message": ["a: x=1 y=1\nb: _ _ y?1 x?", "nothing"],
    "two readers that see two writers in one order": [
      "a: x=1\nb: _ x=2\nc: _ _ x?2 x?1\nd: _ _ x?2 x?1",
      "sequential",
    ],
    "two readers that see two writers in two orders": [
      "a: x=1\nb: _ x=2\nc: _ _ x?2 x?1\nd: _ _ x?1 x?2",
      "causal",
    ],
    "two readers in two orders, of writes one of which caused the other": [
      "a: x=1\nb: _ x?1 x=2\nc: _ _ _ x?2 x?1\nd: _ _ _ x?1 x?2",
      "nothing",
    ],
    "independent reads of independent writes": ["a: x=1\nb: y=1\nc: _ x?1 y?\nd: _ y?1 x?", "causal"],
    "a client that does not see its own write": ["a: x=1 x?", "nothing"],
    "a client that sees an older value after a newer one": ["a: x=1 x=2\nb: _ x?2 x?1", "nothing"],
    "nothing at all": ["a: _", "linearizable"],
  };
  for (const [name, [text, expected]] of Object.entries(HISTORIES)) {
    it(`${name}: ${expected}`, () => {
      expect(strongest(storeHistory(text))).to.equal(expected);
    });
  }

  it("is not sequential although each key is", () => {
    const history = storeHistory("a: x=1 y?\nb: y=1 x?");
    for (const key of ["x", "y"]) {
      expect(
        checkSequential(
          kvModel,
          history.filter(({ input }) => input.key === key),
        ).kind,
      ).to.equal("sequential");
    }
    expect(checkSequential(kvModel, history).kind).to.equal("illegal");
  });

  it("lets a put that never returned take effect late, early or not at all", () => {
    const [put, ...gets] = storeHistory("a: x=1 x? x? x?1\nb: x? x?1") as [KVOp, ...KVOp[]];
    const open: KVOp = { ...put, output: undefined, returned: Infinity };
    expect(checkSequential(kvModel, [put, ...gets]).kind).to.equal("illegal");
    expect(checkSequential(kvModel, [open, ...gets]).kind).to.equal("sequential");
    expect(checkCausal(kvModel, [open, ...gets]).kind).to.equal("causal");
    expect(checkSequential(kvModel, [open, gets[0]!]).kind).to.equal("sequential");
  });
});

describe("checkSequential", () => {
  it("gives an order of all calls", () => {
    const verdict = checkSequential(kvModel, storeHistory("a: x=1 y=1\nb: _ _ x? y?1 x?1"));
    if (verdict.kind !== "sequential") throw new Error(verdict.kind);
    expect(verdict.order.map(({ client }) => client).join("")).to.equal("baabb");
  });

  it("says unknown when a budget runs out", () => {
    // Values that are written twice tell nothing of the order.
    const many = Array.from({ length: 9 }, (_, i) => `w${String(i)}: x=${String(i)} y=0`);
    const history = storeHistory(`${many.join("\n")}\na: x?1 x?2\nb: x?2 x?1`);
    expect(checkSequential(kvModel, history, { steps: 200 })).to.include({ kind: "unknown", cause: "steps" });
    expect(checkSequential(kvModel, history, { memoryBytes: 100 })).to.include({
      kind: "unknown",
      cause: "memory",
    });
  });

  it("explains with what each client of the smallest group saw", () => {
    const history = storeHistory("a: x=1\nb: x=2\nc: _ x?2 x?1 z?\nd: _ x?1 x?2\ne: y=1 y?1");
    const verdict = checkSequential(kvModel, history);
    if (verdict.kind !== "illegal") throw new Error(verdict.kind);
    const { message, got, core, reasons } = explainNotSequential(kvModel, verdict);
    expect(message).to.contain("not sequentially consistent");
    expect(got).to.contain('c: get("x") → "2", then get("x") → "1"');
    expect(got).to.contain('d: get("x") → "1", then get("x") → "2"');
    expect(core.every(({ input }) => input.key === "x")).to.equal(true);
    expect(reasons.at(-1)).to.match(/^Every order that explains the answers would have to put /);
  });

  it("explains with the longest order where a value was written twice", () => {
    const verdict = checkSequential(
      kvModel,
      storeHistory("a: x=1 x=3\nb: x=2\nc: _ x?2 x?1\nd: _ x?1 x?2\ne: y=1 y=1"),
    );
    if (verdict.kind !== "illegal") throw new Error(verdict.kind);
    expect(explainNotSequential(kvModel, verdict).reasons.at(-1)).to.match(
      /^The longest order found has \d+ of 9 calls/,
    );
  });

  it("decides hundreds of calls of servers that lag behind, with and without a wrong answer", () => {
    // A search of all orders that each client's own calls allow runs out of memory with each of these.
    for (const seed of [10, 13, 19, 21, 22, 27, 28, 34, 41, 48]) {
      const history = laggingStoreHistory(seed, { clients: 5, calls: 100, keys: 5 });
      expect(checkSequential(kvModel, history).kind, `seed ${String(seed)}`).to.equal("sequential");
      const changed = checkSequential(kvModel, withOtherAnswer(seed, history));
      expect(changed.kind, `seed ${String(seed)}, one answer changed`).to.not.equal("unknown");
    }
  });

  it("finds a ring of calls, each of which must come before the next", () => {
    const verdict = checkSequential(kvModel, storeHistory("a: x=1 y?\nb: y=1 x?"));
    if (verdict.kind !== "illegal" || verdict.ring === undefined) throw new Error(verdict.kind);
    expect(verdict.ring).to.have.length(4);
    expect(explainNotSequential(kvModel, verdict).reasons.at(-1)).to.match(
      /^Every order that explains the answers would have to put (.* → ""|.*"1"\)) before /,
    );
  });
});

describe("checkCausal", () => {
  it("names the pattern and the operations", () => {
    expect(illegalCausal("a: x?7").pattern).to.equal("thin-air-read");
    expect(illegalCausal("a: y?1 x=1\nb: x?1 y=1").pattern).to.equal("cyclic-causality");
    const stale = illegalCausal("a: x=1 y=1\nb: _ _ y?1 x?");
    expect(stale.pattern).to.equal("initial-read-after-write");
    expect(stale.reason).to.equal(
      'b\'s get("x") → "" found the initial value, but a\'s put("x", "1") is among its causes.',
    );
    const old = illegalCausal("a: x=1 x=2\nb: x?2 x?1");
    expect(old.pattern).to.equal("overwritten-read");
    expect(old.operations.map(({ client }) => client)).to.deep.equal(["a", "a", "b"]);
  });

  it("finds reads of one client that fit no order, although no cause is overwritten", () => {
    const verdict = illegalCausal("a: x=1\nb: x=2\nc: x?1 x?2 x?1");
    expect(verdict.pattern).to.equal("no-order-for-client");
    expect(verdict.reason).to.contain("c cannot have seen the writes in any one order");
  });

  it("says unknown where it is not known who read from whom, and when a budget runs out", () => {
    const unknown = (text: string): unknown => checkCausal(kvModel, storeHistory(text));
    expect(unknown("a: x=1\nb: x=1")).to.include({ kind: "unknown", cause: "history" });
    expect(unknown("a: x=")).to.include({ kind: "unknown", cause: "history" });
    const append: KVOp = { ...storeHistory("a: x=1")[0]!, input: { op: "append", key: "x", arg: "1" } };
    expect(checkCausal(kvModel, [append])).to.include({ kind: "unknown", cause: "history" });
    expect(checkCausal(lockModel, [])).to.include({ kind: "unknown", cause: "history" });
    const history = storeHistory("a: x=1 x?1 x?1 x?1");
    expect(checkCausal(kvModel, history, { steps: 2 })).to.include({ kind: "unknown", cause: "steps" });
  });
});
