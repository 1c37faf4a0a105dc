import type { Bridge, ProblemKind } from "./border/Bridge";
import { DomAbortSignal } from "./globals/abort";
import { virtualDate } from "./globals/clock";
import { decodeRealmMessage, encodeRealmMessage, type Tagged } from "./border/codec";
import { defineDebuggerGlobals } from "./globals/debuggerGlobals";
import { errorText } from "./border/errorText";
import { EventLimits, type LimitsOfEvent } from "./EventLimits";
import { freezeBuiltins } from "./intrinsics/freeze";
import { guardedBridge } from "./border/guardedBridge";
import { Hash } from "./globals/hashing";
import { hostGlobals } from "./globals/hostGlobals";
import { defineHostSymbols } from "./globals/hostSymbols";
import type { HostState } from "./globals/HostState";
import { findMethod, methodNames } from "./methods";
import { moduleLoader, resolveModule } from "./moduleLoader";
import { nameOfEnd, RealmEnd, type SendFromRealm } from "./RealmEnd";
import { cutLine, MOST_PRINTED_LINES } from "./globals/printLimits";
import { prepareGlobal } from "./realmGlobal";
import { PrivateFields, SEE_PRIVATES } from "./state/PrivateFields";
import type { ObjectLooks } from "./state/StateServices";
import { StateWatch } from "./state/StateWatch";
import { firstPlaceInStack, installStackTraces, stackOf, type FormatStack } from "./border/stack";
import { demandStackRoom } from "./border/stackRoom";
import { Timeout, type TimerService } from "./globals/timers";
import { uniformFromHash } from "./globals/uniformFromHash";

/** What the kernel is given besides the bridge. */
export interface KernelOptions extends LimitsOfEvent {
  /** The submission's folder with a separator at its end; stack traces show files below it only. */
  root: string;
  /** A compiled module's wrapper function, made in this realm; while somebody debugs, one for each host. */
  load: (file: string, host: string) => (...args: unknown[]) => void;
  /** Names of host globals that a module uses, comma-separated. */
  names: (file: string, host: string) => string;
  /** Whether somebody debugs: see `debuggedAs` of CodeFolders. */
  debugged: boolean;
  /** Why the last function of the kit that was called from here failed. */
  failure: () => string;
  /** What an earlier kernel of this process found to be surplus in its realm; see `pruneBuiltins`. */
  surplus: string | undefined;
  /** Evaluates a package of the kit's choice in this realm: "events" anew each time, "buffer" and "labrpc" once. */
  library: (name: string) => unknown;
  /** Objects of this realm go there, and words come back. */
  looks: ObjectLooks;
}

/**
 * How many calls and timers of a host are recorded with their places, and how many of its handlers are watched. A place
 * takes a stack, and a run that repeats itself without end would take minutes; what is shown of it are its first events.
 */
const MOST_PLACES = 5_000;
const MOST_WATCHED = 1_500;

/** The kernel's entries, as the kit calls them: texts and numbers only. Times are virtual ms. */
export interface Kernel {
  /**
   * Begins a run, or goes on with it where runs take turns. @param recording whether to note where each call and timer was made. Slower; used when a failed run
   * is run again
   * @param watching whether `look` is going to be asked
   * @param program whose modules the hosts get, by a number of this realm's
   */
  begin(recording: boolean, watching: boolean, program: number): void;
  /** Ends the run: no host of it lives any more. */
  end(): void;
  /**
   * Begins the life of a host.
   *
   * @param random where its stream of random numbers begins; see `uniformFromHash`
   * @param aheadMs how far its `Date` is ahead of the simulation's clock
   */
  host(id: number, at: number, name: string, random: number, aheadMs: number): void;
  construct(
    id: number,
    at: number,
    object: number,
    module: string,
    name: string,
    text: string,
    operation: number,
  ): void;
  invoke(id: number, at: number, object: number, method: string, text: string, operation: number): void;
  handle(id: number, at: number, object: number, method: string, text: string, request: number): void;
  settle(id: number, at: number, call: number, status: string, text: string): void;
  fire(id: number, at: number, timer: number): void;
  crash(id: number): void;
  /**
   * What has changed of the state of the hosts whose code ran since the last time: JSON of a StateSeen, or "" when
   * nothing has. To be called when all promise jobs are done; has no influence on the run.
   */
  look(): string;
  /** Describes the reason of an unhandled rejection as JSON of an ErrorText. */
  rejection(reason: unknown): string;
  /** What was taken away from the realm; for the kernels after this one. */
  readonly surplus: string;
  /** Makes the text of a stack, for Node to call in place of a function of its own realm. */
  readonly formatStack: FormatStack;
}

/**
 * The part of the kit that lives in the student code's realm: it evaluates modules for each host, gives them
 * their globals, and turns what crosses the border into texts. It serves one run after the other; each has hosts of its
 * own, and hosts share nothing that can be changed.
 */
export function createKernel(bridge: Bridge, options: KernelOptions): Kernel {
  const hosts = new Map<number, HostState>();
  const limits = new EventLimits(options, (kind, error) => {
    problem(kind, running, error);
  });
  const crossing = {
    failure: options.failure,
    demandRoom: () => {
      if (limits.mayBeDeep()) demandStackRoom();
    },
  };
  const out = guardedBridge(bridge, crossing);
  const { load, names, library: evaluateLibrary } = options;
  const given = guardedBridge({ load, names, library: evaluateLibrary }, crossing);
  let ids = 0;
  let recording = false;
  let program = 0;
  let running: HostState | undefined;
  const privates = new PrivateFields();
  const services = { ...options.looks, privates, nameOfEnd };
  let watch: StateWatch | undefined;
  /** The hosts whose code ran since somebody looked. */
  const entered = new Set<HostState>();

  const formatStack = installStackTraces(options.root, out.position);
  const place = (): string => firstPlaceInStack(stackOf(new Error()));
  const where = (host: HostState): string => (recording && ++host.places <= MOST_PLACES ? place() : "");
  const problem = (kind: ProblemKind, host: HostState | undefined, thrown: unknown): void => {
    out.problem(kind, host?.id ?? -1, errorText(thrown));
  };
  const refuse = (what: string, instead: string): Error => {
    const file = place().replace(/:\d+$/, "");
    return new Error(
      `${file === "" ? "" : `${file}: `}${what} is not available to a node of this lab. ${instead}${instead.endsWith("?") ? "" : "."}`,
    );
  };
  const timers: TimerService = {
    start(host, timer, delay, repeat) {
      limits.noteTimer();
      if (host.alive) out.timer(host.id, timer, delay, repeat, where(host));
    },
    stop(host, timer) {
      if (host.alive) out.clearTimer(host.id, timer);
    },
    odd(host, asked) {
      if (recording && host.alive && host.places < MOST_PLACES) out.oddDelay(host.id, asked, place());
    },
    guard(host, callback) {
      try {
        callback();
      } catch (error) {
        if (host.alive) problem("host-error", host, error);
      }
    },
  };
  const print = (host: HostState, level: string, text: string): void => {
    if (!host.alive || ++host.printed > MOST_PRINTED_LINES) return;
    out.log(host.id, level, cutLine(text));
  };
  const libraries = new Map<string, unknown>();
  /** Hosts share a library's objects as they share the built-ins, so they are frozen as well. */
  const library = (name: string): unknown => {
    if (!libraries.has(name)) {
      const exported = given.library(name) as object;
      freezer.freeze(exported);
      // What a module re-exports stands behind getters.
      for (const part of Object.values(exported) as unknown[])
        if (typeof part === "function") freezer.freeze(part);
      libraries.set(name, exported);
    }
    return libraries.get(name);
  };
  const buffer = (): { Buffer: never } => library("buffer") as { Buffer: never };
  const global = hostGlobals({
    timers,
    readClock: limits.readClock,
    random: (host) => (host.alive ? uniformFromHash(host.random, host.drawn++) : 0),
    print,
    refuse,
    buffer,
    hash: out.hash,
  });
  const evaluate = moduleLoader({
    resolve: out.resolve,
    load: given.load,
    names: given.names,
    library,
    ownLibrary: given.library,
    global: (host, name) => (name.startsWith(SEE_PRIVATES) ? privates.note : global(host, name)),
    tick: limits.tick,
    refuse,
    program: () => program,
    perHost: options.debugged,
  });
  defineHostSymbols(() => running?.symbols);
  const date = virtualDate(() => limits.readClock() + (running?.aheadMs ?? 0));
  const surplus = prepareGlobal(date, buffer, refuse, options.surplus);
  if (options.debugged) defineDebuggerGlobals({ host: () => running?.name ?? "", now: () => limits.now });
  const freezer = freezeBuiltins([
    globalThis,
    RealmEnd,
    DomAbortSignal,
    Timeout,
    Hash,
    limits.tick,
    privates.note,
  ]);
  // At once: code that never asks for them is handed their errors all the same, and later the stack may be full.
  for (const name of ["labrpc", "buffer"]) library(name);

  const send: SendFromRealm = (host, end, method, text) => {
    const id = ++ids;
    limits.noteCall();
    out.call(host.id, end, id, method, text, where(host));
    return id;
  };
  const argumentsOf = (host: HostState, text: string): unknown[] => {
    const unpack = ({ $: tag, v }: Tagged): unknown => {
      if (tag === "object on the host") return host.objects.get(v as number);
      return tag === "end" ? new RealmEnd(host, v as string, send) : undefined;
    };
    return decodeRealmMessage(text, unpack) as unknown[];
  };
  const enter = (id: number, at: number): HostState | undefined => {
    limits.begin(at);
    running = hosts.get(id);
    if (watch !== undefined && running !== undefined) entered.add(running);
    return running?.alive === true ? running : undefined;
  };
  /** Waits for what student code returned; both outcomes leave as text. */
  const settle = async (
    go: () => unknown,
    what: string,
    done: (ok: boolean, text: string) => void,
  ): Promise<void> => {
    let text: string;
    try {
      text = encodeRealmMessage(await go(), what);
    } catch (error) {
      done(false, errorText(error));
      return;
    }
    done(true, text);
  };

  const kill = (host: HostState): void => {
    host.alive = false;
    hosts.delete(host.id);
    watch?.forget(host.id);
    for (const map of [host.modules, host.objects, host.timers, host.calls, host.symbols, host.globals])
      map.clear();
  };

  return {
    begin(isRecording, isWatching, nowRuns) {
      [recording, program] = [isRecording, nowRuns];
      watch = isWatching ? new StateWatch(services) : undefined;
    },
    end() {
      for (const host of [...hosts.values()]) kill(host);
      [running, watch] = [undefined, undefined];
      entered.clear();
    },
    host(id, at, name, random, aheadMs) {
      const host: HostState = {
        id,
        name,
        random,
        drawn: 0,
        printed: 0,
        places: 0,
        watched: 0,
        startedMs: at,
        aheadMs,
        alive: true,
        modules: new Map(),
        objects: new Map(),
        timers: new Map(),
        lastTimer: 0,
        calls: new Map(),
        symbols: new Map(),
        globals: new Map(),
      };
      hosts.set(id, host);
    },
    construct(id, at, object, module, name, text, operation) {
      const host = enter(id, at);
      if (host === undefined) return;
      try {
        const exported = evaluate(host, resolveModule(out.resolve, "", module));
        const Class = exported[name];
        if (typeof Class !== "function") {
          const names = Object.keys(exported).join(", ") || "nothing";
          throw new Error(`expected the file to export a class ${name}; it exports ${names}`);
        }
        host.objects.set(
          object,
          Reflect.construct(Class, argumentsOf(host, text)) as Record<string, unknown>,
        );
        out.result(operation, true, "");
      } catch (error) {
        out.result(operation, false, errorText(error));
      }
    },
    invoke(id, at, object, method, text, operation) {
      const host = enter(id, at);
      const target = host?.objects.get(object);
      if (host === undefined || target === undefined) return;
      const go = (): unknown => {
        const found = findMethod(target, method);
        if (found === undefined) {
          throw new TypeError(`expected a method ${method}; the object has: ${methodNames(target)}`);
        }
        return Reflect.apply(found, target, argumentsOf(host, text));
      };
      void settle(go, `the result of ${method}`, (ok, result) => {
        if (host.alive) out.result(operation, ok, result);
      });
    },
    handle(id, at, object, method, text, request) {
      const host = enter(id, at);
      const target = host?.objects.get(object);
      if (host === undefined || target === undefined) return;
      const go = (): unknown => {
        const found = findMethod(target, method);
        if (found === undefined)
          throw new TypeError(`no method ${method}; ${host.name} has: ${methodNames(target)}`);
        return Reflect.apply(found, target, [decodeRealmMessage(text)]);
      };
      const begin = (): void => {
        void settle(go, `the reply of ${method}`, (ok, reply) => {
          if (host.alive) out.reply(request, ok, reply);
        });
      };
      if (!recording || ++host.watched > MOST_WATCHED) {
        begin();
        return;
      }
      const last = limits.watch(begin);
      if (last !== undefined) out.handling(request, firstPlaceInStack(stackOf(last)));
    },
    settle(id, at, call, status, text) {
      const host = enter(id, at);
      if (host !== undefined) timers.guard(host, () => host.calls.get(call)?.(status, text));
    },
    fire(id, at, timer) {
      const host = enter(id, at);
      if (host !== undefined) timers.guard(host, () => host.timers.get(timer)?.());
    },
    crash(id) {
      const host = hosts.get(id);
      if (host !== undefined) kill(host);
    },
    look() {
      if (watch === undefined || entered.size === 0) return "";
      const seen = watch.look(entered);
      entered.clear();
      return seen.changed.length === 0 && !seen.isOver ? "" : JSON.stringify(seen);
    },
    rejection: errorText,
    surplus,
    formatStack,
  };
}
