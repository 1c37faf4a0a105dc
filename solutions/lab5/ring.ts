import { createHash } from "node:crypto";

/** How many places each server has: the more, the more even the shares. */
const PLACES = 150;

export class Ring {
  /** The places of all servers on the ring, in order. */
  readonly #places: readonly { readonly at: bigint; readonly server: number }[];

  constructor(servers: readonly number[]) {
    this.#places = servers
      .flatMap((server) =>
        Array.from({ length: PLACES }, (_, i) => ({ at: hashOf(`${String(server)}#${String(i)}`), server })),
      )
      .sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /** The next place behind the key, or the first one when there is none. */
  serverOf(key: string): number {
    const at = hashOf(key);
    let [low, high] = [0, this.#places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#places[middle]!.at < at) low = middle + 1;
      else high = middle;
    }
    return this.#places[low % this.#places.length]!.server;
  }
}

function hashOf(text: string): bigint {
  return BigInt(`0x${createHash("md5").update(text).digest("hex")}`);
}
