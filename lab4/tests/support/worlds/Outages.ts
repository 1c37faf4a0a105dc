import { HostCrashed, type Simulation } from "labrpc/simulation";
import type { Cluster } from "../harness";
import type { WorldWatch } from "./WorldWatch";

/** "A follower is unplugged for a while. Or it crashes and restarts with nothing in memory." Or its link fails. */
const KINDS = ["crashes", "unplugged", "crashes", "unreachable", "unable to answer", "slow"] as const;
/** "Perhaps within a millisecond", virtual ms. */
const AWAY_MS = [0, 0.5, 5, 100, 1_500, 9_000] as const;
/** "It may be away for a minute or longer." A right leader may send each write again and again all the while. */
const LONG_MS = [68_000, 48_000, 92_000, 600_000, 1_200_000] as const;
/** With more followers than these, only so many: long absences take more of the machine's time than they are worth. */
const FEW = 2;
const NOT_TOO_LONG = 3;
/** "Some tests make single links slower, up to some seconds." */
const SLOW_MS = [20, 600, 2_000] as const;
/** After which of its messages a follower may crash. */
const MOST_MESSAGES = 6;
const SOON_MS = 3_000;
/** How long a crash waits for the middle of a catch-up. */
const CATCH_UP_MS = 1_500;

/** Lets followers be away: the seed decides who, how, when and for how long. */
export class Outages {
  /** Who has been hit in this round. */
  readonly hit = new Set<number>();
  readonly #sim: Simulation;
  readonly #kv: Cluster;
  readonly #watch: WorldWatch;
  /** Called for each message. */
  readonly #counters = new Set<(from: string, to: string) => void>();

  constructor(sim: Simulation, kv: Cluster, watch: WorldWatch) {
    this.#sim = sim;
    this.#kv = kv;
    this.#watch = watch;
    sim.network.script((message) => {
      watch.noteMessage(message);
      for (const count of this.#counters) count(message.from, message.to);
      return undefined;
    });
  }

  /**
   * Followers go, and come back. Resolves when all are there again.
   *
   * @param areMany many keys are written meanwhile, so nobody is away for long
   */
  async round(name: string, areMany = false): Promise<void> {
    const { world } = this.#sim;
    const { followers } = this.#kv;
    const first = world.upTo(`${name}hits`, followers.length - 1);
    const areAll = world.has(`${name}hits all`, 0.15);
    const hit = followers.filter(
      (follower, i) => areAll || i === first || world.has(`${name}hits ${this.#kv.nameOf(follower)}`, 0.2),
    );
    for (const follower of hit) this.hit.add(follower);
    await Promise.all(
      hit.map((follower) => this.#hit(follower, `${name}${this.#kv.nameOf(follower)} `, areMany)),
    );
  }

  /** Some of those that are back crash once more, while they catch up. */
  async again(name: string): Promise<void> {
    const { world } = this.#sim;
    const hit = [...this.hit].filter((follower) =>
      world.has(`${name}${this.#kv.nameOf(follower)} crashes again`, 0.25),
    );
    await Promise.all(
      hit.map(async (follower) => {
        const who = `${name}${this.#kv.nameOf(follower)} again `;
        if (world.has(`${who}in the middle`, 0.3)) await this.#untilPartly(follower);
        else await this.#moment(follower, who);
        await this.#crash(follower, who, world.pick(`${who}away`, [0, 0.5, 30]));
      }),
    );
  }

  async #hit(follower: number, who: string, areMany: boolean): Promise<void> {
    const { world, network } = this.#sim;
    const kind = world.pick(`${who}how`, KINDS);
    const [leader, node] = [this.#kv.nameOf(0), this.#kv.nameOf(follower)];
    const isLong = !areMany && world.has(`${who}is away for long`, 0.012);
    const long = LONG_MS.slice(0, this.#kv.followers.length > FEW ? NOT_TOO_LONG : LONG_MS.length);
    const awayMs = isLong ? world.pick(`${who}away for`, long) : world.pick(`${who}away`, AWAY_MS);
    await this.#moment(follower, who);
    if (kind === "crashes") {
      // To find out what it lacks, and to bring it, takes long; and what was sent before arrives in its next life.
      if (world.has(`${who}is far as well`, 0.25))
        this.#kv.delay(follower, world.pick(`${who}slow`, SLOW_MS));
      await this.#crash(follower, who, awayMs);
      return;
    }
    if (kind === "unplugged") this.#kv.stop(follower);
    else if (kind === "unreachable") network.block(leader, node);
    else if (kind === "unable to answer") network.block(node, leader);
    else this.#kv.delay(follower, world.pick(`${who}slow`, SLOW_MS));
    await this.#sim.sleep(awayMs);
    if (kind === "unplugged") this.#kv.start(follower);
    network.unblock(leader, node);
    network.unblock(node, leader);
    this.#kv.delay(follower, 0);
  }

  async #crash(follower: number, who: string, awayMs: number): Promise<void> {
    const isLost = this.#sim.world.has(`${who}loses what is on the way`, 0.3);
    const onTheWay = isLost ? "is lost" : "arrives";
    if (this.#kv.crash(follower, { onTheWay, optional: true }) === "left out") return;
    this.#watch.noteCrash(follower);
    if (awayMs > 0) await this.#sim.sleep(awayMs);
    this.#kv.restart(follower);
  }

  /** "While it catches up": when it holds a part of what the leader holds, if what it lacks takes several messages. */
  async #untilPartly(follower: number): Promise<void> {
    const node = this.#kv.nameOf(follower);
    let isPartly = false;
    let isBusy = false;
    const look = async (): Promise<void> => {
      isBusy = true;
      try {
        const most = Object.keys(await this.#kv.contents(0)).length;
        const count = Object.keys(await this.#kv.contents(follower)).length;
        isPartly ||= count > 0 && count < most;
      } catch (error) {
        if (!(error instanceof HostCrashed)) throw error;
      } finally {
        isBusy = false;
      }
    };
    // It has taken what it answers.
    const count = (from: string): void => {
      if (from === node && !isBusy) void look();
    };
    this.#counters.add(count);
    await this.#sim.until(() => isPartly, { withinMs: CATCH_UP_MS });
    this.#counters.delete(count);
  }

  /** At some time, or when one of the messages between leader and follower is on its way. */
  async #moment(follower: number, who: string): Promise<void> {
    const { world } = this.#sim;
    const messages = world.has(`${who}goes at a message`, 0.4)
      ? world.between(`${who}messages before`, 1, MOST_MESSAGES)
      : 0;
    if (messages === 0) {
      await this.#sim.sleep(world.upTo(`${who}goes after`, 800) / 10);
      return;
    }
    const node = this.#kv.nameOf(follower);
    let seen = 0;
    const count = (from: string, to: string): void => {
      if (from === node || to === node) seen += 1;
    };
    this.#counters.add(count);
    await this.#sim.until(() => seen >= messages, { withinMs: SOON_MS });
    this.#counters.delete(count);
  }
}
