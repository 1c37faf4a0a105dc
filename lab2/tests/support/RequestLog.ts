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
  readonly #sent = new Map<string, Writable[]>();
  readonly #byId = new Map<number, Writable>();

  constructor(sim: Simulation) {
    sim.trace.watch(({ kind, host, id, at, text }) => {
      if (kind === "call") this.#add(host, id, at, text);
      else this.#note(kind, this.#byId.get(id), at);
    });
  }

  /** What a host has sent, in order. */
  of(host: string): readonly SentRequest[] {
    return this.#sent.get(host) ?? [];
  }

  #add(host: string, id: number, at: number, text: string): void {
    const method = text.slice(0, text.indexOf("("));
    const [arrivedAt, answeredAt, endedAt, end] = [undefined, undefined, undefined, undefined];
    const request: Writable = { method, at, arrivedAt, answeredAt, endedAt, end };
    this.#byId.set(id, request);
    const sent = this.#sent.get(host);
    if (sent === undefined) this.#sent.set(host, [request]);
    else sent.push(request);
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
