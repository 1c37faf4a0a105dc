import { HostCrashed, type Message, type Simulation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import type { Cluster } from "../harness";
import type { WriteOrder } from "../WriteOrder";

const LEADER = 0;

/**
 * Looks at a node whenever it may have changed: at the leader when it sends, at a follower when it answers. "Once it has
 * returned a newer value, it does not return an older one, or none, unless it has crashed."
 */
export class WorldWatch {
  readonly #sim: Simulation;
  readonly #kv: Cluster;
  readonly #keys: readonly string[];
  readonly #order: WriteOrder;
  readonly #lives: number[];
  /** Nodes that are being looked at. */
  readonly #busy = new Set<number>();
  /** For each node and key, what it has shown in this life, the newest last. */
  readonly #shown = new Map<string, string[]>();

  constructor(sim: Simulation, kv: Cluster, keys: readonly string[], order: WriteOrder) {
    this.#sim = sim;
    this.#kv = kv;
    this.#keys = keys;
    this.#order = order;
    this.#lives = kv.nodes.map(() => 0);
  }

  /** To be called for each message. */
  noteMessage({ kind, from }: Message): void {
    const node = kind === "request" ? LEADER : this.#kv.nodes.find((each) => this.#kv.nameOf(each) === from);
    if (node === undefined || (kind === "request" && from !== this.#kv.nameOf(LEADER))) return;
    if (!this.#busy.has(node)) void this.#look(node);
  }

  /** It has crashed, and may begin with nothing. */
  noteCrash(node: number): void {
    this.#lives[node] = this.lifeOf(node) + 1;
    for (const key of this.#keys) this.#shown.delete(`${String(node)} ${key}`);
  }

  /** How often it has crashed. */
  lifeOf(node: number): number {
    return this.#lives[node] ?? 0;
  }

  async #look(node: number): Promise<void> {
    this.#busy.add(node);
    const life = this.lifeOf(node);
    try {
      for (const key of this.#keys) {
        const value = await this.#kv.held(node, key);
        if (life === this.lifeOf(node)) this.#saw(node, key, value);
      }
    } catch (error) {
      if (!(error instanceof HostCrashed)) throw error;
    } finally {
      this.#busy.delete(node);
    }
  }

  #saw(node: number, key: string, value: string | undefined): void {
    const name = `${String(node)} ${key}`;
    const shown = this.#shown.get(name) ?? [];
    const before = shown.at(-1);
    if (value === before) return;
    const who = `${this.#kv.nameOf(node)} ${node === LEADER ? "lost a write" : "went back"}`;
    const got = value === undefined ? "no such key" : showValue(value);
    if (value === undefined)
      this.#sim.fail(`${who} of the key ${showValue(key)}`, {
        expected: `${showValue(before)} or a newer value`,
        got,
      });
    if (!this.#order.isWritten(key, value))
      this.#sim.fail(`${this.#kv.nameOf(node)} holds what nobody has written to the key ${showValue(key)}`, {
        expected: "a value that was written",
        got,
      });
    const isBack = shown.includes(value) && this.#order.isOnce(key, value);
    if (before !== undefined && (isBack || this.#order.isOlder(key, value, before)))
      this.#sim.fail(`${who} to an older value of the key ${showValue(key)}`, {
        expected: `${showValue(before)} or a newer value`,
        got,
      });
    shown.push(value);
    this.#shown.set(name, shown);
    if (node === LEADER) this.#order.shownByLeader(key, value);
  }
}
