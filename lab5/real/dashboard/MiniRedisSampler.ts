import type { Response, ServerInfo, Stats } from "../../types";

/** What is known about one server at one moment. */
export interface MiniRedisSample {
  readonly id: number;
  readonly place: string;
  /** "down": it does not answer. "refuses": it answers with an error, which `message` tells. */
  readonly state: "up" | "down" | "refuses";
  readonly message?: string;
  readonly stats?: Stats;
  /** Requests per second since the sample before, without the dashboard's own. */
  readonly perSecond?: number;
  /** Some of the keys in the order of the alphabet; seconds left, or null: no expiration. */
  readonly keys?: readonly { readonly key: string; readonly ttl: number | null }[];
}

export interface DashboardSample {
  /** ms since 1970. */
  readonly at: number;
  readonly servers: readonly MiniRedisSample[];
}

/** A server with more keys than that is not asked for all their names. */
const MOST_KEYS_ASKED = 10_000;
/** How many keys are shown, with their time to live. */
const MOST_KEYS_SHOWN = 50;

interface Before {
  readonly at: number;
  readonly total: number;
}

/** Asks servers how they are, as a client does. What it asks for itself is not counted as load. */
export class MiniRedisSampler {
  readonly #servers: readonly ServerInfo[];
  readonly #password: string | undefined;
  readonly #before = new Map<number, Before>();
  /** Requests of this dashboard that a server has answered since its last statistics. */
  readonly #own = new Map<number, number>();

  constructor(servers: readonly ServerInfo[], password?: string) {
    this.#servers = servers;
    this.#password = password;
  }

  async sample(): Promise<DashboardSample> {
    return { at: Date.now(), servers: await Promise.all(this.#servers.map((server) => this.#look(server))) };
  }

  async #look(server: ServerInfo): Promise<MiniRedisSample> {
    const base = { id: server.id, place: `${server.host}:${String(server.port)}` };
    try {
      const asked = performance.now();
      const { status, message, stats } = await this.#ask(server, { command: "STATS" });
      if (status === "error" || stats === undefined) return { ...base, state: "refuses", message };
      const perSecond = this.#rate(server.id, asked, stats.total_requests);
      const keys = stats.total_keys > MOST_KEYS_ASKED ? undefined : await this.#keys(server);
      return {
        ...base,
        state: "up",
        stats,
        ...(perSecond === undefined ? {} : { perSecond }),
        ...(keys === undefined ? {} : { keys }),
      };
    } catch (error) {
      this.#before.delete(server.id);
      return { ...base, state: "down", message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Undefined: there is nothing to compare with, since the server is new here or was started again. */
  #rate(id: number, at: number, total: number): number | undefined {
    const before = this.#before.get(id);
    const own = this.#own.get(id) ?? 0;
    this.#before.set(id, { at, total });
    // The request for the statistics themselves is counted behind them.
    this.#own.set(id, 1);
    if (before === undefined || total < before.total) return undefined;
    return Math.max(0, ((total - before.total - own) * 1000) / (at - before.at));
  }

  async #keys(server: ServerInfo): Promise<MiniRedisSample["keys"]> {
    const { keys = [] } = await this.#ask(server, { command: "KEYS" });
    const shown = keys.sort().slice(0, MOST_KEYS_SHOWN);
    const found = await Promise.all(
      shown.map(async (key) => ({ key, response: await this.#ask(server, { command: "GET", key }) })),
    );
    this.#own.set(server.id, (this.#own.get(server.id) ?? 0) + 1 + shown.length);
    // One that has expired in between is left out.
    return found.flatMap(({ key, response: { status, ttl } }) =>
      status === "success" ? [{ key, ttl: ttl ?? null }] : [],
    );
  }

  #ask(server: ServerInfo, request: object): Promise<Response> {
    const whole = this.#password === undefined ? request : { ...request, password: this.#password };
    return server.end.call("handle", whole);
  }
}
