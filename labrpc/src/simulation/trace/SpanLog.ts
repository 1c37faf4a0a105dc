import type { Span } from "../../records";

export type { Span } from "../../records";

/** Writes down spans as they begin and end. */
export class SpanLog {
  readonly #now: () => number;
  readonly #spans: Span[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  get spans(): readonly Span[] {
    return this.#spans;
  }

  open(span: Omit<Span, "from" | "until">): void {
    this.#spans.push({ ...span, from: this.#now(), until: null });
  }

  /** Ends those that are open and match. */
  close(matches: (span: Span) => boolean): void {
    this.#spans.forEach((span, index) => {
      if (span.until === null && matches(span)) this.#spans[index] = { ...span, until: this.#now() };
    });
  }
}
