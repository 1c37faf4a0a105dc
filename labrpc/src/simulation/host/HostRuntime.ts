import type { ErrorText, RunBridge } from "../../realm/border/Bridge";
import type { Kernel } from "../../realm/kernel";
import type { CodeBase } from "../code/CodeBase";
import type { FaultLog } from "../faults/FaultLog";
import type { Network } from "../network/Network";
import type { Busy, ErrorReport, Outcome } from "../outcome/Outcome";
import { RandomStream, hashText, mix } from "../clock/RandomStream";
import { createRealm, type Realm } from "../border/Realm";
import { realms } from "../border/RealmPool";
import type { VirtualClock } from "../clock/VirtualClock";
import type { SpanLog } from "../trace/SpanLog";
import type { Recorder, TraceKind } from "../trace/Trace";

/** A line that a host printed. */
export interface ConsoleLine {
  /** Virtual ms. */
  readonly at: number;
  readonly level: string;
  readonly text: string;
}

/** What the runtime needs of a host. */
export interface HostHandle {
  readonly name: string;
  readonly console: ConsoleLine[];
  /** The outcome of an operation: its result, or JSON of an ErrorText. */
  settle(operation: number, ok: boolean, text: string): void;
}

interface Life {
  readonly host: HostHandle;
  readonly random: RandomStream;
  readonly timers: Map<number, () => void>;
  readonly tie: number;
}

/** Console lines kept per host. */
const MAX_LINES = 2000;

/** Runs the code of all hosts of one simulation, in one realm. */
export class HostRuntime {
  readonly network: Network;
  readonly #clock: VirtualClock;
  readonly #seed: number;
  readonly #code: CodeBase | undefined;
  readonly #recording: boolean;
  readonly #freshRealm: boolean;
  readonly #record: Recorder;
  readonly #faults: FaultLog | undefined;
  readonly #spans: SpanLog | undefined;
  readonly #end: (outcome: Outcome) => void;
  readonly #lives = new Map<number, Life>();
  /** How often a host of a name has started: each life has random numbers of its own. */
  readonly #livesOf = new Map<string, number>();
  readonly #requests = new Map<number, (ok: boolean, text: string) => void>();
  readonly #operations = new Map<number, HostHandle>();
  /** Where each host last sent a request or set a timer; known while recording. */
  readonly #lastPlaces = new Map<string, string>();
  readonly #fired = new Map<string, number>();
  #realm: Realm | undefined;
  #isOver = false;
  /** Whether student code threw where nobody caught it, or did not end, before or after the run had its outcome. */
  #isSpoiled = false;
  #lifeCount = 0;
  #ids = 0;
  /** The first errors that handlers threw, for explanations. */
  readonly handlerErrors: ErrorReport[] = [];

  constructor(parts: {
    clock: VirtualClock;
    seed: number;
    code: CodeBase | undefined;
    recording: boolean;
    freshRealm: boolean;
    network: Network;
    record: Recorder;
    faults: FaultLog | undefined;
    spans: SpanLog | undefined;
    end: (outcome: Outcome) => void;
  }) {
    this.#clock = parts.clock;
    this.#seed = parts.seed;
    this.#code = parts.code;
    this.#recording = parts.recording;
    this.#freshRealm = parts.freshRealm;
    this.network = parts.network;
    this.#record = parts.record;
    this.#faults = parts.faults;
    this.#spans = parts.spans;
    this.#end = parts.end;
  }

  get now(): number {
    return this.#clock.now;
  }

  nextId(): number {
    return ++this.#ids;
  }

  record(kind: TraceKind, host: string, id: number, text: string): void {
    this.#record(kind, host, undefined, id, text);
  }

  /** A method of an object on a host is called by the test. */
  beginOperation(host: string, id: number, text: string): void {
    this.#faults?.begin(host, text);
    this.#record("begin", host, undefined, id, text);
  }

  /** Whether a crash takes place; a plan of faults may leave it out. @param kept whether the search for one may not */
  crashes(host: HostHandle, kept: boolean): boolean {
    return this.#faults?.crash(host.name, kept) ?? true;
  }

  /** Begins a life of a host: fresh memory, a fresh stream of random numbers. Returns its number. */
  start(host: HostHandle): number {
    const life = ++this.#lifeCount;
    const nth = this.#livesOf.get(host.name) ?? 0;
    this.#livesOf.set(host.name, nth + 1);
    const random = new RandomStream(this.#seed, `host ${host.name} ${String(nth)}`);
    this.#lives.set(life, { host, random, timers: new Map(), tie: mix(hashText(host.name), this.#seed) });
    if (this.#code !== undefined) this.#kernel().host(life, this.now, host.name);
    this.#record("start", host.name, undefined, 0, "");
    this.#spans?.close(({ kind, groups }) => kind === "crashed" && groups[0]?.[0] === host.name);
    return life;
  }

  /** Ends a life of a host. @param how in words */
  end(host: HostHandle, life: number, how: string): void {
    this.#record("crash", host.name, undefined, 0, how === "crashed" ? "" : how);
    this.#spans?.open({ kind: "crashed", groups: [[host.name]], text: `${host.name} ${how}` });
    this.network.deleteServer(host.name);
    for (const cancel of this.#lives.get(life)?.timers.values() ?? []) cancel();
    this.#lives.get(life)?.timers.clear();
    if (this.#code !== undefined) this.#kernel().crash(life);
  }

  construct(
    host: HostHandle,
    life: number,
    object: number,
    module: string,
    className: string,
    text: string,
    operation: number,
  ): void {
    this.#operations.set(operation, host);
    this.#later(host, life, (kernel) => {
      const found = this.#codeBase().resolve("", module);
      if ("message" in found) throw new Error(found.message);
      this.#codeBase().load(found.file);
      kernel.construct(life, this.now, object, found.file, className, text, operation);
    });
  }

  invoke(
    host: HostHandle,
    life: number,
    object: number,
    method: string,
    text: string,
    operation: number,
  ): void {
    this.#operations.set(operation, host);
    this.#later(host, life, (kernel) => {
      kernel.invoke(life, this.now, object, method, text, operation);
    });
  }

  handle(
    life: number,
    object: number,
    method: string,
    text: string,
    respond: (ok: boolean, text: string) => void,
  ): void {
    const request = this.nextId();
    this.#requests.set(request, respond);
    this.#kernel().handle(life, this.now, object, method, text, request);
  }

  /** An error while an object was constructed ends the run. */
  fail(host: HostHandle, thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const stack = "studentStack" in error ? String(error.studentStack) : "";
    this.#end({
      kind: "host-error",
      host: host.name,
      error: { name: error.name, message: error.message, stack },
    });
  }

  /** Describes the reason of an unhandled rejection without touching it from this side. */
  describe(reason: unknown): ErrorReport {
    this.#isSpoiled = true;
    if (this.#realm === undefined) return { name: "Error", message: "a rejection", stack: "" };
    return reportOf(this.#realm.kernel.rejection(reason));
  }

  /** Whether the stack was full in the middle of the kit's own work, so that some of it may be half done. */
  get isBroken(): boolean {
    return this.#realm?.isBroken === true;
  }

  /** Ends the run. Its realm may serve another one, unless student code threw or did not end. */
  close(outcome: Outcome): void {
    this.#isOver = true;
    if (this.#realm === undefined) return;
    this.#realm.end();
    if (!("error" in outcome) && !this.#isSpoiled && !this.#freshRealm)
      realms.giveBack(this.#codeBase(), this.#realm);
  }

  /** Where a host last sent a request or set a timer, "FILE:LINE:COLUMN", or "" when that was not recorded. */
  lastPlace(host: string): string {
    return this.#lastPlaces.get(host) ?? "";
  }

  /** The timers that fired most often; with places in the code when the run was recorded. */
  busiestTimers(): Busy[] {
    const sorted = [...this.#fired].sort(([, a], [, b]) => b - a);
    return sorted.slice(0, 5).map(([who, times]) => ({ who, times }));
  }

  #codeBase(): CodeBase {
    if (this.#code === undefined)
      throw new Error("expected a simulation with student code, got one without; pass { code }");
    return this.#code;
  }

  #kernel(): Kernel {
    if (this.#isOver) throw new Error("expected a run that goes on, got one that is over");
    if (this.#realm === undefined) {
      const code = this.#codeBase();
      this.#realm = this.#freshRealm ? createRealm(code) : realms.take(code);
      this.#realm.begin(this.#bridge(), this.#recording);
    }
    return this.#realm.kernel;
  }

  /** Each entry into a host is an event of its own, so that one event runs one host's code only. */
  #later(host: HostHandle, life: number, go: (kernel: Kernel) => void): void {
    const tie = this.#tieOf(life, this.now);
    this.#clock.schedule(0, tie, host.name, () => {
      try {
        go(this.#kernel());
      } catch (error) {
        this.fail(host, error);
      }
    });
  }

  /** One host's events of the same instant stay in order; which host comes first, the seed decides. */
  #tieOf(life: number, at: number): number {
    return mix(this.#lives.get(life)?.tie ?? 0, Math.round(at * 1000));
  }

  #bridge(): RunBridge {
    return {
      timer: (id, timer, delay, repeat, where) => {
        this.#startTimer(id, timer, delay, repeat, where);
      },
      clearTimer: (id, timer) => {
        const timers = this.#lives.get(id)?.timers;
        timers?.get(timer)?.();
        timers?.delete(timer);
      },
      call: (id, end, call, method, text, where) => {
        this.#notePlace(id, where);
        this.network.call(end, method, text, where, (status, reply) => {
          const message = status === "error" ? (JSON.parse(reply) as ErrorText).message : reply;
          this.#kernel().settle(id, this.now, call, status, message);
        });
      },
      reply: (request, ok, text) => {
        const respond = this.#requests.get(request);
        this.#requests.delete(request);
        if (!ok) this.#noteHandlerError(text);
        respond?.(ok, text);
      },
      result: (operation, ok, text) => {
        const host = this.#operations.get(operation);
        this.#operations.delete(operation);
        host?.settle(operation, ok, text);
      },
      log: (id, level, text) => {
        const host = this.#lives.get(id)?.host;
        if (host === undefined) return;
        if (host.console.length < MAX_LINES) host.console.push({ at: this.now, level, text });
        this.#record("console", host.name, undefined, 0, text);
      },
      problem: (kind, id, text) => {
        this.#isSpoiled = true;
        this.#end({ kind, host: this.#lives.get(id)?.host.name ?? "a host", error: reportOf(text) });
      },
      random: (id) => this.#lives.get(id)?.random.next() ?? 0,
    };
  }

  #noteHandlerError(text: string): void {
    const MOST = 20;
    if (this.handlerErrors.length < MOST) this.handlerErrors.push(reportOf(text));
  }

  #notePlace(life: number, where: string): void {
    const host = this.#lives.get(life)?.host.name;
    if (where !== "" && host !== undefined) this.#lastPlaces.set(host, where);
  }

  #startTimer(id: number, timer: number, delay: number, repeat: boolean, where: string): void {
    const life = this.#lives.get(id);
    if (life === undefined) return;
    this.#notePlace(id, where);
    const who = where === "" ? life.host.name : `${life.host.name} (${where})`;
    const start = (): void => {
      const tie = this.#tieOf(id, this.now + delay);
      const cancel = this.#clock.schedule(delay, tie, life.host.name, () => {
        if (repeat) start();
        else life.timers.delete(timer);
        this.#fired.set(who, (this.#fired.get(who) ?? 0) + 1);
        this.#kernel().fire(id, this.now, timer);
      });
      life.timers.set(timer, cancel);
    };
    start();
  }
}

function reportOf(text: string): ErrorReport {
  const { name, message, stack } = JSON.parse(text) as ErrorText;
  return { name, message, stack };
}
