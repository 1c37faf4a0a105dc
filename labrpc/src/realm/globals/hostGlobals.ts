import { abortSignalOf } from "./abort";
import { performanceOf } from "./clock";
import { Hash, type HashPieces } from "./hashing";
import { consoleOf } from "./hostConsole";
import { processOf } from "./hostProcess";
import type { HostState } from "./HostState";
import { cryptoOf, mathOf } from "./randomness";
import { timerPromisesOf, timersOf, type TimerService } from "./timers";

/** What the globals of a host need of the kernel. */
export interface GlobalServices {
  readonly timers: TimerService;
  readClock: () => number;
  random: (host: HostState) => number;
  print: (host: HostState, level: string, text: string) => void;
  /** An error that names the place in the student's code. */
  refuse: (what: string, instead: string) => Error;
  buffer: () => { Buffer: never };
  hash: HashPieces;
}

/** The names that a module may use as globals and that differ from host to host. */
export const HOST_GLOBALS = [
  "setTimeout",
  "setInterval",
  "setImmediate",
  "clearTimeout",
  "clearInterval",
  "clearImmediate",
  "Math",
  "crypto",
  "AbortSignal",
  "console",
  "performance",
  "queueMicrotask",
  "process",
];

interface HostBuffers {
  alloc(size: number): never;
  from(data: unknown, encoding?: string): never;
}
type HostPrint = (level: string, text: string) => void;
type HostNumber = () => number;

/** Returns a function that gives a global of a host; each is made when it is first asked for. */
export function hostGlobals(services: GlobalServices): (host: HostState, name: string) => unknown {
  const soon = (host: HostState, callback: () => unknown): void => {
    void Promise.resolve().then(() => {
      services.timers.guard(host, callback);
    });
  };
  const buffers = (): HostBuffers => services.buffer().Buffer;
  const timer = (host: HostState, name: string): unknown =>
    (get(host, "timers") as Record<string, unknown>)[name];
  const makers: Record<string, (host: HostState) => unknown> = {
    timers: (host) => timersOf(services.timers, host),
    timerPromises: (host) => timerPromisesOf(get(host, "timers") as Record<string, unknown>),
    random: (host) => () => services.random(host),
    print: (host) => (level: string, text: string) => {
      services.print(host, level, text);
    },
    Math: (host) => mathOf(get(host, "random") as HostNumber),
    crypto: (host) => ({
      ...cryptoOf(get(host, "random") as HostNumber, (size) => buffers().alloc(size)),
      createHash: (algorithm: unknown) => {
        // A wrong name is an error where it is written, as in node:crypto.
        services.hash(String(algorithm), "");
        return new Hash(String(algorithm), services.hash, buffers());
      },
    }),
    AbortSignal: (host) =>
      abortSignalOf(timer(host, "setTimeout") as (callback: () => void, ms: number) => unknown),
    console: (host) => consoleOf(get(host, "print") as HostPrint, services.readClock),
    age: (host) => () => services.readClock() - host.startedMs,
    performance: (host) => performanceOf(get(host, "age") as HostNumber, host.startedMs),
    queueMicrotask: (host) => (callback: () => unknown) => {
      soon(host, callback);
    },
    process: (host) =>
      processOf({
        now: services.readClock,
        age: get(host, "age") as HostNumber,
        nextTick: (callback, ...args) => {
          soon(host, () => callback(...args));
        },
        print: get(host, "print") as HostPrint,
        refuse: services.refuse,
      }),
    globalThis: (host) => globalObject(host),
    global: (host) => get(host, "globalThis"),
  };
  const get = (host: HostState, name: string): unknown => {
    let value = host.globals.get(name);
    if (value === undefined) {
      const maker = makers[name];
      value = maker === undefined ? timer(host, name) : maker(host);
      host.globals.set(name, value);
    }
    return value;
  };
  /** What `globalThis` is to a host: what it sets there, no other host sees. */
  const globalObject = (host: HostState): object => {
    const object = Object.create(globalThis) as object;
    for (const name of HOST_GLOBALS) {
      Object.defineProperty(object, name, {
        get: () => get(host, name),
        set: (value: unknown) => {
          Object.defineProperty(object, name, { value, writable: true, configurable: true });
        },
        configurable: true,
      });
    }
    Object.defineProperty(object, "globalThis", { value: object });
    Object.defineProperty(object, "global", { value: object });
    return object;
  };
  return get;
}
