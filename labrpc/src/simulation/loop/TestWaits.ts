import type { Luck } from "../clock/Luck";
import { mixHashes } from "../clock/RandomStream";
import type { EventClock } from "./EventClock";

/** A time limit is reached after all else that happens at its instant. */
const LAST = 0x7fffffff;

/** What a test waits for: virtual time, a condition, or a promise within a time. */
export class TestWaits {
  readonly #clock: EventClock;
  readonly #seed: number;
  readonly #luck: Luck;
  readonly #conditions = new Set<() => void>();

  constructor(clock: EventClock, seed: number, luck: Luck) {
    this.#clock = clock;
    this.#seed = seed;
    this.#luck = luck;
  }

  /** Whether the test waits for a condition, and so looks at the hosts between events. */
  get hasConditions(): boolean {
    return this.#conditions.size > 0;
  }

  /** @param ms virtual ms */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const tie = this.#luck.of(mixHashes(this.#seed, this.#clock.scheduled));
      this.#clock.schedule(ms, tie, undefined, resolve);
    });
  }

  /** Resolves to true when the condition holds after some event, or to false after `withinMs` of virtual time. */
  until(condition: () => boolean, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (held: boolean): void => {
        this.#conditions.delete(check);
        cancel();
        resolve(held);
      };
      const check = (): void => {
        if (condition()) settle(true);
      };
      const cancel = this.#clock.schedule(withinMs, LAST, undefined, () => {
        settle(condition());
      });
      this.#conditions.add(check);
      check();
    });
  }

  /** Whether the promise settles before so much virtual time has passed. */
  inTime(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#clock.schedule(withinMs, LAST, undefined, () => {
        resolve(false);
      });
      const settled = (): void => {
        cancel();
        resolve(true);
      };
      promise.then(settled, settled);
    });
  }

  /** Looks at all conditions. Returns whether one of them holds: what it sets off runs before the next event. */
  checkConditions(): boolean {
    const waiting = this.#conditions.size;
    if (waiting === 0) return false;
    for (const check of [...this.#conditions]) check();
    return this.#conditions.size < waiting;
  }
}
