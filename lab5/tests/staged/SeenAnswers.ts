import { Violation, type Message, type Simulation } from "labrpc/simulation";
import type { Response } from "../../types";
import { CheckedStore, type Ticket, type WorldRequest } from "../support/keys/CheckedStore";

/** A change that was not answered by then was made already, or never will be: its client is about to send it again. */
const NEVER_ANSWERED_MS = 5_400;
/** A question that was not answered by then is not looked at: it changes nothing, and many open ones are too many. */
const UNANSWERED_QUESTION_MS = 100;
/** Orders of more requests at the same time are too many to look through: then no read is looked at, or nothing at all. */
const [MOST_BESIDE_A_READ, MOST_BESIDE_A_CHANGE] = [1, 3];
/** Longer than tests ask for, seconds: a clock may not count so far. */
const LONGEST_TTL = 1e10;

/** Looks at all requests and answers on their way, whoever sent them, and remembers the first answer that is wrong. */
export class SeenAnswers {
  readonly store: CheckedStore;
  readonly #sim: Simulation;
  readonly #keys: string[] = [];
  readonly #known = new Set<string>();
  readonly #open = new Map<number, Ticket & { readonly at: number }>();
  #wrong: Violation | undefined;
  #blindness: string | undefined;

  constructor(sim: Simulation) {
    this.#sim = sim;
    this.store = new CheckedStore(sim, this.#keys);
  }

  get keys(): number {
    return this.#keys.length;
  }

  /** From now on nobody can say what is right. @param since what the scenario has done, in words */
  isBlindSince(since: string): void {
    this.#blindness ??= since;
  }

  /** Why nobody can say what is right; undefined: one can. */
  get blindness(): string | undefined {
    return this.#blindness;
  }

  get wrong(): Violation | undefined {
    return this.#wrong;
  }

  /** Keys that are going to be used. */
  learn(keys: readonly string[]): void {
    const fresh = keys.filter((key) => !this.#known.has(key));
    if (fresh.length === 0) return;
    for (const key of fresh) this.#known.add(key);
    this.#keys.push(...fresh);
    // Such a question was sent when nobody knew of the key, so nothing is known of how it counts there.
    for (const [call, ticket] of this.#open)
      if (ticket.asked.kind === "stats" || ticket.asked.kind === "keys") this.#close(call, ticket);
  }

  /** A message is sent. */
  sees({ kind, method, from, to, text, call }: Message): void {
    if (method !== "handle" || this.#wrong !== undefined || this.#blindness !== undefined) return;
    const server = /^server-(\d+)$/.exec(kind === "request" ? to : from)?.[1];
    if (server === undefined) return;
    if (kind === "request") this.#begin(Number(server), call, text);
    else this.#end(call, text);
  }

  #begin(server: number, call: number, text: string): void {
    const { now } = this.#sim;
    for (const [other, ticket] of this.#open)
      if (now > ticket.at + (isChange(ticket.asked) ? NEVER_ANSWERED_MS : UNANSWERED_QUESTION_MS))
        this.#close(other, ticket);
    const asked = this.#meaningOf(jsonOf(text));
    if (asked === undefined) return;
    if (asked.kind === "key") this.learn([asked.key]);
    const beside = this.#beside(server, asked);
    const ticket = this.store.begin(server, asked);
    const changes = isChange(asked);
    if (changes && beside > MOST_BESIDE_A_CHANGE)
      this.isBlindSince(`more than ${String(MOST_BESIDE_A_CHANGE)} requests for a key were under way`);
    if (!changes && beside > MOST_BESIDE_A_READ) this.store.close(ticket);
    else this.#open.set(call, { ...ticket, at: now });
  }

  #end(call: number, text: string): void {
    const ticket = this.#open.get(call);
    if (ticket === undefined) return;
    this.#open.delete(call);
    try {
      this.store.end(ticket, (jsonOf(text) ?? {}) as Response);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#wrong = error;
    }
  }

  /** How many requests are under way that look at the same key, or at any. */
  #beside(server: number, asked: WorldRequest): number {
    if (asked.kind === "malformed") return 0;
    const own = [...this.#open.values()].filter((ticket) => ticket.server === server);
    if (asked.kind === "key") return own.filter(({ ids }) => ids.has(asked.key)).length;
    return own.filter(({ ids }) => ids.size > 0).length;
  }

  #close(call: number, ticket: Ticket): void {
    this.#open.delete(call);
    this.store.close(ticket);
  }

  /** What a request asks, as the handout has it; undefined: this is not looked at. */
  #meaningOf(what: unknown): WorldRequest | undefined {
    const malformed: WorldRequest = { kind: "malformed", what };
    if (typeof what !== "object" || what === null || Array.isArray(what)) return malformed;
    const { command, key, value, ttl } = what as Partial<Record<string, unknown>>;
    if (command === "KEYS") return { kind: "keys" };
    if (command === "STATS") return { kind: "stats" };
    if (command === "MGET" || command === "MSET") {
      this.isBlindSince(`${command} was sent`);
      return undefined;
    }
    if (typeof key !== "string" || key === "") return malformed;
    if (command === "GET") return { kind: "key", key, request: { kind: "get" } };
    if (command === "DELETE") return { kind: "key", key, request: { kind: "delete" } };
    if (command === "SET")
      return typeof value === "string" ? { kind: "key", key, request: { kind: "set", value } } : malformed;
    if (command !== "EXPIRE" || typeof ttl !== "number" || !(ttl > 0)) return malformed;
    if (ttl <= LONGEST_TTL) return { kind: "key", key, request: { kind: "expire", ttl } };
    this.isBlindSince("a ttl of more than 10,000,000,000 s was sent");
    return undefined;
  }
}

function isChange(asked: WorldRequest): boolean {
  return asked.kind === "key" && asked.request.kind !== "get";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
