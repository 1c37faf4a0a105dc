import type { HostState } from "./HostState";

/** What timers need of the kernel. */
export interface TimerService {
  start(host: HostState, timer: number, delay: number, repeat: boolean): void;
  stop(host: HostState, timer: number): void;
  /** A delay that Node takes for 1 ms. @param asked what was meant to be ms: "NaN", "Infinity", "3000000000" */
  odd(host: HostState, asked: string): void;
  /** Runs a callback of the student's; an exception becomes the host's. */
  guard(host: HostState, callback: () => unknown): void;
}

/** What setTimeout returns, as in Node: it can be refreshed, cleared, and turned into a number. */
export class Timeout {
  readonly #service: TimerService;
  readonly #host: HostState;
  readonly #delay: number;
  readonly #repeat: boolean;
  readonly #callback: () => unknown;
  #id = 0;

  constructor(
    service: TimerService,
    host: HostState,
    callback: () => unknown,
    delay: number,
    repeat: boolean,
  ) {
    this.#service = service;
    this.#host = host;
    this.#delay = delay;
    this.#repeat = repeat;
    this.#callback = callback;
    this.refresh();
  }

  refresh(): this {
    const { timers } = this.#host;
    if (this.#id !== 0) this.close();
    this.#id = ++this.#host.lastTimer;
    timers.set(this.#id, () => {
      if (!this.#repeat) timers.delete(this.#id);
      this.#service.guard(this.#host, this.#callback);
    });
    this.#service.start(this.#host, this.#id, this.#delay, this.#repeat);
    return this;
  }

  get id(): number {
    return this.#id;
  }

  close(): this {
    if (this.#host.timers.delete(this.#id)) this.#service.stop(this.#host, this.#id);
    return this;
  }

  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
  [Symbol.toPrimitive](): number {
    return this.#id;
  }
  [Symbol.dispose](): void {
    this.close();
  }
}

/** The longest delay of a timer, ms: 24 days. */
const LONGEST = 0x7fffffff;

function checkTimerCallback(callback: unknown): asserts callback is (...args: unknown[]) => unknown {
  if (typeof callback === "function") return;
  throw new TypeError(`expected a function as the timer's callback, got ${typeof callback}`);
}

/** setTimeout and its family for one host. */
export function timersOf(service: TimerService, host: HostState): Record<string, unknown> {
  const start = (callback: unknown, delay: number, repeat: boolean, args: unknown[]): Timeout => {
    checkTimerCallback(callback);
    return new Timeout(service, host, () => Reflect.apply(callback, undefined, args), delay, repeat);
  };
  /** Node's rule: a delay is a whole number of ms, at least 1; what is no number or too large counts as 1. */
  const delayOf = (ms: unknown): number => {
    const asked = Number(ms ?? 1);
    if (!(asked <= LONGEST)) service.odd(host, String(asked));
    const delay = Math.trunc(asked);
    return delay >= 1 && delay <= LONGEST ? delay : 1;
  };
  const clear = (timer: unknown): void => {
    if (timer instanceof Timeout) timer.close();
    else if (typeof timer === "number" && host.timers.delete(timer)) service.stop(host, timer);
  };
  return {
    setTimeout: (callback: unknown, ms?: unknown, ...args: unknown[]) =>
      start(callback, delayOf(ms), false, args),
    setInterval: (callback: unknown, ms?: unknown, ...args: unknown[]) =>
      start(callback, delayOf(ms), true, args),
    setImmediate: (callback: unknown, ...args: unknown[]) => start(callback, 0, false, args),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
}

interface WaitOptions {
  signal?: {
    aborted: boolean;
    reason: unknown;
    addEventListener: (type: string, listener: () => void) => void;
  };
}

/** `node:timers/promises` for one host. */
export function timerPromisesOf(timers: Record<string, unknown>): object {
  const set = timers["setTimeout"] as (callback: () => void, ms?: unknown) => Timeout;
  const immediate = timers["setImmediate"] as (callback: () => void) => Timeout;
  const wait = (
    start: (done: () => void) => Timeout,
    value: unknown,
    options?: WaitOptions,
  ): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const signal = options?.signal;
      if (signal?.aborted === true) {
        reject(abortError(signal.reason));
        return;
      }
      const timer = start(() => {
        resolve(value);
      });
      signal?.addEventListener("abort", () => {
        timer.close();
        reject(abortError(signal.reason));
      });
    });
  const sleep = (ms?: unknown, value?: unknown, options?: WaitOptions): Promise<unknown> =>
    wait((done) => set(done, ms), value, options);
  async function* interval(ms?: unknown, value?: unknown): AsyncGenerator {
    for (;;) yield await sleep(ms, value);
  }
  return {
    setTimeout: sleep,
    setImmediate: (value?: unknown, options?: WaitOptions) => wait(immediate, value, options),
    setInterval: interval,
    scheduler: {
      wait: (ms?: unknown, options?: WaitOptions) => sleep(ms, undefined, options),
      yield: () => wait(immediate, undefined),
    },
  };
}

function abortError(cause: unknown): Error {
  const error = new Error("The operation was aborted", { cause });
  error.name = "AbortError";
  return error;
}
