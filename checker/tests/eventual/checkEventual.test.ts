import { expect } from "chai";
import { checkEventual, type StampedWrite } from "../../src";

const write = (value: string, ...stamp: (number | string)[]): StampedWrite => ({ key: "a", value, stamp });

describe("checkEventual", () => {
  const writes = [write("200", 2, "s1"), write("100", 1, "s2"), { ...write("150", 2, "s0"), client: "c1" }];

  it("accepts replicas that all hold the last write, whatever the order of the list", () => {
    const replicas = { s0: { a: "200" }, s1: { a: "200" } };
    expect(checkEventual({ replicas, writes })).to.deep.equal({ kind: "converged" });
    expect(checkEventual({ replicas, writes: writes.toReversed() })).to.deep.equal({ kind: "converged" });
    expect(checkEventual({ replicas: { s0: {} }, writes: [] })).to.deep.equal({ kind: "converged" });
  });

  it("names the replica, the key, what is right and who wrote what is there", () => {
    const verdict = checkEventual({ replicas: { s0: { a: "200" }, s1: { a: "150" } }, writes });
    expect(verdict).to.deep.equal({
      kind: "diverged",
      disagreed: ["a"],
      differences: [
        {
          key: "a",
          replica: "s1",
          expected: "200",
          got: "150",
          cause: "lost",
          reason:
            'For key "a", replica s1 holds "150", written with stamp [2,"s0"] by c1; the last write is "200" with stamp [2,"s1"].',
        },
      ],
    });
  });

  it("finds a wrong winner on which all agree", () => {
    const verdict = checkEventual({ replicas: { s0: { a: "100" }, s1: { a: "100" } }, writes });
    if (verdict.kind !== "diverged") throw new Error(verdict.kind);
    expect(verdict.disagreed).to.deep.equal([]);
    expect(verdict.differences.map(({ cause }) => cause)).to.deep.equal(["lost", "lost"]);
  });

  it("finds keys that are missing, and values and keys that nobody wrote", () => {
    const verdict = checkEventual({ replicas: { s0: { a: "7" }, s1: { b: "1" } }, writes });
    if (verdict.kind !== "diverged") throw new Error(verdict.kind);
    expect(verdict.differences.map(({ key, replica, cause }) => [key, replica, cause])).to.deep.equal([
      ["a", "s0", "unwritten"],
      ["a", "s1", "missing"],
      ["b", "s1", "unwritten"],
    ]);
    expect(verdict.disagreed).to.deep.equal(["a", "b"]);
  });

  it("says unknown when two last writes have one stamp, not when they are one write told twice", () => {
    const replicas = { s0: { a: "200" } };
    expect(checkEventual({ replicas, writes: [...writes, write("other", 2, "s1")] }).kind).to.equal(
      "unknown",
    );
    expect(checkEventual({ replicas, writes: [...writes, write("200", 2, "s1")] }).kind).to.equal(
      "converged",
    );
  });

  it("compares numbers by size, texts by letters, and a longer stamp as the later one", () => {
    const last = (...both: StampedWrite[]): string | undefined => {
      const verdict = checkEventual({ replicas: { s: {} }, writes: both });
      return verdict.kind === "diverged" ? verdict.differences[0]?.expected : verdict.kind;
    };
    expect(last(write("ten", 10), write("nine", 9))).to.equal("ten");
    expect(last(write("text", "1"), write("number", 2))).to.equal("text");
    expect(last(write("short", 1), write("long", 1, 0))).to.equal("long");
  });
});
