import { StageMisuse } from "harness";
import { TimeoutError } from "labrpc";
import { HostCrashed, Violation, type Simulation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import type { z } from "zod";
import type { HttpAnswer } from "../../given/http";
import type { GetOutcome, SetOutcome } from "../../types";
import { startCluster, type Cluster, type RecordedClerk } from "../support/harness";
import { WriteOrder } from "../support/WriteOrder";
import { MOST_CLERKS, MOST_OPERATIONS, type asks } from "./asks";

const MOST_CALLS = 2_000;
const [LEADER, CURL] = [0, "curl"];
/** How long what nodes hold must stay, virtual ms. */
const STAY_MS = 1_500;

/** One run on the stage. */
export class Play {
  readonly #sim: Simulation;
  readonly #clerks = new Map<string, RecordedClerk>();
  readonly #down = new Set<number>();
  /** How often each node has crashed. */
  readonly #crashes = new Map<number, number>();
  readonly #order = new WriteOrder();
  #kv: Cluster | undefined;
  #calls = 0;
  #crowds = 0;
  /** The first write that was done without being where it had to be. */
  #badQuorum: Violation | undefined;

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  get kv(): Cluster {
    if (this.#kv === undefined) throw new StageMisuse("there are no nodes; call stage.startCluster() first");
    return this.#kv;
  }

  start(config: z.output<typeof asks.startCluster>): void {
    if (this.#kv !== undefined) throw new StageMisuse("the nodes are there already");
    this.#kv = startCluster(this.#sim, config);
    this.#sim.host(CURL);
  }

  expectHost(name: string): void {
    if (this.kv.nodes.some((number) => this.kv.nameOf(number) === name)) return;
    const names = this.#sim.hosts.map((host) => host.name);
    if (!names.includes(name))
      throw new StageMisuse(`there is no host ${name}; there are ${names.join(", ")}`);
  }

  expectNode(number: number): void {
    const { nodes } = this.kv;
    if (!nodes.includes(number))
      throw new StageMisuse(`there is no node ${String(number)}; there are ${nodes.join(", ")}`);
  }

  makeClerk(name: string, nodes?: readonly number[]): void {
    for (const number of nodes ?? []) this.expectNode(number);
    if (this.#clerks.has(name)) throw new StageMisuse(`there is a clerk ${name} already`);
    const taken = [CURL, ...this.kv.nodes.map((number) => this.kv.nameOf(number))];
    if (taken.includes(name) || /^crowd-\d/.test(name))
      throw new StageMisuse(`${name} is the host of somebody else; give the clerk another name`);
    if (this.#clerks.size >= MOST_CLERKS) throw new StageMisuse(`at most ${String(MOST_CLERKS)} clerks`);
    this.#clerks.set(name, this.kv.clerk(name, nodes));
  }

  set(clerk: string, key: string, value: string): Promise<SetOutcome> {
    this.#countCall();
    return this.#write(this.#clerkOf(clerk), key, value);
  }

  get(clerk: string, key: string, number?: number): Promise<GetOutcome> {
    this.#countCall();
    if (number !== undefined) this.expectNode(number);
    return this.#clerkOf(clerk).get(key, number);
  }

  readLeader(clerk: string, key: string): Promise<void> {
    this.#countCall();
    return this.kv.readLeader(this.#clerkOf(clerk).host.name, key);
  }

  async http(request: {
    readonly node: number;
    readonly method: "GET" | "POST";
    readonly path: string;
    readonly body: string;
  }): Promise<HttpAnswer> {
    this.#countCall();
    this.expectNode(request.node);
    try {
      return await this.kv.http(request.node, request.method, request.path, request.body);
    } catch (error) {
      if (error instanceof TimeoutError) return { status: 0, body: {} };
      throw error;
    }
  }

  crash(number: number): void {
    this.#countCall();
    if (this.#down.has(number)) throw new StageMisuse(`${this.kv.nameOf(number)} has crashed already`);
    this.kv.crash(number);
    this.#down.add(number);
    this.#crashes.set(number, this.#crashesOf(number) + 1);
  }

  restart(number: number): void {
    if (!this.#down.delete(number))
      throw new StageMisuse(`${this.kv.nameOf(number)} has not crashed; call stage.crash() first`);
    this.kv.restart(number);
  }

  async crowd({
    clerks,
    operations,
    keys,
  }: {
    readonly clerks: number;
    readonly operations: number;
    readonly keys: readonly string[];
  }): Promise<void> {
    if (clerks * operations > MOST_OPERATIONS)
      throw new StageMisuse(`at most ${String(MOST_OPERATIONS)} operations of all clerks together`);
    this.#calls += clerks * operations;
    this.#countCall();
    const name = `crowd-${String(++this.#crowds)}`;
    const { kv } = this;
    await this.#sim.inParallel(clerks, async (client) => {
      const ck = kv.clerk(`${name}-${String(client)}`);
      const random = this.#sim.random(ck.host.name);
      for (let i = 0; i < operations; i++) {
        const key = random.pick(keys);
        if (random.chance(0.5)) await this.#write(ck, key, `${ck.host.name}.${String(i)}`);
        else if (random.chance(0.6)) await kv.readLeader(ck.host.name, key);
        else await this.#getWritten(ck, key, random.pick(kv.nodes));
      }
    });
  }

  expectQuorums(): void {
    if (this.#badQuorum !== undefined) throw this.#badQuorum;
  }

  async expectSameEverywhere(withinMs: number): Promise<void> {
    this.#countCall();
    await this.#sim.sleep(withinMs);
    await this.#expectSameNow(`after ${String(withinMs)} ms`);
    await this.#sim.sleep(STAY_MS);
    await this.#expectSameNow("after they had held the same");
  }

  #clerkOf(name: string): RecordedClerk {
    const clerk = this.#clerks.get(name);
    if (clerk === undefined)
      throw new StageMisuse(`there is no clerk ${name}; make it with stage.clerk("${name}")`);
    return clerk;
  }

  #countCall(): void {
    if (++this.#calls > MOST_CALLS)
      throw new StageMisuse(`at most ${String(MOST_CALLS)} calls and operations in a scenario`);
  }

  #crashesOf(number: number): number {
    return this.#crashes.get(number) ?? 0;
  }

  async #write(ck: RecordedClerk, key: string, value: string): Promise<SetOutcome> {
    const before = this.kv.nodes.map((number) => this.#crashesOf(number));
    const write = this.#order.begin(key, value, this.#sim.now);
    const outcome = await ck.set(key, value);
    if (outcome.kind !== "maybe") write.end = this.#sim.now;
    if (outcome.kind === "done") await this.#lookAtQuorum(ck.host.name, write, outcome.replicas, before);
    return outcome;
  }

  /** A clerk that has come to another node may find an older write, but never what nobody wrote. */
  async #getWritten(ck: RecordedClerk, key: string, number: number): Promise<void> {
    const got = await ck.get(key, number);
    if (got.kind !== "value" || this.#order.isWritten(key, got.value)) return;
    this.#sim.fail(`${ck.host.name}'s get(${showValue(key)}) found what no clerk has written`, {
      expected: "a value that was written",
      got: showValue(got.value),
    });
  }

  async #lookAtQuorum(
    who: string,
    { key, value }: { readonly key: string; readonly value: string },
    replicas: number,
    crashesBefore: readonly number[],
  ): Promise<void> {
    const { kv } = this;
    let holding = 0;
    for (const follower of kv.followers) {
      // Who has crashed meanwhile may have confirmed before.
      if (this.#crashesOf(follower) !== crashesBefore[follower] || this.#down.has(follower)) holding += 1;
      else {
        const held = await heldUnlessCrashed(kv, follower, key);
        if (held !== undefined && !this.#order.isOlder(key, held, value)) holding += 1;
      }
    }
    const what = `${who}'s set(${showValue(key)}, ${showValue(value)}), when it was done,`;
    if (holding < kv.writeQuorum)
      this.#badQuorum ??= new Violation(`${what} was at too few followers`, {
        expected: `at least ${String(kv.writeQuorum)}`,
        got: holding,
      });
    else if (replicas < kv.writeQuorum || replicas > holding)
      this.#badQuorum ??= new Violation(`\`replicas\` of ${what} is wrong`, {
        expected: `from ${String(kv.writeQuorum)} to ${String(holding)}`,
        got: replicas,
      });
  }

  async #expectSameNow(when: string): Promise<void> {
    const contents: Readonly<Record<string, string>>[] = [];
    for (const number of this.kv.nodes) contents.push(await this.#contentsOf(number));
    const leader = new Map(Object.entries(contents[LEADER] ?? {}));
    for (const number of this.kv.followers) {
      const held = new Map(Object.entries(contents[number] ?? {}));
      const key = [...leader.keys(), ...held.keys()].find((each) => leader.get(each) !== held.get(each));
      if (key === undefined) continue;
      const what = `${this.kv.nameOf(number)} does not hold what the leader holds for the key ${showValue(key)}`;
      throw new Violation(`${what}, ${when}`, {
        expected: showHeld(leader.get(key)),
        got: showHeld(held.get(key)),
        about: { text: JSON.stringify(key), untilMs: this.#sim.now },
      });
    }
  }

  async #contentsOf(number: number): Promise<Readonly<Record<string, string>>> {
    const misuse = new StageMisuse(
      `${this.kv.nameOf(number)} has crashed, so it holds nothing; call stage.restart() before`,
    );
    if (this.#down.has(number)) throw misuse;
    try {
      return await this.kv.contents(number);
    } catch (error) {
      throw error instanceof HostCrashed ? misuse : error;
    }
  }
}

/** What a node holds; when it crashes meanwhile, any value will do. */
async function heldUnlessCrashed(kv: Cluster, number: number, key: string): Promise<string | undefined> {
  try {
    return await kv.held(number, key);
  } catch (error) {
    if (error instanceof HostCrashed) return "";
    throw error;
  }
}

function showHeld(held: string | undefined): string {
  return held === undefined ? "no such key" : showValue(held);
}
