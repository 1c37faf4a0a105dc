import type { BusMessage } from "./types";

/** A logical clock (Lamport, 1978): what is caused by something has a larger timestamp. */
export class LamportClock {
  #time = 0;

  /** For something that happens here: a message that is sent. */
  tick(): number {
    this.#time += 1;
    return this.#time;
  }

  /** For a message that has come. */
  see(timestamp: number): void {
    this.#time = Math.max(this.#time, timestamp) + 1;
  }
}

/** Below 0 when a stands before b in the order that all servers agree on: ties of clocks go by the server. */
export function compareStamps(a: Stamp, b: Stamp): number {
  return a.timestamp - b.timestamp || a.id - b.id;
}

export type Stamp = Pick<BusMessage, "timestamp" | "id">;
