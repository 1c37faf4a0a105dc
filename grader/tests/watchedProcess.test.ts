import { expect } from "chai";
import { crashEnding } from "../src/run/crashMessage";
import { excess, type Limits } from "../src/run/Limits";
import { LineSplitter } from "../src/run/LineSplitter";
import { parseReport } from "../src/run/protocol";
import { SeedLedger } from "../src/run/SeedLedger";

describe("excess", () => {
  const limits: Limits = { wallClockMs: 60_000, silenceMs: 5_000, memoryMb: 512 };
  const fine = { now: 10_000, startedAt: 0, lastBeatAt: 9_000, memoryMb: 100 };

  it("finds nothing where all is well, or memory is not known", () => {
    expect(excess(limits, fine)).to.equal(undefined);
    expect(excess(limits, { ...fine, memoryMb: undefined })).to.equal(undefined);
  });

  it("finds silence, time and memory that go over their limit", () => {
    expect(excess(limits, { ...fine, lastBeatAt: 4_999 })).to.include({ kind: "stuck" });
    expect(excess(limits, { now: 60_001, startedAt: 0, lastBeatAt: 60_000, memoryMb: 1 })).to.include({
      kind: "stuck",
    });
    expect(excess(limits, { ...fine, memoryMb: 513 })).to.include({ kind: "out-of-memory" });
  });
});

describe("crashEnding", () => {
  const heap = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";

  it("tells running out of memory from other crashes", () => {
    expect(crashEnding({ code: null, signal: "SIGABRT", stderr: heap }).kind).to.equal("out-of-memory");
    expect(crashEnding({ code: 134, signal: null, stderr: heap }).kind).to.equal("out-of-memory");
    expect(crashEnding({ code: null, signal: "SIGABRT", stderr: "" }).kind).to.equal("crashed");
    expect(crashEnding({ code: null, signal: "SIGSEGV", stderr: "" }).message).to.include("SIGSEGV");
  });

  it("does not believe what is printed", () => {
    expect(crashEnding({ code: 0, signal: null, stderr: heap })).to.deep.equal({
      kind: "crashed",
      message: "the process ended by itself with exit code 0",
    });
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

describe("parseReport", () => {
  const report = { type: "beat" };

  it("believes a report with the token, and nothing else", () => {
    expect(parseReport(JSON.stringify({ token: "t", report }), "t")).to.deep.equal(report);
    expect(parseReport(JSON.stringify({ token: "u", report }), "t")).to.equal(undefined);
    expect(parseReport(JSON.stringify(report), "t")).to.equal(undefined);
    expect(parseReport(JSON.stringify({ token: "t", report: { type: "win" } }), "t")).to.equal(undefined);
    expect(parseReport("{", "t")).to.equal(undefined);
  });
});

describe("SeedLedger", () => {
  const cause = { kind: "failed", message: "wrong", details: [], lastEvents: [], console: [] };
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
  const seed = (number: number, failed = false): Parameters<SeedLedger["record"]>[0] => ({
    type: "seed",
    id: 1,
    seed: number,
    ...(failed ? { cause } : {}),
  });

  it("passes when each seed was reported and mocha says so", () => {
    const books = ledger([1, 2]);
    books.record(seed(1));
    books.record(seed(2));
    expect(books.close({ kind: "passed" }, 5)).to.deep.include({
      run: 2,
      failed: 0,
      ending: { kind: "passed" },
    });
  });

  it("does not pass with a seed missing, or with a failed one, whatever mocha says", () => {
    const short = ledger([1, 2]);
    short.record(seed(1));
    expect(short.close({ kind: "passed" }, 5).ending.kind).to.equal("failed");
    const wrong = ledger([1]);
    wrong.record(seed(1, true));
    expect(wrong.close({ kind: "passed" }, 5).ending.kind).to.equal("failed");
  });

  it("keeps the first failing seed", () => {
    const books = ledger([1, 2, 3]);
    books.record(seed(1));
    books.record(seed(2, true));
    books.record(seed(3, true));
    expect(books.close({ kind: "failed", message: "m" }, 5)).to.deep.include({
      run: 3,
      failed: 2,
      first: { seed: 2, cause },
    });
  });

  it("counts the seed in which the process was lost as failed", () => {
    const books = ledger([1, 2, 3]);
    books.record(seed(1));
    books.record({ type: "seed-start", id: 1, seed: 2 });
    expect(books.close({ kind: "stuck", message: "m", seed: books.seed }, 5)).to.deep.include({
      run: 2,
      failed: 1,
    });
  });
});
