import { FULL_STACK } from "../realm/border/fullStack";
import { setImmediate as turnOfLoop } from "node:timers/promises";
import type { Agenda } from "./schedules/Agenda";
import { agendaOf } from "./schedules/agendaOf";
import { FaultLog } from "./faults/FaultLog";
import { Host } from "./host/Host";
import { HostRuntime } from "./host/HostRuntime";
import { Network } from "./network/Network";
import { outcomeOf } from "./outcome/outcomeOf";
import type { Busy, Outcome, PendingCall, RunResult } from "./outcome/Outcome";
import type { SimEvent } from "./clock/EventQueue";
import { noteTouched } from "./schedules/OrderAgenda";
import type { Passage } from "./messages/Passage";
import { RandomStream, mix } from "./clock/RandomStream";
import type { SimulationOptions } from "./SimulationOptions";
import { bytesInUse, settledBytesInUse } from "./border/bytesInUse";
import { catchRejections } from "./border/catchRejections";
import type { Scheduler } from "./clock/Scheduler";
import { SpanLog } from "./trace/SpanLog";
import { Trace, type Recorder } from "./trace/Trace";
import { Violation, type ViolationDetails } from "./outcome/Violation";

/** Events that run between two turns of Node's event loop. */
const BATCH = 64;

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
export class Simulation implements Scheduler {
  readonly seed: number;
  readonly network: Network;
  readonly trace: Trace;
  /** Figures of the real heap that were measured in this run, in bytes, in order. */
  readonly measured: number[] = [];
  /** What each of them could be at most. */
  readonly allowed: number[] = [];
  /** The faults of the run; known while recording, and in a planned run. */
  readonly faults: FaultLog | undefined;
  /** Cut links and crashed hosts; known while recording. */
  readonly spans: SpanLog | undefined;
  readonly #options: SimulationOptions;
  readonly choosesOrder: boolean;
  readonly #queue: Agenda;
  readonly #runtime: HostRuntime;
  readonly #hosts = new Map<string, Host>();
  readonly #busy = new Map<string, number>();
  readonly #conditions = new Set<() => void>();
  #now = 0;
  #order = 0;
  #events = 0;
  #running: string | undefined;
  #outcome: Outcome | undefined;
  /** While true no event runs: something real is being measured. */
  #held = false;

  constructor(options: SimulationOptions) {
    if (!Number.isSafeInteger(options.seed))
      throw new RangeError(`expected a whole number as seed, got ${String(options.seed)}`);
    this.#options = options;
    this.seed = options.seed;
    this.trace = new Trace(options.record === true);
    const { strategy = { kind: "random" }, guide } = options;
    this.choosesOrder = strategy.kind !== "random";
    this.#queue = agendaOf(strategy, {
      seed: this.seed,
      guide,
      watched: {
        testSees: (host) => host === undefined || this.#conditions.size > 0 || !this.#hosts.has(host),
      },
    });
    const record: Recorder = (kind, host, peer, id, text) => {
      this.trace.record(this.#now, kind, host, peer, id, text);
      if (guide !== undefined) noteTouched(guide, kind);
    };
    const clock = (): number => this.#now;
    const { plan, record: recording = false } = options;
    const faults = recording || plan !== undefined ? new FaultLog(clock, plan) : undefined;
    const spans = recording ? new SpanLog(clock) : undefined;
    this.faults = faults;
    this.spans = spans;
    const { network = {} } = options;
    this.network = new Network({ scheduler: this, seed: this.seed, options: network, record, faults, spans });
    this.#runtime = new HostRuntime({
      scheduler: this,
      seed: this.seed,
      code: options.code,
      recording,
      freshRealm: options.freshRealm === true,
      network: this.network,
      record,
      faults,
      spans,
      end: (outcome) => {
        this.#outcome ??= outcome;
      },
    });
  }

  get now(): number {
    return this.#now;
  }

  schedule(
    delay: number,
    tie: number,
    host: string | undefined,
    run: () => void,
    message?: Passage,
  ): () => void {
    // Whole microseconds: times print short, and adding them up gives the same on every machine.
    const at = Math.round((this.#now + delay) * 1000) / 1000;
    const event: SimEvent = { at, tie, order: ++this.#order, host, message, cancelled: false, run };
    this.#queue.push(event);
    return () => {
      event.cancelled = true;
    };
  }

  /** The host of that name; made at the first call. */
  host(name: string): Host {
    let host = this.#hosts.get(name);
    if (host === undefined) {
      host = new Host(name, this.#runtime);
      this.#hosts.set(name, host);
    }
    return host;
  }

  get hosts(): readonly Host[] {
    return [...this.#hosts.values()];
  }

  /** A stream of random numbers for the test's own use, apart from all others. */
  random(label: string): RandomStream {
    return new RandomStream(this.seed, `test ${label}`);
  }

  /** @param ms virtual ms */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.schedule(ms, mix(this.seed, this.#order), undefined, resolve);
    });
  }

  /** Waits until the condition holds after some event (true), or until the time is over (false). */
  until(condition: () => boolean, { withinMs }: { withinMs: number }): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (held: boolean): void => {
        this.#conditions.delete(check);
        cancel();
        resolve(held);
      };
      const check = (): void => {
        if (condition()) settle(true);
      };
      const cancel = this.schedule(withinMs, 0x7fffffff, undefined, () => {
        settle(condition());
      });
      this.#conditions.add(check);
      check();
    });
  }

  /** Whether the promise settles before so much virtual time has passed. */
  inTime(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.schedule(withinMs, 0x7fffffff, undefined, () => {
        resolve(false);
      });
      const settled = (): void => {
        cancel();
        resolve(true);
      };
      promise.then(settled, settled);
    });
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
  async freesAtMost(mostBytes: number, free: () => void): Promise<boolean> {
    this.#held = true;
    const { measured } = this.#options;
    let freed = measured?.[this.measured.length];
    if (freed === undefined) {
      // What earlier runs left goes late, and slowly.
      const settled = this.measured.length === 0 || measured !== undefined;
      const before = settled ? await settledBytesInUse() : bytesInUse();
      free();
      // What is freed may go late as well.
      freed = before - (await settledBytesInUse());
    } else free();
    this.measured.push(freed);
    this.allowed.push(mostBytes);
    this.#held = false;
    return freed <= mostBytes;
  }

  /**
   * Whether a host's next operation is left out of this run, or its next `count`; a harness that asks must then
   * not call them. So a failure is cut down to the operations that matter.
   */
  leavesOut(host: string, count = 1): boolean {
    return this.faults?.leavesOut(host, count) ?? false;
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
    const restore = catchRejections((reason, by) => {
      if (by === "test") this.#outcome ??= outcomeOf(reason);
      else
        this.#outcome ??= {
          kind: "host-error",
          host: this.#running ?? "a host",
          error: this.#runtime.describe(reason),
        };
    });
    try {
      void this.#start(body);
      await this.#drain();
      // What the last event left rejected is told in this turn still.
      await turnOfLoop();
    } finally {
      restore();
    }
    if (this.#runtime.isBroken) this.#outcome = this.#fullStack();
    const outcome = Object.freeze(this.#outcome ?? { kind: "passed" as const });
    this.#runtime.close(outcome);
    return Object.freeze({
      outcome,
      digest: this.trace.digest(),
      events: this.#events,
      virtualMs: this.#now,
    });
  }

  async #start(body: (sim: Simulation) => Promise<void>): Promise<void> {
    try {
      await body(this);
      this.#outcome ??= { kind: "passed" };
    } catch (error) {
      this.#outcome ??= outcomeOf(error, this.#options.record);
    }
  }

  /** Runs event after event. Between two events Node runs all promise jobs, since each has a turn of its own. */
  #drain(): Promise<void> {
    return new Promise((resolve) => {
      const turn = (): void => {
        if (this.#outcome === undefined && !this.#held) this.#step();
      };
      const batch = (): void => {
        this.#options.onBeat?.();
        for (let i = 1; i < BATCH; i++) setImmediate(turn);
        setImmediate(() => {
          turn();
          if (this.#outcome === undefined) batch();
          else resolve();
        });
      };
      batch();
    });
  }

  #step(): void {
    if (this.#runtime.isBroken) {
      this.#outcome = this.#fullStack();
      return;
    }
    this.network.afterEvent();
    if (this.#conditions.size > 0) {
      // What a condition sets off runs before the next event.
      const waiting = this.#conditions.size;
      for (const check of [...this.#conditions]) check();
      if (this.#conditions.size < waiting) return;
    }
    const event = this.#queue.pop();
    if (event === undefined) {
      this.#outcome = { kind: "deadlock", waiting: this.#waiting() };
      return;
    }
    const { virtualMs = 600_000, events = 500_000 } = this.#options.budget ?? {};
    if (event.at > virtualMs || this.#events >= events) {
      const hosts = [...this.#busy].sort(([, a], [, b]) => b - a).slice(0, 5);
      this.#outcome = {
        kind: "no-progress",
        budget: event.at > virtualMs ? "virtual time" : "events",
        hosts: hosts.map(([who, times]): Busy => ({ who, times })),
        timers: this.#runtime.busiestTimers(),
        waiting: this.#waiting(),
      };
      return;
    }
    this.#now = event.at;
    this.#events += 1;
    this.#running = event.host;
    if (event.host !== undefined) this.#busy.set(event.host, (this.#busy.get(event.host) ?? 0) + 1);
    event.run();
  }

  /** Student code ran out of stack where the kit could not bear it. */
  #fullStack(): Outcome {
    const error = { name: "RangeError", message: FULL_STACK, stack: "" };
    return { kind: "host-error", host: this.#running ?? "a host", error };
  }

  #waiting(): PendingCall[] {
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
}
