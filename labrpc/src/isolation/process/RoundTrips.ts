/** Where messages lie until they go off. */
export interface Outbox {
  readonly flush: () => void;
}

/**
 * When messages go off to the processes of one judge: together, once nothing is under way any more. What a process is
 * sent costs as much for one run as for a dozen, and so does what it answers; were each answered at once, runs would
 * drift apart until hardly two share a message.
 */
export class RoundTrips {
  readonly #waiting = new Set<Outbox>();
  #awaited = 0;
  #isAnnounced = false;

  /** There is something in the outbox. It goes off when the event loop turns, if nothing else is under way. */
  announce(outbox: Outbox): void {
    this.#waiting.add(outbox);
    if (this.#isAnnounced || this.#awaited > 0) return;
    this.#isAnnounced = true;
    setImmediate(() => {
      this.#isAnnounced = false;
      this.#goOffIfIdle();
    });
  }

  /** So many messages that are answered went off. */
  sent(count: number): void {
    this.#awaited += count;
  }

  /** So many answers came, or will never come. */
  answered(count: number): void {
    this.#awaited -= count;
    // At once: what the answers set off is in the outboxes by now.
    this.#goOffIfIdle();
  }

  #goOffIfIdle(): void {
    if (this.#awaited > 0) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const outbox of waiting) outbox.flush();
  }
}
