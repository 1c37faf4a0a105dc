import { hash as hashWith } from "node:crypto";
import type { TraceEvent, TraceKind } from "../../records";
import { hashText, mixHashes } from "../clock/RandomStream";

export type { TraceEvent, TraceKind } from "../../records";

/** Notes that something happened; see TraceEvent for the parameters. */
export type TraceRecorder = (
  kind: TraceKind,
  host: string,
  peer: string | undefined,
  id: number,
  text: string,
) => void;

/** Kept events and their texts are limited, so that a long run that is recorded fits into memory. */
const MOST_EVENTS = 100_000;
const MOST_TEXT = 1_000;

/** Texts longer than this enter the digest through MD5, which is faster than a loop over characters. */
const LONG_TEXT = 512;

/** Room for the marks of so many events at first; it is doubled when it is used up. */
const FIRST_MARKS = 1_024;

/** Everything that happened in a run, in order, and a digest of it. */
export class Trace {
  /** The last ones, 50,000 at least; texts are cut after 1,000 characters. */
  readonly events: TraceEvent[] = [];
  readonly #keep: boolean;
  readonly #watchers = new Set<(event: TraceEvent) => void>();
  #count = 0;
  #high = 0x12345678;
  #low = 0x7feb352d;
  /** What the digest was after each event: says where two runs part, also of runs that keep no events. */
  #marks = new Int32Array(FIRST_MARKS);

  /** @param keep whether `events` is filled; the digest is made either way */
  constructor(keep: boolean) {
    this.#keep = keep;
  }

  get count(): number {
    return this.#count;
  }

  record(
    at: number,
    kind: TraceKind,
    host: string,
    peer: string | undefined,
    id: number,
    text: string,
  ): void {
    this.#count += 1;
    const body = text.length > LONG_TEXT ? hashWith("md5", text) : text;
    let hash = hashText(kind, Math.round(at * 1000) | 0);
    hash = hashText(host, hash);
    if (peer !== undefined) hash = hashText(peer, hash);
    hash = hashText(body, hash ^ id);
    this.#high = mixHashes(this.#high, hash);
    this.#low = Math.imul(this.#low ^ hash, 0x01000193) ^ this.#high;
    if (this.#count > this.#marks.length) this.#growMarks();
    this.#marks[this.#count - 1] = this.#low;
    if (!this.#keep && this.#watchers.size === 0) return;
    const kept = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
    const event: TraceEvent = { at, kind, host, peer, id, text: kept };
    if (this.#keep && this.events.push(event) > MOST_EVENTS) this.events.splice(0, MOST_EVENTS / 2);
    for (const watcher of this.#watchers) watcher(event);
  }

  /**
   * The number, from 1, of the first event that is not the same in another run; undefined where the shorter of the
   * two goes the same way to its end.
   */
  partsFrom(other: Trace): number | undefined {
    const shorter = Math.min(this.#count, other.#count);
    for (let i = 0; i < shorter; i++) if (this.#marks[i] !== other.#marks[i]) return i + 1;
    return undefined;
  }

  /** The event of a number, from 1; undefined when there is none, or when it is not kept. */
  event(number: number): TraceEvent | undefined {
    return this.events[number - 1 - (this.#count - this.events.length)];
  }

  #growMarks(): void {
    const longer = new Int32Array(this.#marks.length * 2);
    longer.set(this.#marks);
    this.#marks = longer;
  }

  /** Calls `watcher` for each event from now on. Returns a function that ends it. */
  watch(watcher: (event: TraceEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** 16 hex digits: equal for two runs in which the same things happened in the same order. */
  digest(): string {
    const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, "0");
    return hex(this.#high) + hex(this.#low);
  }
}
