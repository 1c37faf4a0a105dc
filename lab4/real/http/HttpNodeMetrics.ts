import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Seconds. Between a message on one machine and the 5 s after which a call is given up. */
const BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** What `GET /metrics` shows, in the text format of Prometheus. */
export class HttpNodeMetrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<"route" | "status">;
  readonly #calls: Histogram<"follower" | "outcome">;
  readonly #failures: Counter<"method">;

  constructor({ nodeType, writeQuorum }: { nodeType: string; writeQuorum: number }) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: "kvstore_request_seconds",
      help: "How long requests took to be answered, in seconds",
      labelNames: ["route", "status"],
      buckets: BUCKETS,
      registers,
    });
    this.#calls = new Histogram({
      name: "kvstore_call_seconds",
      help: "How long calls to followers took, the delay before them included, in seconds",
      labelNames: ["follower", "outcome"],
      buckets: BUCKETS,
      registers,
    });
    this.#failures = new Counter({
      name: "kvstore_handler_errors_total",
      help: "Handlers that threw",
      labelNames: ["method"],
      registers,
    });
    const info = new Gauge({
      name: "kvstore_write_quorum",
      help: "Followers that must confirm a write",
      labelNames: ["node_type"],
      registers,
    });
    info.set({ node_type: nodeType }, writeQuorum);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  request(route: string, status: number, seconds: number): void {
    this.#requests.observe({ route, status: String(status) }, seconds);
  }

  call(follower: string, outcome: "reply" | "error" | "no answer", seconds: number): void {
    this.#calls.observe({ follower, outcome }, seconds);
  }

  handlerThrew(method: string): void {
    this.#failures.inc({ method });
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
