import type { TraceKind } from "../../records";
import { hashText, mixHashes } from "../clock/RandomStream";

/** Events by which no host learns anything: what was lost, printed, or done to the network as a whole. */
const UNSEEN: ReadonlySet<TraceKind> = new Set(["lost-request", "lost-reply", "console", "network"]);

/** What a host has seen so far, and thereby everything that caused it, as 64 bits. */
type Past = readonly [high: number, low: number];
const NOTHING: Past = [0x243f6a88, 0x1b873593];

/**
 * The order in which a run's messages arrived, as a fingerprint. Two runs have the same one when every host saw the same
 * things happen in the same order and for the same causes (Lamport's happened-before, 1978): sent, arrived, returned,
 * given up. When they happened does not count, nor does what the messages said, nor which of two events came first that
 * no host can compare. So it counts the orders that a search has seen.
 */
export class CausalOrder {
  readonly #hosts = new Map<string, Past>();
  /** Of each call by its number: what its caller knew when it sent, and its server when it replied. */
  readonly #requests = new Map<number, Past>();
  readonly #replies = new Map<number, Past>();

  note(kind: TraceKind, host: string, peer: string | undefined, id: number): void {
    if (UNSEEN.has(kind)) return;
    const own = this.#hosts.get(host) ?? NOTHING;
    const cause = this.#causeOf(kind, id);
    const what = hashText(peer ?? "", hashText(kind));
    const [high, low] = [mixHashes(own[0], what ^ cause[0]), mixHashes(own[1] ^ cause[1], what)];
    const now: Past = [high, low];
    this.#hosts.set(host, now);
    if (kind === "call") this.#requests.set(id, now);
    if (kind === "reply" || kind === "throw") this.#replies.set(id, now);
  }

  /** 16 hex digits. */
  fingerprint(): string {
    let [high, low] = NOTHING;
    for (const [host, past] of this.#hosts) {
      const name = hashText(host);
      // Added up, since the hosts themselves have no order.
      high = (high + mixHashes(name, past[0])) | 0;
      low = (low + mixHashes(past[1], name)) | 0;
    }
    const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, "0");
    return hex(high) + hex(low);
  }

  #causeOf(kind: TraceKind, id: number): Past {
    if (kind === "deliver" || kind === "copy") return this.#requests.get(id) ?? NOTHING;
    if (kind === "return" || kind === "late") return this.#replies.get(id) ?? NOTHING;
    return NOTHING;
  }
}
