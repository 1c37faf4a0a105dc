import { expect } from "chai";
import { compileBudgetFlags } from "labrpc/compileBudgetFlags";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { benchAllocatedBytes } from "../src/measure/benchAllocatedBytes";
import { describeBenchBusyness } from "../src/measure/benchBusyness";
import { benchWorkerFlags } from "../src/measure/benchWorkerFlags";
import { renderBenchFigure } from "../src/measure/renderBenchFigure";

const ROOT = join(__dirname, "../..");

describe("benchAllocatedBytes", () => {
  const collection = (before: number, after: number): Parameters<typeof benchAllocatedBytes>[1][number] => ({
    beforeGC: { heapStatistics: { usedHeapSize: before } },
    afterGC: { heapStatistics: { usedHeapSize: after } },
  });

  it("is the heap's growth when nothing was collected", () => {
    expect(benchAllocatedBytes({ start: 100, end: 150 }, [])).to.equal(50);
  });

  it("counts what was collected", () => {
    const collections = [collection(300, 120), collection(220, 90)];
    expect(benchAllocatedBytes({ start: 100, end: 100 }, collections)).to.equal(200 + 100 + 10);
  });
});

describe("describeBenchBusyness", () => {
  it("says nothing of an idle machine", () => {
    expect(describeBenchBusyness({ load: 0.4, cores: 2, stretch: 1.02 }, "before")).to.equal(undefined);
  });

  it("says what else runs", () => {
    const said = describeBenchBusyness({ load: 5.2, cores: 2, stretch: 1.8 }, "before");
    expect(said).to.match(/^This machine is busy: .* 1\.80 times .* 5\.2 processes wanted its 2 cores/);
  });

  it("does not blame a measurement's own load", () => {
    expect(describeBenchBusyness({ load: 2, cores: 2, stretch: 1 }, "after")).to.equal(undefined);
    expect(describeBenchBusyness({ load: 2, cores: 2, stretch: 2 }, "after")).to.match(/was still busy/);
  });
});

describe("benchWorkerFlags", () => {
  it("are those of grading", () => {
    const flags = benchWorkerFlags(ROOT);
    expect(flags[0]).to.match(/^--max-old-space-size=\d+$/);
    expect(flags).to.include.members([
      "--disallow-code-generation-from-strings",
      "--single-threaded-gc",
      ...compileBudgetFlags(),
    ]);
    for (const flag of flags) expect(flag).to.match(/^--[a-z-]+(=\d+)?$/);
  });

  it("cannot be read where there is no worker", () => {
    expect(() => benchWorkerFlags(temporaryFolder({}))).to.throw(
      "cannot measure this commit: expected grader/",
    );
  });
});

describe("renderBenchFigure", () => {
  it("marks a target that is reached or missed, and nothing without one", () => {
    const figure = { name: "one call", value: 4.567, unit: "ms", better: "lower", target: 5 } as const;
    expect(renderBenchFigure(figure)).to.equal("✓      4.57 ms  one call (target ≤ 5 ms)");
    expect(renderBenchFigure({ ...figure, value: 6, comparison: "Go 3" })).to.equal(
      "✗         6 ms  one call (target ≤ 5 ms; Go 3)",
    );
    expect(renderBenchFigure({ name: "share", value: 12.34, unit: "%" })).to.equal("        12.3 %  share");
  });
});
