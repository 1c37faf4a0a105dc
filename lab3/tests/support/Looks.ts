import type { Simulation } from "labrpc/simulation";
import { expectInItsTurn, type CallAt } from "./expectExecuted";
import type { StoreCluster } from "./harness";

/** How often the test looks into a server, at most, while clients work. */
const LOOKS = 24;

/** What the test sees when it looks into servers while clients work: only where a read is nothing to others. */
export class Looks {
  readonly seen: CallAt[] = [];
  readonly #sim: Simulation;
  readonly #kv: StoreCluster;
  readonly #keys: readonly string[];
  readonly #looks: boolean;
  /** What each server showed last for each key. */
  readonly #shown = new Map<string, string>();
  #lastStamp = 0;

  constructor(sim: Simulation, kv: StoreCluster, keys: readonly string[]) {
    this.#sim = sim;
    this.#kv = kv;
    this.#keys = keys;
    this.#looks = kv.level !== "linearizable" && sim.world.has("looks", kv.level === "causal" ? 0.7 : 0.5);
  }

  async round(name: string): Promise<void> {
    if (!this.#looks) return;
    const { world } = this.#sim;
    const pauseMs = world.pick(`${name}/looks after`, [2, 7, 20]);
    const count = this.#kv.servers.length;
    const watched = world.upTo(`${name}/looks at`, count - 1);
    for (let i = 0; i < LOOKS; i++) {
      await this.#sim.sleep(pauseMs);
      const isOther = i % 3 === 2;
      const server = isOther ? world.upTo(`${name}/look-${String(i + 1)} at`, count - 1) : watched;
      await this.#look(server);
    }
  }

  async #look(server: number): Promise<void> {
    const shown: { readonly key: string; readonly value: string }[] = [];
    // Twice: an effect may be there, and its cause not, only if the effect is looked at first.
    for (const key of [...this.#keys, ...this.#keys.slice(0, -1)]) {
      const value = await this.#read(server, key);
      const name = `${String(server)} ${key}`;
      if (value !== "" && value !== this.#shown.get(name)) shown.push({ key, value });
      this.#shown.set(name, value);
    }
    if (this.#kv.level !== "sequential" || shown.length === 0) return;
    const log = await this.#kv.bus(server);
    for (const one of shown) expectInItsTurn(this.#kv, server, log, one);
  }

  /** Looks of the same instant come one after the other. */
  #stamp(): number {
    const SMALL = 1e-6;
    this.#lastStamp = Math.max(this.#sim.now, this.#lastStamp + SMALL);
    return this.#lastStamp;
  }

  async #read(server: number, key: string): Promise<string> {
    const called = this.#stamp();
    const output = await this.#kv.read(server, key);
    const client = `a look into ${this.#kv.nameOf(server)}`;
    const operation = { client, input: { op: "get", key }, output, called, returned: this.#stamp() } as const;
    this.seen.push({ server, operation });
    return output;
  }
}
