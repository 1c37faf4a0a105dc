import type { Kernel } from "../../realm/Kernel";
import type { VirtualClock } from "../clock/VirtualClock";
import type { Busy } from "../outcome/Outcome";
import type { HostLives } from "./HostLives";

/** A timer that student code sets. */
export interface TimerRequest {
  readonly life: number;
  /** The timer's number on its host. */
  readonly timer: number;
  /** Virtual ms. */
  readonly delay: number;
  readonly repeat: boolean;
  /** Where it was set, "FILE:LINE:COLUMN", or "" when that was not recorded. */
  readonly where: string;
}

/** A delay that Node, and so the simulation, takes for 1 ms. */
export interface OddDelay {
  /** The first host that asked for it. */
  readonly host: string;
  /** "NaN", "Infinity", or a number that is too large. */
  readonly asked: string;
  /** "FILE:LINE:COLUMN", or "" when it is not known. */
  readonly where: string;
}

/** The timers of all hosts of a run, as events of the simulation. */
export class HostTimers {
  readonly #clock: VirtualClock;
  readonly #lives: HostLives;
  readonly #kernel: () => Kernel;
  readonly #fired = new Map<string, number>();
  /** By what was asked for, and where. */
  readonly #odd = new Map<string, OddDelay>();

  constructor(clock: VirtualClock, lives: HostLives, kernel: () => Kernel) {
    this.#clock = clock;
    this.#lives = lives;
    this.#kernel = kernel;
  }

  start({ life: id, timer, delay, repeat, where }: TimerRequest): void {
    const life = this.#lives.get(id);
    if (life === undefined) return;
    const who = where === "" ? life.host.name : `${life.host.name} (${where})`;
    const schedule = (): void => {
      const tie = this.#lives.tieAt(id, this.#clock.now + delay);
      const fire = (): void => {
        if (repeat) schedule();
        else life.timers.delete(timer);
        this.#fired.set(who, (this.#fired.get(who) ?? 0) + 1);
        this.#kernel().fire(id, this.#clock.now, timer);
      };
      const cancel = this.#clock.schedule(delay, tie, life.host.name, fire, undefined, where);
      life.timers.set(timer, cancel);
    };
    schedule();
  }

  /** @param asked what was meant to be ms @param where "FILE:LINE:COLUMN", or "" */
  noteOdd(life: number, asked: string, where: string): void {
    const host = this.#lives.get(life)?.host.name;
    const key = `${asked} ${where}`;
    if (host !== undefined && !this.#odd.has(key)) this.#odd.set(key, { host, asked, where });
  }

  /** Delays that count as 1 ms, of each place the first; known while recording. */
  get oddDelays(): OddDelay[] {
    return [...this.#odd.values()];
  }

  cancel(life: number, timer: number): void {
    const timers = this.#lives.get(life)?.timers;
    timers?.get(timer)?.();
    timers?.delete(timer);
  }

  /** Those that fired most often, five at most; with places in the code when the run was recorded. */
  busiest(): Busy[] {
    const sorted = [...this.#fired].sort(([, a], [, b]) => b - a);
    return sorted.slice(0, 5).map(([who, times]) => ({ who, times }));
  }
}
