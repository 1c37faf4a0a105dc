import { FULL_STACK } from "../realm/border/fullStack";
import { setImmediate as turnOfLoop } from "node:timers/promises";
import { schedulerOf } from "./schedules/schedulerOf";
import { FaultLog } from "./faults/FaultLog";
import { Host } from "./host/Host";
import { HostRuntime } from "./host/HostRuntime";
import { Network } from "./network/Network";
import { outcomeOf } from "./outcome/outcomeOf";
import type { Outcome, PendingCall, RunResult, UnfinishedHandler } from "./outcome/Outcome";
import { noteTouched } from "./schedules/SchedulingPolicy";
import { EventClock } from "./loop/EventClock";
import { Luck } from "./clock/Luck";
import { RandomStream } from "./clock/RandomStream";
import { runEventTurns } from "./loop/runEventTurns";
import { TestWaits } from "./loop/TestWaits";
import type { SimulationOptions } from "./SimulationOptions";
import { HeapMeter } from "./border/HeapMeter";
import { catchRejections } from "./border/catchRejections";
import { SpanLog } from "./trace/SpanLog";
import { World } from "./world/World";
import type { Companion } from "./loop/Companion";
import { CausalOrder } from "./trace/CausalOrder";
import { StateRecorder, type StateMoment } from "./trace/StateRecorder";
import { Trace, type TraceRecorder } from "./trace/Trace";
import { Violation, type ViolationDetails } from "./outcome/Violation";

/**
 * A deterministic simulation: a virtual clock, hosts, and the network between them, all from one seed.
 *
 *     const result = await new Simulation({ seed, code, network }).run(async (sim) => { … });
 *
 * - Virtual time passes only between events. While code runs, the clock stands still.
 * - Events of the same instant run in an order that the seed decides; one host's own timers stay in order.
 * - All promise jobs of an event are done before the next event runs.
 * - The same seed, code and body give the same events and the same digest.
 */
export class Simulation {
  readonly seed: number;
  readonly network: Network;
  readonly trace: Trace;
  /** What a generated test draws from the seed. */
  readonly world: World;
  /** The faults of the run; known while recording, and in a planned run. */
  readonly faults: FaultLog | undefined;
  /** Link faults and crashed hosts, and how long each lasted; known while recording. */
  readonly spans: SpanLog | undefined;
  /** What the students' objects hold, and how that changed; known where `recordState` says so. */
  readonly state: StateRecorder | undefined;
  readonly #options: SimulationOptions;
  readonly #clock: EventClock;
  readonly #waits: TestWaits;
  readonly #heap: HeapMeter;
  readonly #runtime: HostRuntime;
  readonly #hosts = new Map<string, Host>();
  readonly #order: CausalOrder | undefined;
  #outcome: Outcome | undefined;
  #companion: Companion | undefined;

  constructor(options: SimulationOptions) {
    if (!Number.isSafeInteger(options.seed))
      throw new RangeError(`expected a whole number as seed, got ${String(options.seed)}`);
    this.#options = options;
    this.seed = options.seed;
    this.trace = new Trace(options.record === true);
    this.world = new World(this.seed, options.plan?.dimensions);
    const { strategy = { kind: "random" }, policy } = options;
    const luck = new Luck(options.luck, () => this.trace.count);
    const simulation = {
      testSees: (host: string | undefined) =>
        host === undefined || this.#waits.hasConditions || !this.#hosts.has(host),
    };
    const scheduler =
      options.scheduler ?? schedulerOf(strategy, { seed: this.seed, policy, luck, simulation });
    this.#clock = new EventClock(scheduler, strategy.kind !== "random", options.budget);
    this.#waits = new TestWaits(this.#clock, this.seed, luck);
    this.#heap = new HeapMeter(options.measured, (settled) => this.#runtime.realm.bytesInUse(settled));
    const order = options.orders === true ? new CausalOrder() : undefined;
    this.#order = order;
    const record: TraceRecorder = (kind, host, peer, id, text) => {
      this.trace.record(this.now, kind, host, peer, id, text);
      order?.note(kind, host, peer, id);
      if (kind === "end" || kind === "error") this.#clock.progressed();
      if (policy !== undefined) noteTouched(policy, kind);
    };
    const now = (): number => this.now;
    const { plan, record: recording = false } = options;
    const faults = recording || plan !== undefined ? new FaultLog(now, plan, luck) : undefined;
    const spans = recording ? new SpanLog(now) : undefined;
    this.faults = faults;
    this.spans = spans;
    this.state = options.recordState === true ? new StateRecorder() : undefined;
    const { network = {} } = options;
    const { seed } = this;
    const clock = this.#clock;
    this.network = new Network({ clock, seed, luck, options: network, record, faults, spans });
    this.#runtime = new HostRuntime({
      clock,
      seed,
      luck,
      code: options.code,
      recording,
      state: this.state,
      watching: this.state !== undefined,
      freshRealm: options.freshRealm === true,
      moment: () => this.#moment(),
      network: this.network,
      record,
      faults,
      spans,
      end: (outcome) => {
        this.#outcome ??= outcome;
      },
      rejected: (error) => {
        this.#outcome ??= { kind: "host-error", host: this.#clock.running ?? "a host", error };
      },
    });
  }

  get now(): number {
    return this.#clock.now;
  }

  /** Figures of the real heap that were measured in this run, in bytes, in order. */
  get measured(): readonly number[] {
    return this.#heap.measured;
  }

  /** What each of them could be at most. */
  get allowed(): readonly number[] {
    return this.#heap.allowed;
  }

  /**
   * The host of that name; made at the first call.
   *
   * @param clockAheadMs how far its `Date` is ahead of the simulation's clock, also after a restart; negative: behind.
   *   Only the first call decides. Timers, `performance.now()` and the times of reports do not change
   */
  host(name: string, { clockAheadMs = 0 } = {}): Host {
    let host = this.#hosts.get(name);
    if (host === undefined) {
      host = new Host(name, this.#runtime, clockAheadMs);
      this.#hosts.set(name, host);
    }
    return host;
  }

  /**
   * Records what something holds that is no object of a student's, such as a disk, as a part of the state of a host. Does
   * nothing where no state is recorded, and changes nothing of the run.
   *
   * @param object what it is, such as "disk" @param path the part, such as `["a.json"]`
   * @param text what it holds, as a value is written in code; undefined when it is gone
   */
  showState(host: string, object: string, path: string, text: string | undefined): void {
    this.state?.show({ host, object, path, text: text ?? null }, this.#moment());
  }

  get hosts(): readonly Host[] {
    return [...this.#hosts.values()];
  }

  /** The element whose turn it is: seed 1 takes the first of the list, seed 2 the second, and so on, round and round. */
  inTurn<T>(list: readonly [T, ...T[]]): T {
    const { seed, seedNumber = seed } = this.#options;
    return list[Math.abs(seedNumber - 1) % list.length] ?? list[0];
  }

  /** A stream of random numbers for the test's own use, apart from all others. */
  random(label: string): RandomStream {
    return new RandomStream(this.seed, `test ${label}`);
  }

  /** @param ms virtual ms */
  sleep(ms: number): Promise<void> {
    return this.#waits.sleep(ms);
  }

  /** Waits until the condition holds after some event (true), or until the time is over (false). */
  until(condition: () => boolean, { withinMs }: { withinMs: number }): Promise<boolean> {
    return this.#waits.until(condition, withinMs);
  }

  /** Whether the promise settles before so much virtual time has passed. */
  inTime(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
    return this.#waits.inTime(promise, withinMs);
  }

  /** Runs a body for each of `count` clients at the same time. The first failure fails all. */
  async inParallel<T>(count: number, body: (client: number) => Promise<T>): Promise<T[]> {
    return Promise.all(Array.from({ length: count }, (_, client) => body(client)));
  }

  /**
   * Whether `free` frees no more than so many bytes of JavaScript heap. The one thing in a run that is not virtual:
   * allow with wide margins only. Nothing but the answer may reach the run, and `runSeed` tries a run again whose
   * figure leaves a doubt, since it can be off. A run that is replayed gets the figures of the run before.
   */
  freesAtMost(mostBytes: number, free: () => void): Promise<boolean> {
    return this.#heap.freesAtMost(mostBytes, free);
  }

  /**
   * Whether a host's next operation is left out of this run, or its next `count`; a harness that asks must then
   * not call them. So a failure is cut down to the operations that matter.
   */
  leavesOut(host: string, count = 1): boolean {
    return this.faults?.leavesOut(host, count) ?? false;
  }

  /** From now on the run takes turns with something outside it. */
  accompany(companion: Companion): void {
    this.#companion = companion;
  }

  /** Throws the Violation that fails the test. */
  fail(message: string, details: ViolationDetails = {}): never {
    throw new Violation(message, details);
  }

  /** Errors that handlers threw, the first few. */
  get handlerErrors(): HostRuntime["handlerErrors"] {
    return this.#runtime.handlerErrors;
  }

  /** Runs the body to its end, or to a reason why it cannot end. Never rejects. */
  async run(body: (sim: Simulation) => Promise<void>): Promise<RunResult> {
    const rejections = catchRejections((reason, by) => {
      if (by === "test") this.#outcome ??= outcomeOf(reason);
      else
        this.#outcome ??= {
          kind: "host-error",
          host: this.#clock.running ?? "a host",
          error: this.#runtime.describe(reason),
        };
    });
    try {
      rejections.enter();
      void this.#start(body);
      await runEventTurns({
        enter: () => {
          rejections.enter();
          if (this.#companion !== undefined) this.#runtime.realm.resume();
        },
        turn: () => {
          if (this.#outcome === undefined && !this.#heap.isMeasuring) this.#step();
        },
        isOver: () => this.#outcome !== undefined || this.#options.isAbandoned?.() === true,
        isWaiting: () => this.#runtime.realm.isWaiting || this.#companion?.isBusy === true,
        whenReady: (resume) => {
          const { realm } = this.#runtime;
          if (realm.isWaiting || this.#companion === undefined) realm.whenReady(resume);
          else this.#companion.whenIdle(resume);
        },
        onBeat: this.#options.onBeat,
      });
      // What the last event left rejected is told in this turn still.
      await turnOfLoop();
    } finally {
      rejections.stop();
    }
    if (this.#runtime.isBroken) this.#outcome = this.#fullStack();
    else this.#runtime.look();
    const outcome = Object.freeze(this.#outcome ?? { kind: "passed" as const });
    this.#runtime.close(outcome);
    this.#companion?.runIsOver();
    return Object.freeze({
      outcome,
      digest: this.trace.digest(),
      events: this.#clock.events,
      virtualMs: this.now,
      ...(this.#order === undefined ? {} : { order: this.#order.fingerprint() }),
    });
  }

  #moment(): StateMoment {
    return { step: this.#clock.events, event: this.trace.count, at: this.now };
  }

  async #start(body: (sim: Simulation) => Promise<void>): Promise<void> {
    try {
      await body(this);
      this.#outcome ??= { kind: "passed" };
    } catch (error) {
      this.#outcome ??= outcomeOf(error, this.#options.record);
    }
  }

  #step(): void {
    if (this.#runtime.isBroken) {
      this.#outcome = this.#fullStack();
      return;
    }
    if (this.state !== undefined) this.#runtime.look();
    if (this.#runtime.settle()) return;
    this.network.afterEvent();
    if (this.#waits.checkConditions()) return;
    if (this.#companion?.takesOver(this.#clock.nextAt) === true) return;
    const step = this.#clock.step();
    if (step === "nothing left") this.#outcome = { kind: "deadlock", waiting: this.waiting() };
    else if (step !== "ran") {
      this.#outcome = {
        kind: "no-progress",
        budget: step,
        hosts: this.#clock.busiestHosts(),
        timers: this.#runtime.busiestTimers(),
        waiting: this.waiting(),
      };
    }
  }

  /** Student code ran out of stack where the kit could not bear it. */
  #fullStack(): Outcome {
    const error = { name: "RangeError", message: FULL_STACK, stack: "" };
    return { kind: "host-error", host: this.#clock.running ?? "a host", error };
  }

  /** What has no outcome yet: operations of the test first, then calls between hosts. */
  waiting(): PendingCall[] {
    const operations = this.hosts.flatMap((host) =>
      host.pending().map(({ what, since }) => ({
        from: host.name,
        to: "",
        what,
        since,
        where: this.#runtime.lastPlace(host.name),
      })),
    );
    return [...operations, ...this.network.pending()];
  }

  /** What stands at a place in the student's code, to the end of its line, or "". @param place "FILE:LINE:COLUMN" */
  codeAt(place: string): string {
    const { realm } = this.#runtime;
    return realm.hasCode ? realm.code.textAt(place) : "";
  }

  /** Handlers that have not answered, the oldest first; known while recording. */
  unfinishedHandlers(): UnfinishedHandler[] {
    return this.#runtime.unfinishedHandlers();
  }

  /** Delays of timers that count as 1 ms, such as NaN; known while recording. */
  oddDelays(): ReturnType<HostRuntime["oddDelays"]> {
    return this.#runtime.oddDelays();
  }

  /** Whether nothing is under way that could wake a host by itself: no timer of its own, no call. */
  isIdle(host: string): boolean {
    return !this.#runtime.hasTimers(host) && !this.network.pending().some(({ from }) => from === host);
  }
}
