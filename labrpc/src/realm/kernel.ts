import type { Bridge, ErrorText, ProblemKind } from "./Bridge";
import { abortSignalOf, DomAbortController, DomEvent, DomEventTarget } from "./abort";
import { virtualClock } from "./clock";
import { decode, encode, type Tagged } from "./codec";
import { freezeIntrinsics } from "./freeze";
import { consoleOf } from "./hostConsole";
import { processOf } from "./hostProcess";
import type { HostState } from "./HostState";
import { adviceFor } from "./modules";
import { cryptoOf, mathOf } from "./randomness";
import { firstPlace, installStackTraces } from "./stack";
import { textTools } from "./text";
import { timerPromisesOf, timersOf, type TimerService } from "./timers";
import { RemoteError, TimeoutError } from "../errors";

/** What the kernel is given besides the bridge. */
export interface KernelOptions {
  /** Folders that hold student code, each with a separator at its end; stack traces show these only. */
  root: string;
  /** Loop rounds and function calls that one event may make. */
  maxTicks: number;
  /** Times that one event may read the clock. */
  maxClockReads: number;
  /** Whether to note where each call and timer was made. Slower; used when a failed run is run again. */
  recording: boolean;
  /** Runs a compiled module: returns its wrapper function, made in this realm. */
  load(file: string): Wrapper;
  /** Names of host globals that a module uses, apart by commas. */
  names(file: string): string;
  /** Evaluates a package of the kit's choice ("buffer", "events", "labrpc") in this realm. */
  library(name: string): unknown;
}

type Wrapper = (
  exports: object,
  require: (specifier: string) => unknown,
  module: { exports: object },
  tick: () => void,
  ...globals: unknown[]
) => void;

type Method = (...args: unknown[]) => unknown;

/** How many lines one host may print before the rest is dropped, and how long a line may be. */
const MAX_LINES = 2000;
const MAX_LINE = 2000;

/**
 * The part of the kit that lives in the student code's realm: it evaluates modules for each host, gives them
 * their globals, and turns what crosses the border into texts.
 */
export function createKernel(bridge: Bridge, options: KernelOptions): object {
  const hosts = new Map<number, HostState>();
  const apply = Reflect.apply;
  let now = 0;
  let ticks = 0;
  let clockReads = 0;
  let ids = 0;
  let printed = 0;
  let running: HostState | undefined;

  /** An exception of the kit's own realm (a full stack, say) must not reach student code. */
  const guarded = <Args extends unknown[], Result>(go: (...args: Args) => Result): ((...args: Args) => Result) => {
    return (...args) => {
      try {
        return go(...args);
      } catch {
        throw new RangeError("The simulation could not go on here: Maximum call stack size exceeded");
      }
    };
  };
  const out = {
    timer: guarded(bridge.timer),
    clearTimer: guarded(bridge.clearTimer),
    call: guarded(bridge.call),
    reply: guarded(bridge.reply),
    result: guarded(bridge.result),
    log: guarded(bridge.log),
    problem: guarded(bridge.problem),
    random: guarded(bridge.random),
    resolve: guarded(bridge.resolve),
    load: guarded(options.load),
    names: guarded(options.names),
    library: guarded(options.library),
  };
  installStackTraces(options.root, guarded(bridge.position));

  const place = (): string => firstPlace(new Error().stack ?? "");
  const whereIfRecording = (): string => (options.recording ? place() : "");

  const errorText = (thrown: unknown): string => {
    const error: ErrorText = { name: "Error", message: "", stack: "", data: "" };
    try {
      if (thrown instanceof Error) {
        error.name = thrown.name;
        error.message = thrown.message;
        error.stack = thrown.stack ?? "";
        error.data = encode({ ...thrown }, "the error's properties");
      } else {
        error.message = typeof thrown === "string" ? thrown : `a thrown ${typeof thrown}`;
        error.data = encode(thrown, "the thrown value");
      }
    } catch {
      error.data = "";
    }
    return JSON.stringify({ name: error.name, message: error.message, stack: error.stack, data: error.data });
  };
  const problem = (kind: ProblemKind, host: HostState | undefined, thrown: unknown): void => {
    out.problem(kind, host?.id ?? -1, errorText(thrown));
  };

  const stop = (kind: ProblemKind, message: string): never => {
    const error = new RangeError(message);
    problem(kind, running, error);
    throw error;
  };
  const tick = (): void => {
    if (++ticks > options.maxTicks) {
      stop("endless-loop", `more than ${String(options.maxTicks)} loop rounds and function calls at one instant of virtual time`);
    }
  };
  const readClock = (): number => {
    if (++clockReads > options.maxClockReads) {
      stop("busy-wait", "busy waiting: time stands still while code runs; await a timer instead");
    }
    return now;
  };
  const { Date: HostDate, performance } = virtualClock(readClock);

  const timerService: TimerService = {
    next: () => ++ids,
    start(host, timer, delay, repeat) {
      if (host.alive) out.timer(host.id, timer, delay, repeat, whereIfRecording());
    },
    stop(host, timer) {
      out.clearTimer(host.id, timer);
    },
    guard(host, callback) {
      try {
        callback();
      } catch (error) {
        if (host.alive) problem("host-error", host, error);
      }
    },
  };

  const buffer = (): { Buffer: never } => out.library("buffer") as { Buffer: never };
  const refuse = (what: string, instead: string): Error => {
    const where = place();
    const file = where.replace(/:\d+$/, "");
    return new Error(`${file === "" ? "" : `${file}: `}${what} is not available to a node of this lab. ${instead}.`);
  };

  /** The globals that differ from host to host, each made when a module first uses it. */
  const makers: Record<string, (host: HostState) => unknown> = {
    timers: (host) => timersOf(timerService, host),
    setTimeout: (host) => timer(host, "setTimeout"),
    setInterval: (host) => timer(host, "setInterval"),
    setImmediate: (host) => timer(host, "setImmediate"),
    clearTimeout: (host) => timer(host, "clearTimeout"),
    clearInterval: (host) => timer(host, "clearInterval"),
    clearImmediate: (host) => timer(host, "clearImmediate"),
    timerPromises: (host) => timerPromisesOf(global(host, "timers") as Record<string, unknown>),
    random: (host) => () => out.random(host.id),
    Math: (host) => mathOf(global(host, "random") as () => number),
    crypto: (host) =>
      cryptoOf(global(host, "random") as () => number, (size) => (buffer().Buffer as { alloc(n: number): never }).alloc(size)),
    AbortSignal: (host) => abortSignalOf(timer(host, "setTimeout") as (callback: () => void, ms: number) => unknown),
    print: (host) => (level: string, text: string) => {
      if (!host.alive || ++printed > MAX_LINES) return;
      out.log(host.id, level, text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)} … (${String(text.length)} characters)` : text);
    },
    console: (host) => consoleOf(global(host, "print") as (level: string, text: string) => void, readClock),
    queueMicrotask: (host) => (callback: () => void) => {
      void Promise.resolve().then(() => {
        timerService.guard(host, callback);
      });
    },
    nextTick: (host) => (callback: (...args: unknown[]) => unknown, ...args: unknown[]) => {
      void Promise.resolve().then(() => {
        timerService.guard(host, () => apply(callback, undefined, args));
      });
    },
    process: (host) =>
      processOf({
        now: readClock,
        nextTick: global(host, "nextTick") as never,
        print: global(host, "print") as never,
        refuse,
      }),
    globalThis: (host) => globalObject(host),
    global: (host) => global(host, "globalThis"),
  };
  const HOST_GLOBALS = ["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate", "Math", "crypto", "AbortSignal", "console", "queueMicrotask", "process"];

  const global = (host: HostState, name: string): unknown => {
    let value = host.globals.get(name);
    if (value === undefined) {
      value = makers[name]?.(host);
      host.globals.set(name, value);
    }
    return value;
  };
  const timer = (host: HostState, name: string): unknown => (global(host, "timers") as Record<string, unknown>)[name];
  const globalObject = (host: HostState): object => {
    const object = Object.create(realmGlobal) as object;
    for (const name of HOST_GLOBALS) {
      Object.defineProperty(object, name, {
        get: () => global(host, name),
        set: (value: unknown) => void Object.defineProperty(object, name, { value, writable: true, configurable: true }),
        configurable: true,
      });
    }
    Object.defineProperty(object, "globalThis", { value: object });
    Object.defineProperty(object, "global", { value: object });
    return object;
  };

  const builtins: Record<string, (host: HostState) => unknown> = {
    labrpc: () => out.library("labrpc"),
    crypto: (host) => global(host, "crypto"),
    timers: (host) => global(host, "timers"),
    "timers/promises": (host) => global(host, "timerPromises"),
    perf_hooks: () => ({ performance }),
    events: () => out.library("events"),
    buffer: () => out.library("buffer"),
    process: (host) => global(host, "process"),
  };

  const requireFrom =
    (host: HostState, from: string) =>
    (specifier: string): unknown => {
      const builtin = builtins[specifier.replace(/^node:/, "")];
      if (builtin !== undefined) return builtin(host);
      if (!specifier.startsWith(".")) throw refuse(specifier, adviceFor(specifier));
      const answer = out.resolve(from, specifier);
      if (!answer.startsWith("ok:")) throw new Error(answer.slice(3));
      return evaluate(host, answer.slice(3)).exports;
    };

  const evaluate = (host: HostState, file: string): { exports: object } => {
    const known = host.modules.get(file);
    if (known !== undefined) return known;
    const module = { exports: {} };
    host.modules.set(file, module);
    const names = out.names(file);
    const globals = names === "" ? [] : names.split(",").map((name) => global(host, name));
    try {
      apply(out.load(file), module.exports, [module.exports, requireFrom(host, file), module, tick, ...globals]);
    } catch (error) {
      host.modules.delete(file);
      throw error;
    }
    return module;
  };

  class End {
    readonly #host: HostState;
    readonly #name: string;
    constructor(host: HostState, name: string) {
      this.#host = host;
      this.#name = name;
      Object.freeze(this);
    }
    call(method: string, args: unknown): Promise<unknown> {
      const host = this.#host;
      const name = this.#name;
      return new Promise((resolve, reject) => {
        const text = encode(args, `the argument of ${String(method)}`);
        if (!host.alive) return;
        const id = ++ids;
        host.calls.set(id, (status, reply) => {
          host.calls.delete(id);
          if (status === "ok") resolve(decode(reply));
          else if (status === "timeout") reject(new TimeoutError(reply));
          else reject(new RemoteError(reply));
        });
        out.call(host.id, name, id, String(method), text, whereIfRecording());
      });
    }
  }
  const unpackFor = (host: HostState) => (tagged: Tagged) =>
    tagged.$ === "end" ? new End(host, tagged.v as string) : undefined;

  const enter = (id: number, at: number): HostState | undefined => {
    now = at;
    ticks = 0;
    clockReads = 0;
    running = hosts.get(id);
    return running?.alive === true ? running : undefined;
  };
  const methodOf = (object: Record<string, unknown>, name: string): Method | undefined => {
    const found = name === "constructor" || name in Object.prototype ? undefined : object[name];
    return typeof found === "function" ? (found as Method) : undefined;
  };
  const methodNames = (object: object): string => {
    const names = new Set<string>();
    for (let o: unknown = object; o !== null && o !== Object.prototype; o = Object.getPrototypeOf(o)) {
      for (const name of Object.getOwnPropertyNames(o)) if (methodOf(object as Record<string, unknown>, name) !== undefined) names.add(name);
    }
    return [...names].join(", ");
  };
  /** Waits for what student code returned; both outcomes leave as text. */
  const settle = async (go: () => unknown, what: string, done: (ok: boolean, text: string) => void): Promise<void> => {
    let text: string;
    try {
      text = encode(await go(), what);
    } catch (error) {
      done(false, errorText(error));
      return;
    }
    done(true, text);
  };

  const realmGlobal = globalThis as unknown as Record<string, unknown>;
  prepareGlobal(realmGlobal, { Date: HostDate, performance: Object.freeze(performance) }, buffer, refuse);
  const audit = freezeIntrinsics(realmGlobal);

  return {
    host(id: number, name: string): void {
      const none = <V>(): Map<number, V> => new Map<number, V>();
      hosts.set(id, { id, name, alive: true, modules: new Map(), objects: none(), timers: none(), calls: none(), globals: new Map() });
    },
    construct(id: number, at: number, object: number, file: string, name: string, text: string, operation: number): void {
      const host = enter(id, at);
      if (host === undefined) return;
      try {
        const made = evaluate(host, file).exports as Record<string, unknown>;
        const Class = made[name];
        if (typeof Class !== "function") throw new Error(`expected an exported class ${name}, got ${typeof Class}; the file exports: ${Object.keys(made).join(", ") || "nothing"}`);
        const args = decode(text, unpackFor(host)) as unknown[];
        host.objects.set(object, Reflect.construct(Class, args) as Record<string, unknown>);
        out.result(operation, true, "");
      } catch (error) {
        out.result(operation, false, errorText(error));
      }
    },
    invoke(id: number, at: number, object: number, method: string, text: string, operation: number): void {
      const host = enter(id, at);
      const target = host?.objects.get(object);
      if (host === undefined || target === undefined) return;
      void settle(
        () => {
          const found = method === "[Symbol.asyncDispose]" ? (target as never)[Symbol.asyncDispose] : methodOf(target, method);
          if (found === undefined) throw new TypeError(`expected a method ${method}, got none; there are: ${methodNames(target)}`);
          return apply(found as Method, target, decode(text, unpackFor(host)) as unknown[]);
        },
        `the result of ${method}`,
        (ok, result) => {
          if (host.alive) out.result(operation, ok, result);
        },
      );
    },
    handle(id: number, at: number, object: number, method: string, text: string, request: number): void {
      const host = enter(id, at);
      const target = host?.objects.get(object);
      if (host === undefined || target === undefined) return;
      const found = methodOf(target, method);
      if (found === undefined) {
        out.reply(request, false, errorText(new TypeError(`no method ${method}; ${host.name} has: ${methodNames(target)}`)));
        return;
      }
      // A handler that replies at once, without a promise, needs no further turn.
      const done = (ok: boolean, reply: string): void => {
        if (host.alive) out.reply(request, ok, reply);
      };
      void settle(() => apply(found, target, [decode(text)]), `the reply of ${method}`, done);
    },
    settle(id: number, at: number, call: number, status: string, text: string): void {
      enter(id, at)?.calls.get(call)?.(status, text);
    },
    fire(id: number, at: number, timerId: number): void {
      enter(id, at)?.timers.get(timerId)?.();
    },
    crash(id: number): void {
      const host = hosts.get(id);
      if (host === undefined) return;
      host.alive = false;
      hosts.delete(id);
      for (const map of [host.modules, host.objects, host.timers, host.calls, host.globals]) map.clear();
    },
    rejection(reason: unknown): string {
      return errorText(reason);
    },
    audit,
  };
}

/** Adds to the realm's global object what Node has and JavaScript has not, and takes away what cannot replay. */
function prepareGlobal(
  global: Record<string, unknown>,
  clock: Record<string, unknown>,
  buffer: () => { Buffer: never },
  refuse: (what: string, instead: string) => Error,
): void {
  const define = (name: string, value: unknown): void => {
    Object.defineProperty(global, name, { value, writable: false, configurable: false, enumerable: false });
  };
  for (const [name, value] of Object.entries(clock)) define(name, value);
  for (const [name, value] of Object.entries(textTools(() => buffer().Buffer))) define(name, value);
  define("AbortController", DomAbortController);
  define("Event", DomEvent);
  define("EventTarget", DomEventTarget);
  define("structuredClone", (value: unknown) => decode(encode(value, "the value")));
  Object.defineProperty(global, "Buffer", { get: () => buffer().Buffer, configurable: false });
  const gone: Record<string, string> = {
    WeakRef: "When memory is collected differs from run to run",
    FinalizationRegistry: "When memory is collected differs from run to run",
    SharedArrayBuffer: "Nodes share no memory",
    Atomics: "Nodes share no memory",
    WebAssembly: "Write TypeScript",
    Intl: "It depends on the machine; format by hand",
    fetch: "Talk to other nodes through a ClientEnd",
    eval: "Write the code out",
  };
  for (const [name, instead] of Object.entries(gone)) {
    Reflect.deleteProperty(global, name);
    Object.defineProperty(global, name, {
      get: () => {
        throw refuse(name, instead);
      },
      configurable: false,
    });
  }
}
