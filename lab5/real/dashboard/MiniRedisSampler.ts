import type { Response, ServerInfo, Stats } from "../../types";
import { MiniRedisKeyBook, type MiniRedisKeyPage, type MiniRedisKeyQuery } from "./MiniRedisKeyBook";

/** What is known about one server at one moment. */
export interface MiniRedisSample {
  readonly id: number;
  readonly place: string;
  /** "down": it does not answer. "refuses": it answers with an error. `message` says more. */
  readonly state: "up" | "down" | "refuses";
  readonly message?: string;
  readonly stats?: Stats;
  /** Requests per second since the sample before, without the dashboard's own. */
  readonly perSecond?: number;
  /** Whether it has so many keys that it is not asked for their names. */
  readonly tooManyKeys: boolean;
}

export interface DashboardSample {
  /** ms since 1970. */
  readonly at: number;
  readonly servers: readonly MiniRedisSample[];
}

/** A server with more keys than that is not asked for all their names. */
const MOST_KEYS_ASKED = 10_000;
/** How many keys' times to live are looked at in one sample, how many at once, and for how long at most, ms. */
const KEYS_LOOKED_AT = { inSample: 500, atOnce: 25, forMs: 200 };

/** One server, and what the dashboard has seen of it. */
interface WatchedMiniRedis {
  readonly server: ServerInfo;
  readonly book: MiniRedisKeyBook;
  before?: { readonly at: number; readonly total: number };
  /** Requests of this dashboard that were sent since the last one for statistics, and that one itself. */
  own: number;
}

/** Asks servers how they are, as a client does. What it asks for itself is not counted as load. */
export class MiniRedisSampler {
  readonly #watched: readonly WatchedMiniRedis[];
  readonly #password: string | undefined;

  constructor(servers: readonly ServerInfo[], password?: string) {
    this.#watched = servers.map((server) => ({ server, book: new MiniRedisKeyBook(), own: 0 }));
    this.#password = password;
  }

  async sample(): Promise<DashboardSample> {
    return {
      at: Date.now(),
      servers: await Promise.all(this.#watched.map((watched) => this.#look(watched))),
    };
  }

  /**
   * Some of a server's keys, by what the last sample knew; the times to live of those that are shown are asked for
   * anew. Undefined when there is no such server.
   */
  async keys(id: number, query: MiniRedisKeyQuery): Promise<MiniRedisKeyPage | undefined> {
    const watched = this.#watched.find(({ server }) => server.id === id);
    if (watched === undefined) return undefined;
    const shown = watched.book.page(query, Date.now()).rows.map(({ key }) => key);
    // One that does not answer has the keys that it had.
    await this.#lookAtKeys(watched, shown).catch(() => undefined);
    return watched.book.page(query, Date.now());
  }

  async #look(watched: WatchedMiniRedis): Promise<MiniRedisSample> {
    const { server, book } = watched;
    const base = { id: server.id, place: `${server.host}:${String(server.port)}`, tooManyKeys: false };
    try {
      const asked = performance.now();
      const { own } = watched;
      // The request for the statistics themselves is counted behind them.
      watched.own = 0;
      const { status, message, stats } = await this.#ask(watched, { command: "STATS" });
      if (status === "error" || stats === undefined) return { ...base, state: "refuses", message };
      const perSecond = requestsPerSecondOf(watched, asked, stats.total_requests, own);
      watched.before = { at: asked, total: stats.total_requests };
      const tooManyKeys = stats.total_keys > MOST_KEYS_ASKED;
      book.take(tooManyKeys ? [] : ((await this.#ask(watched, { command: "KEYS" })).keys ?? []));
      if (book.withTtl !== stats.keys_with_ttl) await this.#findTimesToLive(watched);
      return {
        ...base,
        state: "up",
        stats,
        tooManyKeys,
        ...(perSecond === undefined ? {} : { perSecond }),
      };
    } catch (error) {
      delete watched.before;
      return { ...base, state: "down", message: whyMiniRedisIsDown(server, error) };
    }
  }

  /** Looks at some keys more. A value comes with each time to live and may be long, so time is limited, too. */
  async #findTimesToLive(watched: WatchedMiniRedis): Promise<void> {
    const { inSample, atOnce, forMs } = KEYS_LOOKED_AT;
    const due = watched.book.due(inSample);
    const until = performance.now() + forMs;
    for (let i = 0; i < due.length && performance.now() < until; i += atOnce)
      await this.#lookAtKeys(watched, due.slice(i, i + atOnce));
  }

  async #lookAtKeys(watched: WatchedMiniRedis, keys: readonly string[]): Promise<void> {
    await Promise.all(
      keys.map(async (key) => {
        const { status, ttl } = await this.#ask(watched, { command: "GET", key });
        watched.book.note(key, status === "success" ? (ttl ?? null) : undefined, Date.now());
      }),
    );
  }

  #ask(watched: WatchedMiniRedis, request: object): Promise<Response> {
    watched.own += 1;
    const whole = this.#password === undefined ? request : { ...request, password: this.#password };
    return watched.server.end.call("handle", whole);
  }
}

/** Undefined: there is nothing to compare with, since the server is new here or was started again. */
function requestsPerSecondOf(
  { before }: WatchedMiniRedis,
  at: number,
  total: number,
  own: number,
): number | undefined {
  if (before === undefined || total < before.total) return undefined;
  return Math.max(0, ((total - before.total - own) * 1000) / (at - before.at));
}

/** Such as "server-2 does not answer (connection refused)". */
function whyMiniRedisIsDown({ id, host, port }: ServerInfo, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const place = `${host}:${String(port)}: `;
  return `server-${String(id)} does not answer (${message.startsWith(place) ? message.slice(place.length) : message})`;
}
