import type { UnfinishedHandler } from "../outcome/Outcome";
import type { HostLives } from "./HostLives";

/** A request that a handler works on. */
interface Handling extends Omit<UnfinishedHandler, "host"> {
  readonly life: number;
}

/** Which requests reached a handler and have not been answered; known while recording. */
export class HandlersUnderWay {
  readonly #lives: HostLives;
  readonly #handlings = new Map<number, Handling>();

  constructor(lives: HostLives) {
    this.#lives = lives;
  }

  begin(request: number, handling: Omit<Handling, "where">): void {
    this.#handlings.set(request, { ...handling, where: "" });
  }

  /** The handler waits for the first time. @param where "FILE:LINE:COLUMN", or "" */
  note(request: number, where: string): void {
    const handling = this.#handlings.get(request);
    if (handling !== undefined) this.#handlings.set(request, { ...handling, where });
  }

  end(request: number): void {
    this.#handlings.delete(request);
  }

  /** Those on hosts that still run, in the order in which they began. */
  unfinished(): UnfinishedHandler[] {
    return [...this.#handlings.values()].flatMap(({ life, ...handling }) => {
      const host = this.#lives.get(life)?.host.name;
      return host === undefined || !this.#lives.isAlive(life) ? [] : [{ host, ...handling }];
    });
  }
}
