import type { Bridge, ProblemKind } from "./border/Bridge";
import { DomAbortSignal } from "./globals/abort";
import { virtualDate } from "./globals/clock";
import { decodeRealmMessage, encodeRealmMessage, type Tagged } from "./border/codec";
import { defineDebuggerGlobals } from "./globals/debuggerGlobals";
import { errorText } from "./border/errorText";
import { EventLimits } from "./EventLimits";
import type { Kernel, KernelOptions } from "./Kernel";
import { freezeBuiltins } from "./intrinsics/freeze";
import { guardedBridge } from "./border/guardedBridge";
import { Hash } from "./globals/hashing";
import { hostGlobals } from "./globals/hostGlobals";
import { defineHostSymbols } from "./globals/hostSymbols";
import { endHost, newHost, type HostState } from "./globals/HostState";
import { findMethod, methodNames } from "./methods";
import { moduleLoader, resolveModule } from "./moduleLoader";
import { nameOfEnd, RealmEnd, type SendFromRealm } from "./RealmEnd";
import { cutLine, MOST_PRINTED_LINES } from "./globals/printLimits";
import { prepareGlobal } from "./realmGlobal";
import { PrivateFields, SEE_PRIVATES } from "./state/PrivateFields";
import { StateWatch } from "./state/StateWatch";
import { firstPlaceInStack, installStackTraces, stackOf } from "./border/stack";
import { demandStackRoom } from "./border/stackRoom";
import { Timeout, type TimerService } from "./globals/timers";
import { uniformFromHash } from "./globals/uniformFromHash";

/**
 * How many calls and timers of a host are recorded with their places, and how many of its handlers are watched. A place
 * takes a stack, and a run that repeats itself without end would take minutes; what is shown of it are its first events.
 */
const MOST_PLACES = 5_000;
const MOST_WATCHED = 1_500;

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
    hosts.delete(host.id);
    watch?.forget(host.id);
    endHost(host);
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
      hosts.set(id, newHost({ id, name, random, startedMs: at, aheadMs }));
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
