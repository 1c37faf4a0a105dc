import type { Kernel } from "../../realm/Kernel";
import type { StateSeen } from "../../realm/state/StateWatch";
import type { Luck } from "../clock/Luck";
import type { VirtualClock } from "../clock/VirtualClock";
import type { FaultLog } from "../faults/FaultLog";
import type { Network } from "../network/Network";
import type { Busy, ErrorReport, Outcome, UnfinishedHandler } from "../outcome/Outcome";
import type { SpanLog } from "../trace/SpanLog";
import type { StateMoment, StateRecorder } from "../trace/StateRecorder";
import type { TraceRecorder, TraceKind } from "../trace/Trace";
import { hostBridge } from "./hostBridge";
import type { HostHandle } from "./HostHandle";
import { HostTimers, type OddDelay } from "./HostTimers";
import { LastPlaces } from "./LastPlaces";
import { HandlersUnderWay } from "./HandlersUnderWay";
import { HostLives } from "./HostLives";
import { RunRealm, type RunRealmOptions } from "./RunRealm";

/** What a runtime works with. */
export interface HostRuntimeOptions extends RunRealmOptions {
  readonly clock: VirtualClock;
  readonly seed: number;
  readonly luck: Luck;
  readonly network: Network;
  readonly record: TraceRecorder;
  readonly faults: FaultLog | undefined;
  readonly spans: SpanLog | undefined;
  readonly state: StateRecorder | undefined;
  /** The present moment, for `state`. */
  readonly moment: () => StateMoment;
  /** Ends the run. */
  readonly end: (outcome: Outcome) => void;
  /** Told when student code leaves a rejection unhandled. */
  readonly rejected: (error: ErrorReport) => void;
}

/** A method of an object on a host that is to be called. */
export interface MethodCall {
  readonly life: number;
  /** The object's number. */
  readonly object: number;
  readonly method: string;
  /** Encoded text. */
  readonly args: string;
}

/** The same, called by a host. */
export interface MethodRequest extends MethodCall {
  readonly from: string;
}

/** The same, called by the test. */
export interface MethodInvocation extends MethodCall {
  readonly host: HostHandle;
  /** The number under which the host waits for the outcome. */
  readonly operation: number;
}

/** An object that is to be made on a host. */
export interface ObjectConstruction extends Omit<MethodInvocation, "method"> {
  /** The student's module, as "./server". */
  readonly module: string;
  readonly className: string;
}

/** Runs the code of all hosts of one simulation, in one realm. */
export class HostRuntime {
  /** The first errors that handlers threw, for explanations. */
  readonly handlerErrors: ErrorReport[] = [];
  readonly #options: HostRuntimeOptions;
  readonly #lives: HostLives;
  readonly #places: LastPlaces;
  readonly #handlers: HandlersUnderWay;
  readonly #realm: RunRealm;
  readonly #timers: HostTimers;
  readonly #requests = new Map<number, (ok: boolean, text: string) => void>();
  readonly #operations = new Map<number, HostHandle>();
  /** Objects that an event of this instant is going to make. */
  readonly #unmade = new Set<number>();
  #ids = 0;

  constructor(options: HostRuntimeOptions) {
    this.#options = options;
    const { clock, network, record, end, seed, luck } = options;
    const lives = new HostLives(seed, luck);
    const places = new LastPlaces(lives);
    const handlers = new HandlersUnderWay(lives);
    const [requests, operations, { handlerErrors }] = [this.#requests, this.#operations, this];
    const targets = {
      clock,
      network,
      record,
      end,
      lives,
      places,
      handlers,
      requests,
      operations,
      handlerErrors,
    };
    const timers: HostTimers = new HostTimers(clock, lives, () => realm.kernel);
    const realm = new RunRealm(
      options,
      (own) => hostBridge({ ...targets, realm: own, timers }),
      options.rejected,
    );
    this.#lives = lives;
    this.#places = places;
    this.#handlers = handlers;
    this.#realm = realm;
    this.#timers = timers;
  }

  get network(): Network {
    return this.#options.network;
  }

  get now(): number {
    return this.#options.clock.now;
  }

  nextId(): number {
    return ++this.#ids;
  }

  record(kind: TraceKind, host: string, id: number, text: string): void {
    this.#options.record(kind, host, undefined, id, text);
  }

  /** A method of an object on a host is called by the test. */
  beginOperation(host: string, id: number, text: string): void {
    this.#options.faults?.begin(host, text);
    this.record("begin", host, id, text);
  }

  /** Whether a crash takes place; a plan of faults may leave it out. @param kept whether a counterexample needs it */
  crashes(host: HostHandle, kept: boolean): boolean {
    return this.#options.faults?.crash(host.name, kept) ?? true;
  }

  /** Begins a life of a host: fresh memory, a fresh stream of random numbers. Returns its number. */
  start(host: HostHandle): number {
    const life = this.#lives.begin(host);
    if (this.#realm.hasCode)
      this.#realm.kernel.host(
        life,
        this.now,
        host.name,
        this.#lives.get(life)?.random ?? 0,
        host.clockAheadMs,
      );
    this.record("start", host.name, 0, "");
    this.#options.spans?.close(({ kind, groups }) => kind === "crashed" && groups[0]?.[0] === host.name);
    return life;
  }

  /** Ends a life of a host. @param how in words */
  end(host: HostHandle, life: number, how: string): void {
    this.record("crash", host.name, 0, how === "crashed" ? "" : how);
    this.#options.spans?.open({ kind: "crashed", groups: [[host.name]], text: `${host.name} ${how}` });
    this.network.deleteServer(host.name);
    this.#lives.end(life);
    if (this.#realm.hasCode) this.#realm.kernel.crash(life);
    this.#options.state?.forget(host.name, this.#options.moment());
  }

  /** Evaluates the module, and makes the object. What fails before student code runs ends the run. */
  construct({ host, life, object, module, className, args, operation }: ObjectConstruction): void {
    this.#operations.set(operation, host);
    this.#unmade.add(object);
    this.#enterLater(host, life, (kernel) => {
      this.#unmade.delete(object);
      const { code } = this.#realm;
      const found = code.resolve("", module);
      if ("message" in found) throw new Error(found.message);
      code.check(found.file);
      kernel.construct(life, this.now, object, module, className, args, operation);
    });
  }

  invoke({ host, life, object, method, args, operation }: MethodInvocation): void {
    this.#operations.set(operation, host);
    this.#enterLater(host, life, (kernel) => {
      kernel.invoke(life, this.now, object, method, args, operation);
    });
  }

  /**
   * Hands a request to a host's handler, in the event that delivers it; of an object that is made at the same instant,
   * right after that. `respond` is called once, if at all.
   */
  handle(
    { life, object, method, args, from }: MethodRequest,
    respond: (ok: boolean, text: string) => void,
  ): void {
    const request = this.nextId();
    if (this.#options.recording)
      this.#handlers.begin(request, { life, from, what: `${method}(${args})`, since: this.now });
    this.#requests.set(request, respond);
    const host = this.#unmade.has(object) ? this.#lives.get(life)?.host : undefined;
    if (host === undefined) this.#realm.kernel.handle(life, this.now, object, method, args, request);
    else
      this.#enterLater(host, life, (kernel) => {
        kernel.handle(life, this.now, object, method, args, request);
      });
  }

  /** An error while an object was constructed ends the run. */
  fail(host: HostHandle, thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const stack = "studentStack" in error ? String(error.studentStack) : "";
    this.#options.end({
      kind: "host-error",
      host: host.name,
      error: { name: error.name, message: error.message, stack },
    });
  }

  /** Describes the reason of an unhandled rejection without touching it from this side. */
  describe(reason: unknown): ErrorReport {
    return this.#realm.describe(reason);
  }

  /** The realm in which student code lives. */
  get realm(): RunRealm {
    return this.#realm;
  }

  /** Records what the last event changed of the state of the hosts, where that is wanted. */
  look(): void {
    const { state, moment } = this.#options;
    const seen = state === undefined ? "" : this.#realm.look();
    if (seen === "") return;
    state?.note(JSON.parse(seen) as StateSeen, moment(), (life) => this.#lives.get(life)?.host.name);
  }

  /** Has what the hosts did in the last event happen. Returns whether there was anything. */
  settle(): boolean {
    return this.#realm.settle();
  }

  /** Whether the stack was full in the middle of the kit's own work, so that some of it may be half done. */
  get isBroken(): boolean {
    return this.#realm.isBroken;
  }

  /** Ends the run. */
  close(outcome: Outcome): void {
    this.#realm.close(outcome);
  }

  /** Where a host last sent a request or set a timer, "FILE:LINE:COLUMN", or "" when that was not recorded. */
  lastPlace(host: string): string {
    return this.#places.of(host);
  }

  /** Handlers that have not answered, the oldest first; known while recording. */
  unfinishedHandlers(): UnfinishedHandler[] {
    return this.#handlers.unfinished();
  }

  /** Whether a timer is set on a host. */
  hasTimers(host: string): boolean {
    return this.#lives.hasTimers(host);
  }

  /** Delays of timers that count as 1 ms; known while recording. */
  oddDelays(): OddDelay[] {
    return this.#timers.oddDelays;
  }

  /** The timers that fired most often; with places in the code when the run was recorded. */
  busiestTimers(): Busy[] {
    return this.#timers.busiest();
  }

  /** Each entry into a host is an event of its own, so that one event runs one host's code only. */
  #enterLater(host: HostHandle, life: number, enter: (kernel: Kernel) => void): void {
    const { clock } = this.#options;
    clock.schedule(0, this.#lives.tieAt(life, clock.now), host.name, () => {
      try {
        enter(this.#realm.kernel);
      } catch (error) {
        this.fail(host, error);
      }
    });
  }
}
