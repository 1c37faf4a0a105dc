/** A time during which something was wrong with hosts or with the links between them. Times are virtual ms. */
export interface Span {
  readonly kind: "disconnected" | "partition" | "blocked" | "slow" | "crashed";
  readonly from: number;
  /** null when it lasted to the end; Infinity does not survive JSON. */
  readonly until: number | null;
  /** The hosts that it is about; for "blocked" and "slow": sender and receiver; for "partition": one list a group. */
  readonly groups: readonly (readonly string[])[];
  readonly text: string;
  /** How much longer messages take, virtual ms; for "slow" only. */
  readonly extraMs?: number;
  /** The number of the link fault that began it, as in Fault; absent for a crash. */
  readonly cut?: number;
}

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
