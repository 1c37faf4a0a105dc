import { expect } from "chai";
import type { Explanation } from "labrpc/records";
import { workerCrashEnding, wasWorkerEndedFromOutside } from "../../src/process/crashMessage";
import { LineSplitter } from "../../src/process/child/LineSplitter";
import { parseWorkerReport } from "../../src/protocol/protocol";
import { SeedLedger } from "../../src/process/SeedLedger";

describe("workerCrashEnding", () => {
  const heap = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";

  it("tells running out of memory from other crashes", () => {
    expect(workerCrashEnding({ code: null, signal: "SIGABRT", stderr: heap }).kind).to.equal("out-of-memory");
    expect(workerCrashEnding({ code: 134, signal: null, stderr: heap }).kind).to.equal("out-of-memory");
    expect(workerCrashEnding({ code: null, signal: "SIGABRT", stderr: "" }).kind).to.equal("crashed");
    expect(workerCrashEnding({ code: null, signal: "SIGSEGV", stderr: "" }).message).to.include("SIGSEGV");
  });

  it("does not believe what is printed", () => {
    expect(workerCrashEnding({ code: 0, signal: null, stderr: heap })).to.deep.equal({
      kind: "crashed",
      message: "the process ended by itself with exit code 0",
    });
  });
});

describe("wasWorkerEndedFromOutside", () => {
  const end = { code: null, signal: null, stderr: "" };

  it("tells what nobody can bring upon himself", () => {
    expect(wasWorkerEndedFromOutside({ ...end, signal: "SIGKILL" })).to.equal(true);
    expect(wasWorkerEndedFromOutside({ ...end, signal: "SIGTERM" })).to.equal(true);
    // It never was a process.
    expect(wasWorkerEndedFromOutside(end)).to.equal(true);
  });

  it("leaves crashes and exits to the code", () => {
    expect(wasWorkerEndedFromOutside({ ...end, signal: "SIGSEGV" })).to.equal(false);
    expect(wasWorkerEndedFromOutside({ ...end, signal: "SIGABRT" })).to.equal(false);
    expect(wasWorkerEndedFromOutside({ ...end, code: 0 })).to.equal(false);
  });
});

describe("LineSplitter", () => {
  function split(limit: number, ...chunks: string[]): string[] {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line), limit);
    for (const chunk of chunks) splitter.push(Buffer.from(chunk, "latin1"));
    return lines;
  }

  it("joins chunks, also in the middle of a letter", () => {
    expect(split(99, "ab", "c\nd", "ef\n\xc3", "\xa4\n")).to.deep.equal(["abc", "def", "ä"]);
  });

  it("drops a line that is too long, and no other", () => {
    expect(split(5, "ok\n", "123", "456", "789\nfine\n")).to.deep.equal(["ok", "fine"]);
  });
});

describe("parseWorkerReport", () => {
  const report = { type: "beat" };

  it("believes a report with the token, and nothing else", () => {
    expect(parseWorkerReport(JSON.stringify({ token: "t", report }), "t")).to.deep.equal(report);
    expect(parseWorkerReport(JSON.stringify({ token: "u", report }), "t")).to.equal(undefined);
    expect(parseWorkerReport(JSON.stringify(report), "t")).to.equal(undefined);
    expect(parseWorkerReport(JSON.stringify({ token: "t", report: { type: "win" } }), "t")).to.equal(
      undefined,
    );
    expect(parseWorkerReport("{", "t")).to.equal(undefined);
  });
});

describe("SeedLedger", () => {
  const explanation: Explanation = {
    kind: "failed",
    message: "wrong",
    details: [],
    lastEvents: [],
    console: [],
  };
  function ledger(seeds: number[]): SeedLedger {
    return new SeedLedger({
      id: 1,
      submission: "",
      student: [],
      test: "TestA",
      seeds,
      stopAtFirstFailure: false,
    });
  }
  const seed = (number: number, failed = false): Parameters<SeedLedger["enter"]>[0] => ({
    type: "seed",
    id: 1,
    seed: number,
    digest: `digest of ${String(number)}`,
    ...(failed ? { explanation } : {}),
  });

  it("passes when each seed was reported and mocha says so", () => {
    const books = ledger([1, 2]);
    books.enter(seed(1));
    books.enter(seed(2));
    expect(books.close({ kind: "passed" }, 5)).to.deep.include({
      run: 2,
      failed: 0,
      ending: { kind: "passed" },
    });
  });

  it("does not pass with a seed missing, or with a failed one, whatever mocha says", () => {
    const short = ledger([1, 2]);
    short.enter(seed(1));
    expect(short.close({ kind: "passed" }, 5).ending.kind).to.equal("failed");
    const wrong = ledger([1]);
    wrong.enter(seed(1, true));
    expect(wrong.close({ kind: "passed" }, 5).ending.kind).to.equal("failed");
  });

  it("counts a seed that nobody asked for, or that comes a second time, for nothing", () => {
    const books = ledger([1, 2]);
    books.enter(seed(1));
    for (const more of [seed(7, true), seed(1, true), { type: "seed-start", id: 1, seed: 9 } as const])
      books.enter(more);
    expect([7, 1, 9, 2].map((number) => books.awaits(number))).to.deep.equal([false, false, false, true]);
    expect(books.seed).to.equal(1);
    books.enter(seed(2));
    const run = books.close({ kind: "passed" }, 5);
    expect(run).to.deep.include({ run: 2, failed: 0, ending: { kind: "passed" } });
    expect(run.first).to.equal(undefined);
  });

  it("keeps the first failing seed", () => {
    const books = ledger([1, 2, 3]);
    books.enter(seed(1));
    books.enter(seed(2, true));
    books.enter(seed(3, true));
    expect(books.close({ kind: "failed", message: "m" }, 5)).to.deep.include({
      run: 3,
      failed: 2,
      first: { seed: 2, digest: "digest of 2", explanation },
    });
  });

  it("counts the seed in which the process was lost as failed", () => {
    const books = ledger([1, 2, 3]);
    books.enter(seed(1));
    books.enter({ type: "seed-start", id: 1, seed: 2 });
    expect(books.close({ kind: "stuck", message: "m", seed: books.seed }, 5)).to.deep.include({
      run: 2,
      failed: 1,
    });
  });

  const hole = { event: 3, once: "a sends x", then: "a sends y" };

  it("has no verdict where a second run was not the same", () => {
    const books = ledger([1, 2]);
    books.enter(seed(1));
    books.enter({ type: "seed", id: 1, seed: 2, digest: "d", hole });
    const { failed, ending } = books.close({ kind: "failed", message: "m" }, 5);
    expect(failed).to.equal(0);
    expect(ending).to.deep.equal({
      kind: "trouble",
      message: "this run cannot be repeated: the kit has a hole; tell whoever maintains the kit",
      details: 'seed 2: event 3 was once "a sends x", then "a sends y"',
    });
  });

  it("lets a failure that repeats stand, whatever else could not be found out", () => {
    const books = ledger([1, 2]);
    books.enter(seed(1, true));
    books.enter({ type: "seed", id: 1, seed: 2, digest: "d", hole });
    expect(books.close({ kind: "failed", message: "m" }, 5).ending.kind).to.equal("failed");
    expect(books.close({ kind: "trouble", message: "too busy" }, 5)).to.deep.include({
      failed: 1,
      ending: { kind: "failed", message: "wrong" },
    });
  });
});
