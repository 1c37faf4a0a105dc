import type { Script, Simulation } from "labrpc/simulation";
import type { StoreCluster } from "./harness";

/** "A message on the bus: 0.1–1 ms; in some tests 0–26 ms." Of the third kind many arrive at the same instant. */
const DELAYS = [
  [0.1, 1],
  [0, 26],
  [5, 5],
] as const;

/** "Servers that do not hear each other: for up to 8 s, in one direction or both", virtual ms. */
const CUTS_MS = [20, 100, 400, 1_500] as const;
/** "In some worlds for half a minute", too. */
const LONG_CUTS_MS = [8_000, 31_000] as const;

/** Who does not hear whom. */
const CUTS = ["one link", "not heard", "hears nobody", "alone", "two halves", "all alone"] as const;

/** How long messages take in this world, virtual ms. */
export function worldDelays({ world }: Simulation): readonly [number, number] {
  return world.pick("delays", DELAYS);
}

/** What happens between the servers of a world: slow links, cuts, messages that are lost or late. */
export class WorldTroubles {
  readonly #sim: Simulation;
  readonly #kv: StoreCluster;
  readonly #script: Script | undefined;
  readonly #has: { readonly slowLinks: boolean; readonly cuts: boolean };

  constructor(sim: Simulation, kv: StoreCluster) {
    const { world } = sim;
    this.#sim = sim;
    this.#kv = kv;
    const isOne = kv.servers.length === 1;
    this.#has = {
      slowLinks: !isOne && world.has("slow links", 0.6),
      cuts: !isOne && world.has("servers do not hear each other", 0.4),
    };
    if (this.#has.slowLinks) world.describe("slow links");
    if (this.#has.cuts) world.describe("servers that do not hear each other for a while");
    this.#script = this.#messages();
  }

  /** From now on messages between servers get lost and are late, in worlds where they do. */
  begin(): void {
    if (this.#script !== undefined) this.#sim.network.script(this.#script);
  }

  /** Mends everything. */
  end(): void {
    const { network } = this.#sim;
    if (this.#script !== undefined) network.script(undefined);
    network.set({ delayMs: [0.1, 1] });
    network.heal();
  }

  /** Begins the troubles of a round; resolves when they are over, but for links that stay slow. */
  async round(name: string): Promise<void> {
    const { world } = this.#sim;
    if (this.#has.slowLinks) this.#slowLinks(name);
    if (!this.#has.cuts) return;
    const cuts = world.between(`${name}/cuts`, 1, 2);
    await this.#sim.inParallel(cuts, (i) => this.#cut(`${name}/cut-${String(i + 1)}`));
  }

  /** "On slow links up to 400 ms more." */
  #slowLinks(name: string): void {
    const { world } = this.#sim;
    const count = this.#kv.servers.length;
    for (let i = 0; i < world.between(`${name}/slow links`, 1, 5); i++) {
      const link = `${name}/slow-${String(i + 1)}`;
      const from = world.upTo(`${link} from`, count - 1);
      const to = (from + world.between(`${link} to`, 1, count - 1)) % count;
      this.#kv.slow(from, to, world.pick(`${link} by`, [3, 30, 120, 400]));
    }
  }

  async #cut(name: string): Promise<void> {
    const { world, network } = this.#sim;
    const pairs = this.#pairs(name).map(
      ([from, to]) => [this.#kv.nameOf(from), this.#kv.nameOf(to)] as const,
    );
    await this.#sim.sleep(world.upTo(`${name} begins after`, 60));
    for (const [from, to] of pairs) network.block(from, to);
    await this.#sim.sleep(
      world.pick(`${name} lasts`, world.has(`${name} is long`, 0.15) ? LONG_CUTS_MS : CUTS_MS),
    );
    for (const [from, to] of pairs) network.unblock(from, to);
  }

  #pairs(name: string): (readonly [from: number, to: number])[] {
    const { world } = this.#sim;
    const { servers } = this.#kv;
    const kind = world.pick(`${name} is`, CUTS);
    const one = world.upTo(`${name} of`, servers.length - 1);
    const other = (one + 1) % servers.length;
    return servers
      .flatMap((from) => servers.map((to) => [from, to] as const))
      .filter(([from, to]) => {
        if (from === to) return false;
        switch (kind) {
          case "one link":
            return from === one && to === other;
          case "not heard":
            return from === one;
          case "hears nobody":
            return to === one;
          case "alone":
            return from === one || to === one;
          case "two halves":
            return from <= one !== to <= one;
          case "all alone":
            return true;
        }
      });
  }

  /** "A lost message on the bus is resent after 250 ms; those behind it wait": until a round is over. */
  #messages(): Script | undefined {
    const { world } = this.#sim;
    const loses = world.has("messages between servers get lost", 0.3);
    const oneIn = loses ? world.pick("lost is one in", [20, 7, 3]) : 0;
    const isUneven = world.has("messages between servers are late", 0.3);
    const late = isUneven ? world.pick("late is one in", [7, 3, 1]) : 0;
    const lateMs = isUneven ? world.pick("late by up to, ms", [30, 120, 400]) : 0;
    if (loses) world.describe(`one message in ${String(oneIn)} between servers is lost`);
    if (isUneven) world.describe(`one message in ${String(late)} takes up to ${String(lateMs)} ms`);
    if (this.#kv.servers.length === 1 || (!loses && !isUneven)) return undefined;
    const which = world.upTo("which messages", 99);
    return ({ kind, method, from, to, nth }) => {
      if (kind !== "request" || method !== "deliver") return undefined;
      const die = scattered([which, nth, numberOf(from), numberOf(to)]);
      if (oneIn > 0 && die % oneIn === 0) return "lose";
      const other = scattered([die, 1]);
      return late > 0 && other % late === 0
        ? { delayMs: 0.1 + (scattered([other, 2]) % (lateMs * 10)) / 10 }
        : undefined;
    };
  }
}

/** The number of a server's host: its name ends with it. */
function numberOf(host: string): number {
  return Number(host.slice(host.lastIndexOf("-") + 1));
}

/** A whole number from 0 that belongs to these numbers and looks like chance. */
function scattered(numbers: readonly number[]): number {
  let mixed = 0x9e3779b9;
  for (const number of numbers) {
    mixed = Math.imul(mixed ^ number, 0x85ebca6b);
    mixed = (mixed ^ (mixed >>> 13)) >>> 0;
  }
  return mixed;
}
