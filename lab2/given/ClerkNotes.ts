import type { Clerk } from "../client";

/** What a lock did with its clerk, against the handout. */
export class ClerkMisused extends Error {
  readonly code = "ClerkMisused";

  constructor(
    readonly expected: string,
    readonly got: string,
  ) {
    super(`expected ${expected}; got ${got}`);
  }
}

type Member = (...args: unknown[]) => unknown;

/**
 * Notes how the locks of one clerk call it:
 *
 * - each with "its name as the key";
 * - "only within acquire, release and the end of `await using`";
 * - one call at a time: "it is up to the caller to ensure that".
 */
export class ClerkNotes {
  /** The clerk, for its locks. What the clerk calls of itself goes past the notes. */
  readonly clerk: Clerk;
  /** The name of the lock of which a method is under way. */
  #lock: string | undefined;
  readonly #open = new Set<string>();
  #misuse: ClerkMisused | undefined;

  constructor(clerk: Clerk) {
    this.clerk = new Proxy(clerk, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function" || name === "constructor") return member;
        const call = (args: unknown[]): unknown => Reflect.apply(member as Member, target, args);
        if (name !== "get" && name !== "put") return (...args: unknown[]) => call(args);
        return (...args: unknown[]) => this.#note(name, args[0], () => call(args));
      },
    });
  }

  /** Passes on what a method of a lock comes to. Rejects with ClerkMisused if there is something to say since the last time. */
  async during<T>(lock: string, method: () => Promise<T>): Promise<T> {
    this.#lock = lock;
    try {
      return await method();
    } finally {
      this.#lock = undefined;
      const [open] = this.#open;
      if (open !== undefined)
        this.#add("its calls of the clerk to be over when it returns", `${open} under way`);
      const misuse = this.#misuse;
      this.#misuse = undefined;
      // It goes before what the method threw, which may come of it.
      if (misuse !== undefined) throw misuse;
    }
  }

  async #note(method: string, key: unknown, call: () => unknown): Promise<unknown> {
    const what = `${method}(${JSON.stringify(key)})`;
    if (this.#lock === undefined)
      this.#add("calls of the clerk within acquire, release and the end of `await using` only", what);
    else if (key !== this.#lock) this.#add(`the lock's name as the key: ${JSON.stringify(this.#lock)}`, what);
    const [open] = this.#open;
    if (open !== undefined)
      this.#add("one call of the clerk at a time", `${what} while ${open} is under way`);
    this.#open.add(what);
    try {
      return await call();
    } finally {
      this.#open.delete(what);
    }
  }

  #add(expected: string, got: string): void {
    this.#misuse ??= new ClerkMisused(expected, got);
  }
}
