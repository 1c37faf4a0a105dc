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
    run: 13,
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
    const merged = mergeSeedChunks([run("passed", 1), run("failed", 14), run("failed", 27)]);
    expect(merged).to.deep.include({ run: 39, failed: 4, elapsedMs: 15 });
    expect(merged.first?.seed).to.equal(14);
    expect(merged.ending.kind).to.equal("failed");
  });

  it("says that a process was lost, whatever failed before", () => {
    const merged = mergeSeedChunks([run("failed", 1), run("stuck", 14)]);
    expect(merged).to.deep.include({ run: 26, failed: 4 });
    expect(merged.ending).to.include({ kind: "stuck", seed: 14 });
  });
});

describe("ChunkedTest", () => {
  const test = (stopAtFirstFailure = false): ChunkedTest =>
    new ChunkedTest({ submission: "", test: "TestA", seeds: seeds(39), stopAtFirstFailure });

  it("is whole when all chunks are there, in whatever order they come", () => {
    const three = test();
    three.add(2, run("passed", 27));
    three.add(0, run("passed", 1));
    expect(three.takeWhole()).to.equal(undefined);
    three.add(1, run("passed", 14));
    expect(three.takeWhole()?.run).to.equal(39);
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

  it("goes on after a failure, unless it is to stop there", () => {
    const three = test();
    three.add(0, run("failed", 1));
    expect(three.isDecidedBefore(1)).to.equal(false);
    const stopped = test(true);
    stopped.add(0, run("failed", 1));
    stopped.add(1, run("failed", 14));
    expect(stopped.isDecidedBefore(1)).to.equal(true);
    expect(stopped.takeWhole()).to.deep.equal(run("failed", 1));
  });

  it("needs no more chunks after one that failed for so long that it left out seeds", () => {
    const three = test();
    three.add(2, run("failed", 27));
    three.add(0, { ...run("failed", 1), run: 4 });
    expect(three.isDecidedBefore(1)).to.equal(true);
    expect(three.takeWhole()).to.deep.include({ run: 4, failed: 2 });
  });
});
