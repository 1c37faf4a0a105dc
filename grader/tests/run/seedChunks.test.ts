import { expect } from "chai";
import type { Explanation } from "labrpc/records";
import { ChunkedTest } from "../../src/run/ChunkedTest";
import { mergeSeedChunks, seedChunks } from "../../src/run/seedChunks";
import type { TestEnding, TestRun } from "../../src/protocol/TestRun";

const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

function run(ending: TestEnding["kind"], firstSeed: number): TestRun {
  const explanation: Explanation = {
    kind: "failed",
    message: "wrong",
    details: [],
    lastEvents: [],
    console: [],
  };
  return {
    test: "TestA",
    run: 10,
    failed: ending === "passed" ? 0 : 2,
    ...(ending === "failed" ? { first: { seed: firstSeed, explanation } } : {}),
    ending: { kind: ending, message: ending, seed: firstSeed } as TestEnding,
    elapsedMs: 5,
  };
}

describe("seedChunks", () => {
  for (const count of [1, 13, 14, 25, 26, 27, 1000]) {
    it(`cuts ${String(count)} seeds into nearly equal chunks that lose none`, () => {
      const chunks = seedChunks(seeds(count));
      const lengths = chunks.map(({ length }) => length);
      expect(chunks.flat()).to.deep.equal(seeds(count));
      expect(Math.max(...lengths)).to.be.at.most(13);
      expect(Math.max(...lengths) - Math.min(...lengths)).to.be.at.most(1);
    });
  }
});

describe("mergeSeedChunks", () => {
  it("adds up and keeps the first failing seed", () => {
    const merged = mergeSeedChunks([run("passed", 1), run("failed", 11), run("failed", 21)], false);
    expect(merged).to.deep.include({ run: 30, failed: 4, elapsedMs: 15 });
    expect(merged.first?.seed).to.equal(11);
    expect(merged.ending.kind).to.equal("failed");
  });

  it("leaves out what comes after a lost process", () => {
    const merged = mergeSeedChunks([run("failed", 1), run("stuck", 11), run("failed", 21)], false);
    expect(merged).to.deep.include({ run: 20, failed: 4 });
    expect(merged.ending).to.include({ kind: "stuck", seed: 11 });
  });

  it("leaves out what comes after a failure when it is to stop there", () => {
    expect(mergeSeedChunks([run("failed", 1), run("failed", 11)], true)).to.deep.equal(run("failed", 1));
  });
});

describe("ChunkedTest", () => {
  const test = (): ChunkedTest =>
    new ChunkedTest({ submission: "", test: "TestA", seeds: seeds(39), stopAtFirstFailure: false });

  it("is whole when all chunks are there, in whatever order they come", () => {
    const three = test();
    three.add(2, run("passed", 27));
    three.add(0, run("passed", 1));
    expect(three.takeWhole()).to.equal(undefined);
    three.add(1, run("passed", 14));
    expect(three.takeWhole()?.run).to.equal(30);
    expect(three.takeWhole()).to.equal(undefined);
  });

  it("is whole, and needs no more chunks, when one has lost its process", () => {
    const three = test();
    three.add(0, run("stuck", 1));
    expect(three.isDecidedBefore(1)).to.equal(true);
    expect(three.takeWhole()?.ending.kind).to.equal("stuck");
  });

  it("needs the chunks before one that has lost its process", () => {
    const three = test();
    three.add(1, run("stuck", 14));
    expect(three.isDecidedBefore(0)).to.equal(false);
    expect(three.takeWhole()).to.equal(undefined);
  });
});
