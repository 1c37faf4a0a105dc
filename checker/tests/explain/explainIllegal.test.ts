import { expect } from "chai";
import {
  checkLinearizable,
  explainIllegal,
  shownHistory,
  kvModel,
  lockModel,
  type IllegalHistory,
  type KVInput,
  type LockInput,
  type LockOutput,
  type Operation,
} from "../../src";
import { storeHistory, type KVOp } from "../support/storeHistory";

function explained(history: KVOp[]): IllegalHistory<KVInput, string> {
  const verdict = checkLinearizable(kvModel, history);
  if (verdict.kind !== "illegal") throw new Error(verdict.kind);
  return explainIllegal(kvModel, verdict);
}
const texts = (operations: readonly KVOp[]): string[] =>
  operations.map(({ client, input, output }) => `${client} ${kvModel.describeOperation(input, output)}`);

describe("explainIllegal", () => {
  /** Noise on the same key before and after what is wrong. */
  const stale = storeHistory("a: x=0 x?0 x=1 x=2 x?2 _ x?2 x=9 x?9\nb: x?0 x?0 x?1 _ _ x?1 x?2 _ x?9").filter(
    ({ client, input, called }) => !(client === "b" && input.op === "get" && called < 30),
  );

  it("blames the stale read, with the puts it contradicts and nothing else", () => {
    const { culprit, core, reasons, longestPartial, message } = explained(stale);
    expect(texts([culprit])).to.deep.equal(['b get("x") → "1"']);
    expect(texts(core)).to.deep.equal(['a put("x", "1")', 'a put("x", "2")', 'b get("x") → "1"']);
    expect(message).to.contain('b\'s get("x") → "1"');
    expect(reasons).to.deep.equal([
      'b\'s get("x") → "1", from 50.0 ms to 52.0 ms, has no place in any order of the calls.',
      'It would fit after a\'s put("x", "1"), but a\'s put("x", "2") had completed at 32.0 ms, before it began at 50.0 ms.',
      'By its time it could come after a\'s put("x", "2"), but there the value is "2".',
    ]);
    expect(longestPartial).to.have.length(stale.length - 1);
  });

  it("does not blame what merely comes last", () => {
    const open: KVOp = {
      client: "m",
      input: { op: "put", key: "x", value: "5" },
      output: undefined,
      called: 1,
      returned: Infinity,
    };
    const { culprit } = explained([open, ...stale]);
    expect(texts([culprit])).to.deep.equal(['b get("x") → "1"']);
  });

  it("says when a value was read before it was written", () => {
    const { culprit, reasons } = explained(storeHistory("a: _ _ x=1\nb: x?1"));
    expect(texts([culprit])).to.deep.equal(['b get("x") → "1"']);
    expect(reasons).to.include(
      'It would fit after a\'s put("x", "1"), but a\'s put("x", "1") began at 20.0 ms, when it had already completed at 2.0 ms.',
    );
  });

  it("says when nobody can have written a value", () => {
    const { core, reasons } = explained(storeHistory("a: x=1\nb: _ x?7"));
    expect(texts(core)).to.deep.equal(['b get("x") → "7"']);
    expect(reasons[1]).to.contain("No operation leaves a state that allows this answer");
  });

  it("keeps a core that is still illegal whatever all others did, and that needs each of its operations", () => {
    const { core } = explained(stale);
    const check = (kept: readonly KVOp[]): string =>
      checkLinearizable(
        kvModel,
        stale.map((operation) =>
          kept.includes(operation) ? operation : { ...operation, returned: Infinity },
        ),
        { fixedOrder: false },
      ).kind;
    expect(check(core)).to.equal("illegal");
    for (const one of core) expect(check(core.filter((other) => other !== one))).to.equal("linearizable");
  });

  it("explains two holders of a lock, and what a write makes impossible", () => {
    const op = (client: string, op: LockInput["op"], from: number): Operation<LockInput, LockOutput> => ({
      client,
      input: { op, key: "l", owner: client },
      output: "done",
      called: from,
      returned: from + 1,
    });
    const verdict = checkLinearizable(lockModel, [
      op("a", "acquire", 0),
      op("b", "acquire", 2),
      op("a", "release", 4),
    ]);
    if (verdict.kind !== "illegal") throw new Error(verdict.kind);
    const { culprit, reasons } = explainIllegal(lockModel, verdict);
    expect(culprit.client).to.equal("b");
    expect(reasons.join("\n")).to.contain("but there a holds the lock");
  });

  it("goes through JSON", () => {
    const whole = explained(stale);
    expect(JSON.parse(JSON.stringify(whole))).to.deep.equal(whole);
  });
});

describe("shownHistory", () => {
  const history: KVOp[] = [
    ...storeHistory("a: x=1 x=2\nb: _ _ x?1\nc: y=1 y?1"),
    {
      client: "d",
      input: { op: "put", key: "x", value: "3" },
      output: undefined,
      called: 5,
      returned: Infinity,
    },
  ];

  it("shows what was placed, when, and what was not", () => {
    const verdict = checkLinearizable(kvModel, history);
    const { operations, reasons } = shownHistory(kvModel, history, verdict);
    expect(operations.map(({ text, status }) => `${text} ${status}`)).to.deep.equal([
      'put("x", "1") placed',
      'put("x", "2") placed',
      'get("x") → "1" impossible',
      'put("y", "1") placed',
      'get("y") → "1" placed',
      'put("x", "3") unknown',
    ]);
    for (const { status, effect, called, returned } of operations) {
      if (status !== "placed") expect(effect).to.equal(null);
      else expect(effect).to.be.within(called, returned ?? Infinity);
    }
    expect(operations[5]?.returned).to.equal(null);
    expect(reasons[0]).to.contain("has no place");
  });

  it("shows an order of a linearizable history, with effects that do not go back", () => {
    const right = storeHistory("a: x=1 x=2\nb: x=3 _ x?2\nc: x?3 x?1");
    const late = right.map((operation) => ({ ...operation, returned: operation.returned + 12 }));
    const verdict = checkLinearizable(kvModel, late);
    if (verdict.kind !== "linearizable") throw new Error(verdict.kind);
    const { operations, reasons } = shownHistory(kvModel, late, verdict);
    expect(reasons).to.deep.equal([]);
    expect(operations.every(({ status }) => status === "placed")).to.equal(true);
    const effects = verdict.orders[0]!.map((operation) => operations[late.indexOf(operation)]!.effect!);
    expect(effects).to.deep.equal(effects.toSorted((a, b) => a - b));
  });

  it("says of what could not be decided that it is unknown", () => {
    const verdict = {
      kind: "unknown",
      cause: "steps",
      reason: "the search used up its budget of steps",
    } as const;
    const { reasons, operations } = shownHistory(kvModel, history, verdict);
    expect(reasons).to.deep.equal([verdict.reason]);
    expect(operations[3]?.status).to.equal("placed");
  });
});
