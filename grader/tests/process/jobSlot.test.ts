import { expect } from "chai";
import { join } from "node:path";
import sinon from "sinon";
import { readLab } from "toolkit/labs/readLab";
import { JobSlot, type JobSlotOptions } from "../../src/process/JobSlot";
import type { WorkerLimits } from "../../src/process/WorkerLimits";
import type { ProcessFigures } from "../../src/process/processFigures";
import type { WorkerJob, WorkerReport } from "../../src/protocol/protocol";
import type { TestRun } from "../../src/protocol/TestRun";
import type { ProcessEnd } from "../../src/process/child/GroupProcess";
import type { WorkerOptions } from "../../src/process/WorkerProcess";
import { FIXTURE_KIT } from "../support/runGrade";

const LIMITS: WorkerLimits = { wallClockMs: 60_000, silenceMs: 5_000, memoryMb: 512 };
const READY: WorkerReport = { type: "ready", tests: ["TestTwo"], compiled: false };
const KILLED: ProcessEnd = { code: null, signal: "SIGKILL", stderr: "" };
const job: WorkerJob = {
  id: 7,
  submission: join(FIXTURE_KIT, "solutions/sum"),
  student: [],
  test: "TestTwo",
  seeds: [1],
  stopAtFirstFailure: false,
};
const BEGIN: WorkerReport = { type: "begin", id: 7, compiled: false };
const SEED: WorkerReport = { type: "seed", id: 7, seed: 1, digest: "d" };
const DONE: WorkerReport = { type: "done", id: 7, passed: true, message: "" };

/** A process that is none: it says what a script tells it to, and uses the processor time that it is given. */
class FakeProcess {
  killed = false;
  cpuMs = 0;
  figures: Partial<ProcessFigures> = {};

  constructor(
    readonly pid: number,
    readonly options: WorkerOptions,
    private readonly script: Script,
  ) {
    setTimeout(() => {
      this.script.start?.(this);
    }, 10);
  }

  say(...reports: WorkerReport[]): void {
    for (const report of reports) this.options.onReport(report);
  }

  run(): void {
    setTimeout(() => {
      this.script.run?.(this);
    }, 10);
  }

  kill(): void {
    this.killed = true;
  }
}

interface Script {
  readonly start?: (process: FakeProcess) => void;
  readonly run?: (process: FakeProcess) => void;
  /** Milliseconds of processor time in each one of the clock. Default 1. */
  readonly share?: number;
  readonly asleep?: boolean;
}

const loads: Script["start"] = (process) => {
  process.say(READY);
};
const passes: Script = {
  start: loads,
  run: (process) => {
    process.say(BEGIN, SEED, DONE);
  },
};
const hangs: Script = {
  start: loads,
  run: (process) => {
    process.say(BEGIN);
  },
};

describe("a slot for jobs", () => {
  let clock: sinon.SinonFakeTimers;
  const slots: JobSlot[] = [];

  beforeEach(() => {
    clock = sinon.useFakeTimers();
  });

  afterEach(() => {
    for (const slot of slots.splice(0)) slot.stop();
    clock.restore();
  });

  /** Runs the job; each process that is started takes the next script, the last one over and over. */
  async function run(
    scripts: readonly Script[],
    options: Partial<JobSlotOptions> = {},
  ): Promise<{ ended: TestRun | Error; processes: FakeProcess[] }> {
    const processes: FakeProcess[] = [];
    const slot = new JobSlot({
      lab: readLab(FIXTURE_KIT, "sum"),
      limits: LIMITS,
      onTests: () => undefined,
      onSeed: () => undefined,
      start: (workerOptions) => {
        const script = scripts[Math.min(processes.length, scripts.length - 1)] ?? {};
        const made = new FakeProcess(processes.length + 1, workerOptions, script);
        processes.push(made);
        return made;
      },
      figures: (pid) => {
        const found = processes[pid - 1];
        const script = scripts[Math.min(pid, scripts.length) - 1];
        if (found === undefined) return Promise.resolve(undefined);
        found.cpuMs = performance.now() * (script?.share ?? 1);
        const { cpuMs, figures } = found;
        return Promise.resolve({ cpuMs, asleep: script?.asleep ?? false, memoryMb: 50, ...figures });
      },
      ...options,
    });
    slots.push(slot);
    let ended: TestRun | Error | undefined;
    slot.run(job).then(
      (value) => (ended = value),
      (error: unknown) => (ended = error as Error),
    );
    for (let i = 0; i < 8_000 && ended === undefined; i++) await clock.tickAsync(250);
    return { ended: ended ?? new Error("it never ended"), processes };
  }

  it("runs a job", async () => {
    const { ended, processes } = await run([passes]);
    expect(ended).to.deep.include({ test: "TestTwo", run: 1, failed: 0, ending: { kind: "passed" } });
    expect(processes).to.have.length(1);
  });

  it("calls a loop stuck at the first try, also on a busy machine", async () => {
    for (const share of [1, 1 / 9]) {
      const { ended, processes } = await run([{ ...hangs, share }]);
      expect(ended).to.have.nested.property("ending.kind", "stuck");
      expect(ended).to.deep.include({ failed: 1 });
      expect(processes.map(({ killed }) => killed)).to.deep.equal([true]);
    }
  });

  it("tries again what got no processor time, and takes the second answer", async () => {
    const { ended, processes } = await run([{ ...hangs, share: 0.001 }, passes]);
    expect(ended).to.deep.include({ run: 1, failed: 0, ending: { kind: "passed" } });
    expect(processes).to.have.length(2);
  });

  it("says that the machine is too busy, after three tries, and blames nobody", async () => {
    const { ended, processes } = await run([{ ...hangs, share: 0.001 }]);
    expect(processes).to.have.length(3);
    expect(ended).to.deep.include({ failed: 0 });
    expect(ended).to.have.nested.property("ending.kind", "trouble");
    expect((ended as { ending: { message: string } }).ending.message).to.match(
      /^the machine was too busy: the process got 0\.1 s of processor time in 120 s, in each of 3 tries; /,
    );
  });

  it("says where it is stuck, and in which method when nothing more is known", async () => {
    const place = { file: "server.ts", line: 31, column: 3 };
    for (const method of ["server-0's get", undefined]) {
      const said: Script = {
        start: loads,
        run: (process) => {
          process.say(BEGIN, {
            type: "place",
            ...place,
            ...(method === undefined ? {} : { method }),
          });
        },
      };
      const { ended } = await run([said]);
      expect(ended).to.have.nested.property("ending.kind", "stuck");
      expect(ended).to.have.deep.nested.property("ending.place", place);
      const end = method === undefined ? /of processor time$/ : /of processor time, in server-0's get$/;
      expect((ended as { ending: { message: string } }).ending.message).to.match(end);
    }
  });

  it("fails what sleeps in every try: the code found something to sleep with", async () => {
    const { ended, processes } = await run([{ ...hangs, share: 0, asleep: true }]);
    expect(processes).to.have.length(3);
    expect(ended).to.have.nested.property("ending.kind", "stuck");
    expect(ended).to.have.nested.property("ending.message", "it slept for 30 s");
  });

  it("tries again what somebody killed, and tells of each seed once", async () => {
    const killed: Script = {
      start: loads,
      run: (process) => {
        process.say(BEGIN, SEED);
        process.options.onEnd(KILLED);
      },
    };
    const told: number[] = [];
    const { ended } = await run([killed, passes], { onSeed: (_, { seed }) => told.push(seed) });
    expect(ended).to.deep.include({ ending: { kind: "passed" } });
    expect(told).to.deep.equal([1]);
    const { ended: never } = await run([killed]);
    expect(never).to.have.nested.property("ending.kind", "trouble");
    expect((never as { ending: { message: string } }).ending.message).to.match(
      /^the machine ended the process: /,
    );
  });

  it("passes on no seed that nobody asked for, nor takes it for a sign of life", async () => {
    const seeds: number[] = [];
    const chatty: Script = {
      start: loads,
      run: (process) => {
        process.say(BEGIN, SEED);
        setInterval(() => {
          process.say({ type: "seed-start", id: 7, seed: 8 }, { ...SEED, seed: 8 });
        }, 100);
      },
    };
    const { ended } = await run([chatty], { onSeed: (_, report) => seeds.push(report.seed) });
    expect(ended).to.have.nested.property("ending.kind", "stuck");
    expect(ended).to.deep.include({ run: 2, failed: 1 });
    expect(seeds).to.deep.equal([1]);
  });

  it("takes a kill for running out of memory when memory was growing", async () => {
    const { ended, processes } = await run([
      {
        start: loads,
        run: (process) => {
          process.say(BEGIN);
          process.figures = { memoryMb: 450 };
          setTimeout(() => {
            process.options.onEnd(KILLED);
          }, 600);
        },
      },
    ]);
    expect(processes).to.have.length(1);
    expect(ended).to.have.nested.property("ending.kind", "out-of-memory");
  });

  it("leaves a crash to the code", async () => {
    const { ended, processes } = await run([
      {
        start: loads,
        run: (process) => {
          process.options.onEnd({ code: 0, signal: null, stderr: "" });
        },
      },
    ]);
    expect(processes).to.have.length(1);
    expect(ended).to.have.nested.property("ending.kind", "crashed");
  });

  it("starts a process again that did not come to its work, and then says so", async () => {
    const dies: Script = {
      start: (process) => {
        process.options.onEnd({ code: null, signal: null, stderr: "spawn EAGAIN" });
      },
    };
    expect((await run([dies, dies, passes])).ended).to.deep.include({ ending: { kind: "passed" } });
    const { ended, processes } = await run([dies]);
    expect(processes).to.have.length(3);
    expect(ended)
      .to.be.an("error")
      .with.property("message", "the worker could not be started: the process ended:\nspawn EAGAIN");
  });

  it("gives up on one that never loads", async () => {
    const { ended, processes } = await run([{ share: 0 }]);
    expect(processes).to.have.length(3);
    expect(ended)
      .to.be.an("error")
      .with.property("message")
      .that.matches(/^the worker could not be started: the process got 0\.0 s of processor time/);
  });

  it("replaces a process that had to compile, before its test begins", async () => {
    const compiles: Script = {
      start: (process) => {
        process.say({ type: "ready", tests: [], compiled: true });
      },
    };
    const { ended, processes } = await run([compiles, passes]);
    expect(ended).to.deep.include({ ending: { kind: "passed" } });
    expect(processes.map(({ killed }) => killed)).to.deep.equal([true, false]);
    const late: Script = {
      start: loads,
      run: (process) => {
        process.say({ type: "begin", id: 7, compiled: true });
      },
    };
    expect((await run([late, passes])).processes).to.have.length(2);
  });

  it("goes on with one that compiles each time, where no cache can be written", async () => {
    const always: Script = {
      start: (process) => {
        process.say({ type: "ready", tests: [], compiled: true });
      },
      run: (process) => {
        process.say({ type: "begin", id: 7, compiled: true }, SEED, DONE);
      },
    };
    const { ended, processes } = await run([always]);
    expect(ended).to.deep.include({ ending: { kind: "passed" } });
    expect(processes.length).to.be.within(2, 3);
  });

  it("counts a sign of life that lay in the pipe when it looked", async () => {
    let seen = 0;
    const { ended } = await run([hangs, passes], {
      figures: () => {
        seen += 1;
        // Six seconds of work; its reports come in right after the look.
        setImmediate(() => {
          if (seen < 40) current?.say({ type: "beat" });
          else current?.say(SEED, DONE);
        });
        return Promise.resolve({ cpuMs: seen * 6_000, asleep: false, memoryMb: 50 });
      },
      limits: { ...LIMITS, wallClockMs: 1e9 },
      start: (options) => (current = new FakeProcess(1, options, hangs)),
    });
    expect(ended).to.deep.include({ ending: { kind: "passed" } });
  });

  let current: FakeProcess | undefined;
});
