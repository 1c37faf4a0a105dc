import { expect } from "chai";
import type { Explanation } from "labrpc/records";
import { readLab } from "toolkit/labs/readLab";
import { ChunkedTest } from "../../src/run/ChunkedTest";
import type { JobRequest } from "../../src/run/JobRequest";
import { seedsTasks } from "../../src/run/RunTask";
import { runTests } from "../../src/run/runTests";
import { explainRequest } from "../../src/run/runWithCounterexample";
import type { WorkerPool } from "../../src/run/WorkerPool";
import type { TestRun } from "../../src/protocol/TestRun";
import { FIXTURE_KIT } from "../support/runGrade";

const lab = readLab(FIXTURE_KIT, "sum");

function request(test: string, seeds = 25): JobRequest {
  return {
    submission: "/submission",
    test,
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    stopAtFirstFailure: false,
  };
}

function explanation(message: string, details: readonly string[] = []): Explanation {
  return { kind: "failed", message, details, lastEvents: [], console: [] };
}

function failed(test: string, message: string, digest = "0011223344556677"): TestRun {
  return {
    test,
    run: 13,
    failed: 2,
    first: { seed: 3, digest, explanation: explanation(message), measured: [7] },
    ending: { kind: "failed", message },
    elapsedMs: 5,
  };
}

describe("the parts of tests", () => {
  it("run side by side with those of other tests, each test's in their order", () => {
    const tests = [request("A"), request("B", 39), request("C"), request("D", 1)].map(
      (one) => new ChunkedTest(one),
    );
    const order = (jobs: number): string =>
      seedsTasks(tests, jobs)
        .map((task) => (task.kind === "seeds" ? `${task.test.request.test}${String(task.chunk)}` : ""))
        .join(" ");
    expect(order(1)).to.equal("A0 A1 B0 B1 B2 C0 C1 D0");
    expect(order(2)).to.equal("A0 B0 A1 B1 B2 C0 D0 C1");
  });
});

describe("the job that explains a failure", () => {
  it("has what the first run came to", () => {
    expect(explainRequest(lab, request("TestTwo"), failed("TestTwo", "wrong"), "quick")).to.deep.include({
      seeds: [3],
      minimise: "quick",
      known: { digest: "0011223344556677", kind: "failed", measured: [7] },
    });
  });

  it("does not look for the counterexample of a stub", () => {
    const stub = failed("TestTwo", "NotImplemented: Adder.sum is not implemented");
    expect(explainRequest(lab, request("TestTwo"), stub, "quick")).to.deep.include({ minimise: "none" });
  });

  it("runs the seed twice where each seed is", () => {
    const repeated = { ...request("TestTwo"), repeat: true };
    expect(explainRequest(lab, repeated, failed("TestTwo", "wrong"), "quick")).to.not.have.property("known");
  });

  it("is none where nobody wants it or may see it, or the stack was used up", () => {
    const hidden = { ...lab, hidden: { names: new Set(["TestTwo"]) } } as unknown as typeof lab;
    const run = failed("TestTwo", "wrong");
    const deep = failed("TestTwo", "a host failed with RangeError: Maximum call stack size exceeded");
    expect(explainRequest(hidden, request("TestTwo"), run, "quick")).to.equal(undefined);
    expect(explainRequest(lab, request("TestTwo"), run, "none")).to.equal(undefined);
    expect(explainRequest(lab, request("TestTwo"), deep, "quick")).to.equal(undefined);
  });
});

describe("a failing test", () => {
  /** Runs one test in a pool that answers so, and returns the jobs that it was asked for. */
  async function ran(
    minimise: "none" | "quick",
    answer: (job: JobRequest) => TestRun,
  ): Promise<{ readonly jobs: readonly JobRequest[]; readonly run: TestRun | undefined }> {
    const jobs: JobRequest[] = [];
    const pool = {
      run: (job: JobRequest) => {
        jobs.push(job);
        return Promise.resolve(answer(job));
      },
    } as unknown as WorkerPool;
    const [run] = await runTests(lab, [request("TestTwo", 13)], { jobs: 1, pool, minimise });
    return { jobs, run };
  }

  it("is run once, and then explained in another job", async () => {
    const { jobs, run } = await ran("quick", ({ known }) =>
      failed("TestTwo", known === undefined ? "counted" : "explained"),
    );
    expect(jobs).to.have.length(2);
    expect(jobs[0]).to.include({ countsFirstFailure: true });
    expect(jobs[1]).to.include({ minimise: "quick" });
    expect(run).to.deep.include({ run: 13, failed: 2 });
    expect(run?.first?.explanation.message).to.equal("explained");
  });

  it("is explained at once where no counterexample is looked for", async () => {
    const { jobs } = await ran("none", () => failed("TestTwo", "explained"));
    expect(jobs).to.have.length(1);
    expect(jobs[0]).to.not.have.property("countsFirstFailure");
  });

  it("is explained without its counterexample when the search loses its process", async () => {
    const { jobs, run } = await ran("quick", ({ known, minimise }) => {
      if (known === undefined) return failed("TestTwo", "counted");
      if (minimise === "none") return failed("TestTwo", "explained");
      const ending = { kind: "out-of-memory", message: "too much", seed: 3 } as const;
      return { test: "TestTwo", run: 1, failed: 1, ending, elapsedMs: 5 };
    });
    expect(jobs.map(({ minimise }) => minimise)).to.deep.equal([undefined, "quick", "none"]);
    expect(run).to.deep.include({ run: 13, failed: 2, ending: { kind: "failed", message: "counted" } });
    expect(run?.first?.explanation.message).to.equal("explained");
  });

  it("is not judged when its seed takes another course in the second job", async () => {
    const { run } = await ran("quick", ({ known }) =>
      failed("TestTwo", "wrong", known === undefined ? "0011223344556677" : "7766554433221100"),
    );
    expect(run?.ending.kind).to.equal("trouble");
  });
});
