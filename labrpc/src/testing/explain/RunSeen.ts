import type { FaultLog } from "../../simulation/faults/FaultLog";
import type { Simulation } from "../../simulation/Simulation";
import type { Span } from "../../simulation/trace/SpanLog";
import type { TraceEvent } from "../../simulation/trace/Trace";

/** A run that was recorded, as those look at it who put it into words. */
export class RunSeen {
  readonly faults: FaultLog;
  readonly events: readonly TraceEvent[];
  readonly spans: readonly Span[];
  /** What a generated world is like, in words. */
  readonly features: readonly string[];
  readonly #ofHost = new Map<string, TraceEvent[]>();

  /** Throws Error when the run was not recorded. */
  constructor({ faults, trace, spans, world }: Simulation) {
    if (faults === undefined || spans === undefined)
      throw new Error("expected a run that was recorded; pass { record: true } to its simulation");
    this.faults = faults;
    this.events = trace.events;
    this.spans = spans.spans;
    this.features = world.features;
    for (const event of trace.events) {
      const own = this.#ofHost.get(event.host);
      if (own === undefined) this.#ofHost.set(event.host, [event]);
      else own.push(event);
    }
  }

  /** What a host did from a virtual time on, in order. */
  *from(host: string, at: number): Generator<TraceEvent> {
    const own = this.#ofHost.get(host) ?? [];
    let [low, high] = [0, own.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((own[middle]?.at ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < own.length; i++) yield own[i] as TraceEvent;
  }
}
