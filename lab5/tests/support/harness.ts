import { testsOfLab } from "harness";
import type { Crash, Host, Remote, Simulation } from "labrpc/simulation";
import { expectInTime, showJson, type ScenarioOptions } from "labrpc/testing";
import { DiskModel } from "./disk/DiskModel";
import { showDisk } from "./disk/showDisk";
import type { Node, NodeConfig } from "../../given/Node";
import type { Shell } from "../../given/Shell";
import type { DiskService } from "../../given/SimDisk";
import type { KVService, Request, Response, StartReport } from "../../types";

/**
 * What the tests of lab 5 are written with.
 *
 *     simulate(name, OPTIONS, scenario)          one mocha test, run once per seed
 *     const kv = await startServers(sim, {})     three servers on hosts of their own: server-1 and so on
 *     const ck = kv.client("client-1")           a client on a host of its own
 *     await kv.ask(1, { command: "STATS" })      one raw request to server 1
 *     await kv.stop(1); await kv.start(1)        ends a server as Ctrl-C does, and starts it with what its disk holds
 *     kv.kill(1)                                 kills it: its memory is gone, and what its disk has not flushed
 *     kv.unplug(1); kv.plug(1)                   nobody reaches it; it goes on
 *     kv.disk(1)                                 what is on its disk, and what was done to it
 */
export const simulate = testsOfLab(__dirname);

export const BUDGET = { virtualMs: 600_000, events: 250_000 };

/** A request is given 5 s, as in the handout. */
export const OPTIONS: ScenarioOptions = { network: { timeoutMs: 5_000 }, budget: BUDGET };

/** How long a call may take that nothing holds up for long, virtual ms. */
export const SOON_MS = 60_000;

export const SAVE_EVERY_MS = 10_000;
export const SWEEP_EVERY_MS = 5_000;
/** How much later than it should be a snapshot may be whole, virtual ms. */
export const SNAPSHOT_SLACK_MS = 250;

export interface ServerOptions {
  /** Default 3. */
  readonly servers?: number;
  readonly log?: boolean;
  readonly password?: string;
  /** How often a snapshot is written, virtual ms. Default `SAVE_EVERY_MS`. */
  readonly saveEveryMs?: number;
  /** How often expired keys are removed, virtual ms. Default `SWEEP_EVERY_MS`. */
  readonly sweepEveryMs?: number;
  /** What the hosts are called, before their numbers. Default "server". */
  readonly name?: string;
}

export class Servers {
  /** The numbers of the servers, from 1. */
  readonly ids: readonly number[];
  readonly #sim: Simulation;
  readonly #options: ServerOptions;
  readonly #disks = new Map<number, DiskModel>();
  readonly #nodes = new Map<number, Remote<Node>>();
  readonly #stoppedInstead = new Set<number>();
  readonly #found = new Map<number, StartReport>();

  constructor(sim: Simulation, options: ServerOptions) {
    this.#sim = sim;
    this.#options = options;
    this.ids = Array.from({ length: options.servers ?? 3 }, (_, i) => i + 1);
    for (const id of this.ids) {
      const disk = new DiskModel(sim.random(`disk ${this.nameOf(id)}`));
      showDisk(sim, this.diskName(id), disk);
      this.#disks.set(id, disk);
      sim.network.addServer(this.diskName(id), disk);
    }
  }

  nameOf(id: number): string {
    return `${this.#options.name ?? "server"}-${String(id)}`;
  }

  host(id: number): Host {
    return this.#sim.host(this.nameOf(id));
  }

  disk(id: number): DiskModel {
    const disk = this.#disks.get(id);
    if (disk === undefined) throw new RangeError(`expected a server's number, got ${String(id)}`);
    return disk;
  }

  /** Starts a server that was not started, was stopped or was killed. Resolves to what it found on its disk. */
  async start(id: number): Promise<StartReport> {
    if (this.#stoppedInstead.delete(id)) await this.stop(id);
    const host = this.host(id);
    this.disk(id).forget();
    host.restart();
    const {
      log = false,
      saveEveryMs = SAVE_EVERY_MS,
      sweepEveryMs = SWEEP_EVERY_MS,
      password,
    } = this.#options;
    const config: NodeConfig = {
      serverId: id,
      disk: host.end<DiskService>(this.diskName(id)),
      saveEveryMs,
      sweepEveryMs,
      log,
      ...(password === undefined ? {} : { password }),
    };
    const node = host.construct<Node>("./given/Node", "Node", config);
    this.#nodes.set(id, node);
    const report = await expectInTime(this.#sim, `the start of ${this.nameOf(id)}`, SOON_MS, node.start());
    host.serve(node);
    this.#found.set(id, report);
    return report;
  }

  /** What the server found on its disk when it was started last. */
  found(id: number): StartReport {
    const report = this.#found.get(id);
    if (report === undefined) throw new RangeError(`expected a server that was started, got ${String(id)}`);
    return report;
  }

  /**
   * Ends a server in good order. Resolves to the number of things that it does to its disk after that.
   *
   * @param lingerMs how long its process stays, virtual ms
   * @param withinMs how long it may take to stop, virtual ms
   */
  async stop(id: number, lingerMs = 0, withinMs = SOON_MS): Promise<number> {
    const node = this.#nodes.get(id);
    if (node !== undefined)
      await expectInTime(this.#sim, `the stop of ${this.nameOf(id)}`, withinMs, node.stop());
    const { operations } = this.disk(id);
    if (lingerMs > 0) await this.#sim.sleep(lingerMs);
    this.host(id).shutDown();
    return this.disk(id).operations - operations;
  }

  /**
   * Where minimising leaves a kill out, the server is stopped in good order when it is started.
   *
   * @param search whether the search may do so: not where the test needs what only a kill leaves behind
   */
  kill(id: number, search: "may leave it out" | "keeps it" = "may leave it out"): void {
    const optional = search === "may leave it out";
    if (this.host(id).crash({ onTheWay: "is lost", optional }) === "left out") this.#stoppedInstead.add(id);
    else this.disk(id).crash();
  }

  /** Kills a server, unless minimising leaves that out: then it goes on. */
  crash(id: number): Crash {
    const crash = this.host(id).crash({ onTheWay: "is lost", optional: true });
    if (crash === "crashed") this.disk(id).crash();
    return crash;
  }

  /** Resolves to what the server found on its disk. */
  async restart(id: number, how: "stop" | "kill"): Promise<StartReport> {
    if (how === "stop") await this.stop(id);
    else this.kill(id);
    return this.start(id);
  }

  unplug(id: number): void {
    this.#sim.network.deleteServer(this.nameOf(id));
  }

  plug(id: number): void {
    const node = this.#nodes.get(id);
    if (node !== undefined) this.host(id).serve(node);
  }

  /** Calls `job` at each thing that a server does to its disk, with their count from 1, as long as it likes. */
  atEachDiskOperation(id: number, job: (count: number) => "again" | "enough"): void {
    const disk = this.disk(id);
    let count = 0;
    disk.before = () => {
      count += 1;
      if (job(count) === "enough") disk.before = undefined;
    };
  }

  /**
   * @param ids whom the client knows, in this order; default all
   * @param user whether the client is given an `onRetry` to call
   */
  client(
    name: string,
    ids: readonly number[] = this.ids,
    user: "is told" | "is not told" = "is told",
  ): Remote<Shell> {
    const host = this.#sim.host(name);
    const infos = ids.map((id) => ({
      id,
      host: "localhost",
      port: 7_000 + id,
      end: host.end<KVService>(this.nameOf(id)),
    }));
    const { password } = this.#options;
    if (user === "is not told") return host.construct<Shell>("./given/Shell", "QuietShell", infos);
    const args = password === undefined ? [infos] : [infos, password];
    return host.construct<Shell>("./given/Shell", "Shell", ...args);
  }

  /** One request as it comes from outside, whatever it is. */
  async ask(id: number, request: unknown): Promise<Response> {
    const end = this.#sim.host("raw").end<KVService>(this.nameOf(id));
    const what = `${this.nameOf(id)}'s answer to ${showJson(request)}`;
    return expectInTime(this.#sim, what, SOON_MS, end.call("handle", request as Request));
  }

  /** The host that the disk of a server stands on. */
  diskName(id: number): string {
    return `disk-of-${this.nameOf(id)}`;
  }
}

/** Starts servers, each with an empty disk, on hosts of their own: `server-1` and so on. */
export async function startServers(sim: Simulation, options: ServerOptions = {}): Promise<Servers> {
  const servers = new Servers(sim, options);
  await Promise.all(servers.ids.map((id) => servers.start(id)));
  return servers;
}
