import { expect } from "chai";
import type { Profiler } from "node:inspector";
import { benchTimePartOf, benchTimeShares } from "../src/measure/benchTimeShares";

const ROOT = "/kit";

function node(id: number, functionName: string, url: string, children: number[] = []): Profiler.ProfileNode {
  return { id, children, callFrame: { functionName, url, scriptId: "0", lineNumber: 0, columnNumber: 0 } };
}

describe("benchTimePartOf", () => {
  it("knows a file's part by its folder", () => {
    const parts = {
      "labrpc/src/realm/border/codec.ts": "kernel",
      "labrpc/src/errors.ts": "kernel",
      "labrpc/src/simulation/network/Links.ts": "simulation",
      "labrpc/src/testing/run/runSeed.ts": "simulation",
      "lab2/given/disk.ts": "simulation",
      "solutions/lab2/client.ts": "student",
      "lab2/errors.ts": "student",
      "lab2/tests/support/harness.ts": "checker",
      "checker/src/models/byKey.ts": "checker",
      "harness/src/RecordedCalls.ts": "checker",
      "node_modules/mocha/lib/runner.js": "other",
    };
    for (const [path, part] of Object.entries(parts)) {
      expect(benchTimePartOf(`file://${ROOT}/${path}`, ROOT), path).to.equal(part);
      expect(benchTimePartOf(`${ROOT}/${path}`, ROOT), path).to.equal(part);
    }
  });

  it("takes what is elsewhere for something else", () => {
    expect(benchTimePartOf("node:internal/timers", ROOT)).to.equal("other");
    expect(benchTimePartOf("file:///kit2/solutions/lab1/client.ts", ROOT)).to.equal("other");
  });

  it("reads a url as Windows has it, and one with a space", () => {
    expect(benchTimePartOf("file:///C:/kit/checker/src/index.ts", "C:\\kit")).to.equal("checker");
    expect(benchTimePartOf("file:///my%20kit/checker/src/index.ts", "/my kit")).to.equal("checker");
  });
});

describe("benchTimeShares", () => {
  const nodes = [
    node(1, "(root)", "", [2, 4, 5, 6, 8]),
    node(2, "get", "file:///kit/solutions/lab1/client.ts", [3]),
    node(3, "stringify", ""),
    node(4, "(garbage collector)", ""),
    node(5, "(idle)", ""),
    node(6, "post", "node:inspector", [7]),
    node(7, "dispatch", ""),
    node(8, "runMicrotasks", ""),
  ];

  it("weighs samples by their time, and gives an engine's function to its caller", () => {
    const shares = benchTimeShares(
      { nodes, startTime: 0, endTime: 0, samples: [2, 3, 4, 8], timeDeltas: [10, 30, 40, 20] },
      ROOT,
    );
    expect(shares).to.deep.equal({
      kernel: 0,
      student: 40,
      simulation: 0,
      checker: 0,
      garbage: 40,
      other: 20,
    });
  });

  it("leaves out idle time and the profiler's own", () => {
    const shares = benchTimeShares(
      { nodes, startTime: 0, endTime: 0, samples: [5, 7, 2], timeDeltas: [500, 400, 1] },
      ROOT,
    );
    expect(shares.student).to.equal(100);
  });

  it("is 0 everywhere without a sample", () => {
    const shares = benchTimeShares({ nodes, startTime: 0, endTime: 0 }, ROOT);
    expect(Object.values(shares)).to.deep.equal([0, 0, 0, 0, 0, 0]);
  });
});
