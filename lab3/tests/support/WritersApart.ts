import type { Simulation } from "labrpc/simulation";
import type { RecordedClerk, StoreCluster } from "./harness";
import { worldDelays } from "./worldTroubles";

/**
 * How often they write: so server 11 stamps writes with 1, 2 and 3, and server 1 with 11, 12 and 13. Whoever joins the two
 * numbers that name a write, as 11 and 3, or 1 and 13, takes two writes for one.
 */
const WRITES = [
  { server: 11, count: 3 },
  { server: 1, count: 13 },
] as const;
/** How long they hear nobody, and nobody hears them, virtual ms: until all requests have arrived, at least. */
const APART_MS = [30, 120, 400, 1_500] as const;

/**
 * Clients and troubles of another kind of world: servers 1 and 11 of twelve are alone while each of their clients writes a key
 * of its own, all at the same time. So their clocks count the same numbers, and all these writes are under way at once.
 */
export class WritersApart {
  static readonly KEYS: readonly string[] = WRITES.flatMap(({ server, count }) =>
    Array.from({ length: count }, (_, i) => `${String(server)}/${String(i + 1)}`),
  );
  readonly #sim: Simulation;
  readonly #kv: StoreCluster;
  readonly #clients: readonly { readonly clerk: RecordedClerk; readonly server: number }[];

  constructor(sim: Simulation, kv: StoreCluster) {
    this.#sim = sim;
    this.#kv = kv;
    const at = WRITES.flatMap(({ server, count }) => Array.from({ length: count }, () => server));
    this.#clients = at.map((server, i) => ({ clerk: kv.clerk(`clerk-${String(i)}`, server), server }));
    sim.world.describe(
      "servers 1 and 11 hear nobody while their clients write; (1, 11) and (11, 1) are not the same write",
    );
  }

  callsInRound(): number {
    return 1;
  }

  /** The server that a client talks to. Throws Error for the name of none. */
  serverOf(name: string): number {
    const client = this.#clients.find(({ clerk }) => clerk.host.name === name);
    if (client === undefined) throw new Error(`expected the name of a client, got ${name}`);
    return client.server;
  }

  /** How long a reply to a client may be under way, virtual ms. */
  replyMs(): number {
    return worldDelays(this.#sim)[1] + 1;
  }

  slowDown(): void {
    // Nobody's link is slow.
  }

  /** Lets each client write once. */
  async round(): Promise<void> {
    await this.#sim.inParallel(this.#clients.length, async (i) => {
      await this.#clients[i]?.clerk.set(WritersApart.KEYS[i] ?? "", String(i));
    });
  }

  /** In place of WorldTroubles. */
  readonly troubles = {
    /** Cuts the two off. */
    begin: (): void => {
      for (const [from, to] of this.#links()) this.#sim.network.block(from, to);
    },
    /** Resolves when they hear the others again. */
    round: async (name: string): Promise<void> => {
      await this.#sim.sleep(this.#sim.world.pick(`${name}/apart for`, APART_MS));
      for (const [from, to] of this.#links()) this.#sim.network.unblock(from, to);
    },
    end: (): void => {
      this.#sim.network.set({ delayMs: [0.1, 1] });
    },
  };

  #links(): (readonly [from: string, to: string])[] {
    const { servers } = this.#kv;
    return WRITES.flatMap(({ server }) =>
      servers.flatMap((other) => {
        const [one, two] = [this.#kv.nameOf(server), this.#kv.nameOf(other)];
        return server === other
          ? []
          : ([
              [one, two],
              [two, one],
            ] as const);
      }),
    );
  }
}
