import { TimeoutError } from "labrpc";
import type { TcpEnd } from "../../tcp/TcpEnd";

/** A write that was answered. */
interface Answered {
  readonly number: number;
  /** ms since 1970. */
  readonly at: number;
}

/** Long enough that a file is written in several pieces. */
const PADDING = "·".repeat(40);

/**
 * A client that writes numbers to its own keys, one after the other, and knows what it was told. The numbers grow, so
 * a value that is found says which writes came to nothing.
 */
export class Writer {
  readonly #end: TcpEnd;
  readonly #keys: readonly string[];
  #number = 0;
  /** For each key all answers, in order. */
  readonly #answered = new Map<string, Answered[]>();
  /** For each key the number that was tried last. */
  readonly #tried = new Map<string, number>();

  constructor(name: string, end: TcpEnd, keys: number) {
    this.#end = end;
    this.#keys = Array.from({ length: keys }, (_, i) => `${name}:${String(i)}`);
  }

  /** Writes until the server is gone. */
  async write(): Promise<void> {
    for (;;) {
      const number = ++this.#number;
      const key = this.#keys[number % this.#keys.length] ?? "";
      this.#tried.set(key, number);
      try {
        const { status } = await this.#end.call("handle", {
          command: "SET",
          key,
          value: valueOf(key, number),
        });
        if (status !== "success") throw new Error(`expected success for ${key}, got ${status}`);
        const answers = this.#answered.get(key) ?? [];
        this.#answered.set(key, [...answers.slice(-200), { number, at: Date.now() }]);
      } catch (error) {
        if (error instanceof TimeoutError) return;
        throw error;
      }
    }
  }

  get answers(): number {
    return this.#number - 1;
  }

  /**
   * Looks at what is left after a crash. Each key must hold what was answered before a moment, or something newer that
   * was tried. Returns what is wrong.
   *
   * @param before ms since 1970
   */
  async problems(before: number): Promise<string[]> {
    const problems: string[] = [];
    for (const key of this.#keys) {
      const { value } = await this.#end.call("handle", { command: "GET", key });
      const found = numberIn(key, value);
      if (found === undefined) {
        problems.push(`${key} holds what nobody wrote: ${JSON.stringify(value)}`);
        continue;
      }
      const kept = this.#answered.get(key)?.findLast(({ at }) => at < before)?.number ?? 0;
      const tried = this.#tried.get(key) ?? 0;
      if (found < kept)
        problems.push(`${key}: ${String(kept)} was answered in time, and ${String(found)} is there`);
      if (found > tried) problems.push(`${key}: ${String(found)} is there, and was never written`);
      // From here on this is what the server has.
      this.#answered.set(key, found === 0 ? [] : [{ number: found, at: 0 }]);
    }
    return problems;
  }
}

function valueOf(key: string, number: number): string {
  return `${String(number)} ${key} ${PADDING}\n"end"`;
}

/** 0: there is no value. Undefined: it is none that a writer writes. */
function numberIn(key: string, value: string | null | undefined): number | undefined {
  if (value === null) return 0;
  const number = Number(value?.split(" ")[0]);
  return Number.isSafeInteger(number) && value === valueOf(key, number) ? number : undefined;
}
