import { TimeoutError } from "labrpc";
import { Violation, type Simulation } from "labrpc/simulation";
import { showJson, showValue } from "labrpc/testing";
import type { Response, Stats } from "../../../types";
import { KeyModel } from "./KeyModel";
import { describeStates, isAnswerTo } from "./keyAnswers";
import type { KeyOutcome, KeyRequest } from "./KeyState";
import { RequestCounts } from "./RequestCounts";
import { expectResponse } from "../expectations";

/** A request of a world: for a key, for a whole server, or one that has to be refused. */
export type WorldRequest =
  | { readonly kind: "key"; readonly key: string; readonly request: KeyRequest }
  | { readonly kind: "keys" | "stats" }
  | { readonly kind: "malformed"; readonly what: unknown };

/** A request that was sent. */
export interface Ticket {
  readonly server: number;
  readonly asked: WorldRequest;
  /** The numbers that the models of the keys gave it. */
  readonly ids: ReadonlyMap<string, number>;
  readonly answeredBefore: Readonly<Stats>;
  /** How often the server had lost its memory. */
  readonly life: number;
  /** When it was sent, virtual ms. */
  readonly at: number;
}

/** Checks what servers answer against the contract: each key of each server against a model, and the figures of STATS. */
export class CheckedStore {
  readonly keys: readonly string[];
  /** When keys expire, in the order of the EXPIREs, virtual ms. */
  readonly expiries: number[] = [];
  readonly #sim: Simulation;
  readonly #models = new Map<number, Map<string, KeyModel>>();
  readonly #counts = new Map<number, RequestCounts>();
  readonly #lives = new Map<number, number>();

  readonly #log: boolean;

  /**
   * @param keys all keys that are ever set
   * @param log whether servers keep a log: then an answer waits for the disk, and what was answered survives a crash
   */
  constructor(sim: Simulation, keys: readonly string[], log = false) {
    this.#sim = sim;
    this.#log = log;
    this.keys = keys;
  }

  /**
   * Makes a call and checks its answer. Resolves to undefined when no answer came: it may have been executed.
   *
   * @param mayFail whether the server's disk refused while the call was on its way
   */
  async ask(
    server: number,
    asked: WorldRequest,
    call: () => Promise<Response>,
    mayFail = (): boolean => false,
  ): Promise<Response | undefined> {
    const ticket = this.begin(server, asked);
    try {
      const response = await call();
      this.end(ticket, response, mayFail());
      return response;
    } catch (error) {
      if (error instanceof TimeoutError) {
        this.close(ticket);
        return undefined;
      }
      throw error;
    }
  }

  begin(server: number, asked: WorldRequest): Ticket {
    const counts = this.#countsOf(server);
    const answeredBefore = { ...counts.answered };
    counts.sent(kindOf(asked));
    const ids = new Map<string, number>();
    if (asked.kind === "key") ids.set(asked.key, this.#begin(server, asked.key, asked.request));
    if (asked.kind === "keys" || asked.kind === "stats")
      for (const key of this.keys) ids.set(key, this.#begin(server, key, { kind: "look" }));
    return { server, asked, ids, answeredBefore, life: this.#lifeOf(server), at: this.#sim.now };
  }

  /** No answer came. Returns for each key what the request may have come to. */
  close({ server, ids }: Ticket): KeyOutcome[][] {
    return [...ids].map(([key, id]) => this.model(server, key).close(this.#sim.now, id));
  }

  /** @param mayFail whether an error may mean that the disk refused */
  end(ticket: Ticket, response: Response, mayFail = false): void {
    const { server, asked } = ticket;
    if (ticket.life !== this.#lifeOf(server)) return;
    const what = describeRequest(server, asked);
    this.#countsOf(server).answer(kindOf(asked));
    expectResponse(what, response, { server_id: server });
    switch (asked.kind) {
      case "malformed":
        expectResponse(what, response, { status: "error" });
        return;
      case "key":
        this.#endKey(what, ticket, { ...asked, mayFail }, response);
        return;
      case "keys":
        this.#endKeys(what, ticket, response);
        return;
      case "stats": {
        expectResponse(what, response, { status: "success" });
        this.#countsOf(server).expectStats(what, ticket.answeredBefore, response.stats, this.close(ticket));
      }
    }
  }

  /** A server was killed or stopped, and has now what its disk holds: of each key what it was at or after `since`. */
  recover(server: number, since: number): void {
    for (const key of this.keys) this.model(server, key).recover(this.#sim.now, since, this.#log);
    this.#counts.set(server, new RequestCounts("since a restart"));
    this.#lives.set(server, this.#lifeOf(server) + 1);
  }

  /** A server has nothing. */
  clear(server: number): void {
    for (const key of this.keys) this.model(server, key).clear(this.#sim.now);
  }

  model(server: number, key: string): KeyModel {
    const models = this.#models.get(server) ?? new Map<string, KeyModel>();
    this.#models.set(server, models);
    const model = models.get(key) ?? new KeyModel();
    models.set(key, model);
    return model;
  }

  #begin(server: number, key: string, request: KeyRequest): number {
    const { now } = this.#sim;
    if (request.kind === "expire") this.expiries.push(now + request.ttl * 1_000);
    return this.model(server, key).begin(now, request);
  }

  #endKey(
    what: string,
    ticket: Ticket,
    { key, request, mayFail }: Extract<WorldRequest, { kind: "key" }> & { mayFail: boolean },
    response: Response,
  ): void {
    const { server, ids } = ticket;
    const model = this.model(server, key);
    const { states } = model;
    if (mayFail && response.status === "error" && request.kind !== "get") {
      model.refused(this.#sim.now, ids.get(key) ?? 0);
      return;
    }
    const ttl = typeof response.ttl === "number" ? response.ttl : undefined;
    if (response.status === "success") expectResponse(what, response, { key });
    const isRight = isAnswerTo(request, response, this.#log);
    if (model.end(this.#sim.now, ids.get(key) ?? 0, isRight, ttl)) return;
    const { status, value, message } = response;
    // The message of an error tells a key that is not there from a disk that has failed.
    const more = status === "error" ? { message } : { ttl: response.ttl };
    const shown = request.kind === "get" ? { status, value, ...more } : { status, ...more };
    throw new Violation(`${what} was answered wrongly`, {
      expected: `an answer that fits the key: ${describeStates(states, this.#sim.now)}`,
      got: showJson(shown),
    });
  }

  #endKeys(what: string, { server, ids }: Ticket, response: Response): void {
    expectResponse(what, response, { status: "success" });
    const keys: unknown = response.keys;
    const listed = new Set<unknown>(Array.isArray(keys) ? keys : []);
    if (!Array.isArray(keys) || listed.size !== keys.length || [...listed].some((key) => !this.#isKey(key)))
      throw new Violation(`${what} was answered wrongly`, {
        expected: "keys that were set, each of them once",
        got: showJson(keys),
      });
    for (const [key, id] of ids) {
      const model = this.model(server, key);
      const { states } = model;
      if (model.end(this.#sim.now, id, ({ found }) => found === listed.has(key))) continue;
      throw new Violation(`${what} was answered wrongly`, {
        expected: `${showValue(key)} as it is: ${describeStates(states, this.#sim.now)}`,
        got: listed.has(key) ? "it is listed" : "it is not listed",
      });
    }
  }

  #lifeOf(server: number): number {
    return this.#lives.get(server) ?? 0;
  }

  #isKey(key: unknown): boolean {
    return typeof key === "string" && this.keys.includes(key);
  }

  #countsOf(server: number): RequestCounts {
    const counts = this.#counts.get(server) ?? new RequestCounts("since the first start");
    this.#counts.set(server, counts);
    return counts;
  }
}

function kindOf(asked: WorldRequest): keyof Stats | undefined {
  return asked.kind === "key" && asked.request.kind !== "look" ? asked.request.kind : undefined;
}

export function describeRequest(server: number, asked: WorldRequest): string {
  const at = `at server ${String(server)}`;
  if (asked.kind === "malformed") return `the request ${showJson(asked.what)} ${at}`;
  if (asked.kind !== "key") return `${asked.kind.toUpperCase()} ${at}`;
  const { key, request } = asked;
  const more = request.kind === "expire" ? ` with the ttl ${String(request.ttl)}` : "";
  return `${request.kind.toUpperCase()} of ${showValue(key)}${more}`;
}
