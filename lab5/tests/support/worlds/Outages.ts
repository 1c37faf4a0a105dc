import type { Simulation } from "labrpc/simulation";
import type { Servers } from "../harness";

/** How long a server does not answer, virtual ms. */
const FOR_MS = [100, 700, 1_800, 6_000, 40_000, 3_600_000] as const;

/** Servers that are down for a while, keep their memory, and come back. */
export class Outages {
  readonly #sim: Simulation;
  readonly #kv: Servers;
  /** From when to when. */
  readonly #down = new Map<number, { readonly from: number; to: number }[]>();

  constructor(sim: Simulation, kv: Servers) {
    this.#sim = sim;
    this.#kv = kv;
  }

  /** Whether a server was up at every moment between two, virtual ms. */
  isUp(server: number, from: number, to: number): boolean {
    return (this.#down.get(server) ?? []).every((outage) => outage.to < from || outage.from > to);
  }

  /** The outages of one server, one after the other. */
  async run(server: number): Promise<void> {
    const { world } = this.#sim;
    const name = this.#kv.nameOf(server);
    const count = world.has(`${name} goes down`, 0.5) ? world.between(`${name} goes down so often`, 1, 3) : 0;
    for (let i = 1; i <= count; i++) {
      await this.#sim.sleep(world.pick(`${name} outage/${String(i)} begins after`, [0, 1, 20, 600, 3_000]));
      const outage = { from: this.#sim.now, to: Infinity };
      this.#down.set(server, [...(this.#down.get(server) ?? []), outage]);
      this.#kv.unplug(server);
      await this.#sim.sleep(world.pick(`${name} outage/${String(i)} lasts`, FOR_MS));
      this.#kv.plug(server);
      outage.to = this.#sim.now;
    }
  }
}
