/** Event, EventTarget, AbortController and AbortSignal: as much of the DOM's as timers and clerks use. */
type Listener = ((event: DomEvent) => void) | { handleEvent(event: DomEvent): void };

export class DomEvent {
  defaultPrevented = false;
  target: DomEventTarget | null = null;
  constructor(readonly type: string) {}
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

export class DomEventTarget {
  readonly #listeners = new Map<string, Map<Listener, boolean>>();

  addEventListener(type: string, listener: Listener | null, options?: boolean | { once?: boolean }): void {
    if (listener === null) return;
    const of = this.#listeners.get(type) ?? new Map<Listener, boolean>();
    this.#listeners.set(type, of);
    if (!of.has(listener)) of.set(listener, typeof options === "object" && options.once === true);
  }

  removeEventListener(type: string, listener: Listener | null): void {
    if (listener !== null) this.#listeners.get(type)?.delete(listener);
  }

  dispatchEvent(event: DomEvent): boolean {
    event.target = this;
    const of = this.#listeners.get(event.type);
    for (const [listener, once] of [...(of ?? [])]) {
      if (once) of?.delete(listener);
      if (typeof listener === "function") listener.call(this, event);
      else listener.handleEvent(event);
    }
    return !event.defaultPrevented;
  }
}

export class DomAbortSignal extends DomEventTarget {
  aborted = false;
  reason: unknown = undefined;
  onabort: ((event: DomEvent) => void) | null = null;

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  /** Aborts, once. Not part of the DOM's interface: the controller calls it. */
  static trigger(signal: DomAbortSignal, reason: unknown): void {
    if (signal.aborted) return;
    signal.aborted = true;
    signal.reason = reason;
    const event = new DomEvent("abort");
    signal.onabort?.(event);
    signal.dispatchEvent(event);
  }
}

export function domError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

export class DomAbortController {
  readonly signal = new DomAbortSignal();
  abort(reason: unknown = domError("AbortError", "This operation was aborted")): void {
    DomAbortSignal.trigger(this.signal, reason);
  }
}

/** AbortSignal for one host: `timeout` needs the host's timers. */
export function abortSignalOf(setTimeout: (callback: () => void, ms: number) => unknown): object {
  const abort = (reason: unknown = domError("AbortError", "This operation was aborted")): DomAbortSignal => {
    const signal = new DomAbortSignal();
    DomAbortSignal.trigger(signal, reason);
    return signal;
  };
  const timeout = (ms: number): DomAbortSignal => {
    const signal = new DomAbortSignal();
    const reason = domError("TimeoutError", "The operation was aborted due to timeout");
    setTimeout(() => {
      DomAbortSignal.trigger(signal, reason);
    }, ms);
    return signal;
  };
  const any = (signals: Iterable<DomAbortSignal>): DomAbortSignal => {
    const signal = new DomAbortSignal();
    for (const source of signals) {
      const pass = (): void => {
        DomAbortSignal.trigger(signal, source.reason);
      };
      if (source.aborted) pass();
      else source.addEventListener("abort", pass);
    }
    return signal;
  };
  function AbortSignal(): never {
    throw new TypeError("Illegal constructor; use an AbortController");
  }
  AbortSignal.prototype = DomAbortSignal.prototype;
  return Object.assign(AbortSignal, { abort, timeout, any });
}
