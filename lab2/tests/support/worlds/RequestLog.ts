import type { Simulation } from "labrpc/simulation";

/** A request that a host sent, and what became of it. All times are virtual ms. */
export interface SentRequest {
  readonly method: string;
  readonly at: number;
  /** When it reached the server; undefined when it did not, so far. */
  readonly arrivedAt: number | undefined;
  /** When the server answered it. */
  readonly answeredAt: number | undefined;
  /** When its call ended: the answer came, or there was a time-out. */
  readonly endedAt: number | undefined;
  readonly end: "answer" | "time-out" | undefined;
}

type Writable = { -readonly [Name in keyof SentRequest]: SentRequest[Name] };

/** Every request of every host, as somebody sees them who looks at the wire. */
export class RequestLog {
  readonly #sim: Simulation;
  readonly #sent = new Map<string, Writable[]>();
  readonly #byId = new Map<number, Writable>();
  /** Of each host the numbers of requests that may be under way. */
  readonly #unanswered = new Map<string, number[]>();

  constructor(sim: Simulation) {
    this.#sim = sim;
    sim.trace.watch(({ kind, host, id, at, text }) => {
      if (kind === "call") this.#add(host, id, at, text);
      else this.#note(kind, this.#byId.get(id), at);
    });
  }

  /** What a host has sent, in order. */
  of(host: string): readonly SentRequest[] {
    return this.#sent.get(host) ?? [];
  }

  /** Whether a request of a host is on its way to the server, or has not been answered there. */
  isUnderWay(host: string): boolean {
    const unanswered = this.#unanswered.get(host) ?? [];
    const underWay = unanswered.filter((id) => this.#sim.network.mayBeExecuted(id));
    this.#unanswered.set(host, underWay);
    return underWay.length > 0;
  }

  #add(host: string, id: number, at: number, text: string): void {
    const method = text.slice(0, text.indexOf("("));
    const [arrivedAt, answeredAt, endedAt, end] = [undefined, undefined, undefined, undefined];
    const request: Writable = { method, at, arrivedAt, answeredAt, endedAt, end };
    this.#byId.set(id, request);
    const sent = this.#sent.get(host);
    if (sent === undefined) {
      this.#sent.set(host, [request]);
      this.#unanswered.set(host, [id]);
    } else {
      sent.push(request);
      this.#unanswered.get(host)?.push(id);
    }
  }

  #note(kind: string, request: Writable | undefined, at: number): void {
    if (request === undefined) return;
    if (kind === "deliver") request.arrivedAt = at;
    else if (kind === "reply" || kind === "throw") request.answeredAt = at;
    else if (kind === "return" || kind === "timeout") {
      request.endedAt = at;
      request.end = kind === "return" ? "answer" : "time-out";
    }
  }
}
