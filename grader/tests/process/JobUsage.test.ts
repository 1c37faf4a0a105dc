import { expect } from "chai";
import {
  type LimitExcess,
  type WorkerLimits,
  PROCESSOR_PATIENCE,
  SILENCE_PATIENCE,
} from "../../src/process/WorkerLimits";
import { parseProcessStat, processFigures, type ProcessFigures } from "../../src/process/processFigures";
import { JobUsage } from "../../src/process/JobUsage";

const LIMITS: WorkerLimits = { wallClockMs: 60_000, silenceMs: 5_000, memoryMb: 512 };
const LOOK_MS = 250;

/** What a process does in a quarter of a second. */
interface Slice {
  /** The part of it in which its thread has a processor. */
  readonly share: number;
  readonly asleep?: boolean;
  readonly beats?: boolean;
  readonly memoryMb?: number;
}

/** Watches a process whose test has begun, until something is to be said of it, or for so many seconds. */
function watch(
  seconds: number,
  slice: (at: number) => Slice,
  { placed = true, begun = true, limits = LIMITS } = {},
): { readonly over: LimitExcess | undefined; readonly after: number; readonly usage: JobUsage } {
  const usage = new JobUsage(limits, 0);
  if (begun) usage.begin();
  let cpuMs = 100;
  usage.look(0, { cpuMs, asleep: false, memoryMb: 50 }, placed);
  for (let at = LOOK_MS; at <= seconds * 1000; at += LOOK_MS) {
    const { share, asleep = false, beats = false, memoryMb = 50 } = slice(at);
    cpuMs += share * LOOK_MS;
    if (beats) usage.beat();
    const over = usage.look(at, { cpuMs, asleep, memoryMb }, placed);
    if (over !== undefined) return { over, after: at / 1000, usage };
  }
  return { over: undefined, after: seconds, usage };
}

describe("what a job has used", () => {
  it("has nothing to say of one that shows that it lives", () => {
    expect(watch(59, () => ({ share: 1, beats: true })).over).to.equal(undefined);
  });

  it("calls one stuck that uses its time and is silent, on a quiet machine and on a busy one", () => {
    const quiet = watch(100, () => ({ share: 1 }));
    expect(quiet.over).to.deep.equal({
      kind: "stuck",
      message:
        "an endless loop, an endless chain of promises or the like: it gave no sign of life for 5 s of processor time",
    });
    expect(quiet.after).to.be.within(5, 6);
    const busy = watch(100, () => ({ share: 1 / 9 }));
    expect(busy.over).to.deep.equal(quiet.over);
    expect(busy.after).to.be.within(44, 48);
  });

  it("gives a silent one a little longer to say where it is stuck", () => {
    expect(watch(100, () => ({ share: 1 }), { placed: false }).after).to.be.within(8, 9);
  });

  it("counts the processor time of a whole test", () => {
    const { over, after } = watch(100, () => ({ share: 1, beats: true }));
    expect(over).to.deep.equal({ kind: "stuck", message: "it was not done after 60 s of processor time" });
    expect(after).to.be.within(60, 61);
    expect(watch(500, () => ({ share: 1 / 9, beats: true })).over).to.equal(undefined);
  });

  it("never blames one that waits for a processor: it gives up in the end", () => {
    const { over, after } = watch(1_000, () => ({ share: 0.01 }));
    expect(over?.kind).to.equal("starved");
    expect(over?.message).to.match(/^the process got 1\.2 s of processor time in 120 s$/);
    expect(after).to.be.within(PROCESSOR_PATIENCE * 5, PROCESSOR_PATIENCE * 5 + 1);
  });

  it("tells sleeping from waiting for a processor", () => {
    const asleep = watch(1_000, () => ({ share: 0, asleep: true }));
    expect(asleep.over).to.deep.equal({ kind: "asleep", message: "it slept for 30 s" });
    expect(asleep.after).to.be.within(SILENCE_PATIENCE * 5, SILENCE_PATIENCE * 5 + 1);
    // With a sign of life now and then, all of the test counts.
    const drowsy = watch(1_000, (at) => ({ share: 0, asleep: true, beats: at % 1000 === 0 }));
    expect(drowsy.over?.kind).to.equal("asleep");
    expect(drowsy.after).to.be.within(SILENCE_PATIENCE * 60, SILENCE_PATIENCE * 60 + 1);
    // A moment for a collector's thread is no sleep.
    expect(watch(59, (at) => ({ share: 1, asleep: at % 500 === 0, beats: true })).over).to.equal(undefined);
  });

  it("leaves out what comes before the test", () => {
    expect(watch(15, () => ({ share: 1 }), { begun: false }).over).to.equal(undefined);
    expect(watch(30, () => ({ share: 1 }), { begun: false })).to.deep.include({
      over: {
        kind: "stuck",
        message:
          "an endless loop, an endless chain of promises or the like: it gave no sign of life for 20 s of processor time",
      },
    });
  });

  it("counts no time in which the grader itself was held up", () => {
    const usage = new JobUsage(LIMITS, 0);
    usage.begin();
    const figures = (cpuMs: number): ProcessFigures => ({ cpuMs, asleep: true, memoryMb: 50 });
    expect(usage.look(LOOK_MS, figures(0), true)).to.equal(undefined);
    // A laptop that slept for an hour.
    expect(usage.look(3_600_000, figures(10), true)).to.equal(undefined);
    expect(usage.look(7_200_000, undefined, true)).to.equal(undefined);
  });

  it("finds memory that goes over its limit, and remembers that it was growing", () => {
    const { over } = watch(10, (at) => ({ share: 1, beats: true, memoryMb: at / 4 }));
    expect(over).to.deep.equal({ kind: "out-of-memory", message: "it held more than 512 MB of memory" });
    expect(watch(1, () => ({ share: 1, memoryMb: 60 })).usage.wasGrowing).to.equal(false);
    expect(watch(1, () => ({ share: 1, memoryMb: 400 })).usage.wasGrowing).to.equal(true);
    expect(watch(1, (at) => ({ share: 1, memoryMb: at === 1_000 ? 250 : 60 })).usage.wasGrowing).to.equal(
      true,
    );
  });
});

describe("the figures of a process", () => {
  it("are read from a line of /proc, whatever the program is called", () => {
    const line =
      "4242 (a) R (b) S 1 4242 4242 0 -1 4194560 7449 0 0 0 130 20 0 0 20 0 11 0 105255 5246976 965";
    expect(parseProcessStat(line)).to.deep.equal({ cpuMs: 1_500, asleep: true });
    expect(parseProcessStat(line.replace(") S", ") R")).asleep).to.equal(false);
    expect(parseProcessStat(line.replace(") S", ") D")).asleep).to.equal(false);
    expect(() => parseProcessStat("nonsense")).to.throw("expected a line of /proc");
  });

  it("are there for this process, and not for one that is gone", async () => {
    const figures = await processFigures(process.pid);
    expect(figures?.cpuMs).to.be.greaterThan(0);
    expect(figures?.memoryMb).to.be.greaterThan(10);
    expect(await processFigures(2 ** 30)).to.equal(undefined);
  });
});
