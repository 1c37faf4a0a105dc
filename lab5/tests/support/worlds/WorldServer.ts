import { HostCrashed, type Simulation } from "labrpc/simulation";
import { showJson, showValue } from "labrpc/testing";
import type { CheckedStore, WorldRequest } from "../keys/CheckedStore";
import { describeRequest } from "../keys/CheckedStore";
import type { DiskSpell } from "../disk/DiskSpell";
import { damaged, type Damaged } from "../disk/damage";
import { SOON_MS, type Servers } from "../harness";
import { rawRequest } from "./worldRequests";
import { SnapshotWatch, type Saving } from "../disk/SnapshotWatch";
import type { KVService, Request, StartReport } from "../../../types";

/** How long after its disk has refused a server may still answer requests that came meanwhile with an error, virtual ms. */
const REFUSAL_MS = 5;
const MOST_FILES = 4;

/** A server of a world in which servers are killed, stopped and started, and what has to be on its disk. */
export class WorldServer {
  readonly id: number;
  readonly #sim: Simulation;
  readonly #kv: Servers;
  readonly #store: CheckedStore;
  readonly #saving: Saving;
  /** Whether it keeps a log. */
  readonly #log: boolean;
  readonly #watch: SnapshotWatch;
  #spell: DiskSpell | undefined;
  #state: "up" | "starting" | "stopping" | "down" = "up";
  #lives = 1;
  #lastChanged: string | undefined;
  /** How many requests are on their way. */
  #open = 0;
  /** What was done to the snapshot while the server was down, and not reported yet. */
  #damage: Damaged | undefined;
  /** A damaged snapshot that somebody may be able to rescue. */
  #kept: string | undefined;

  constructor(
    sim: Simulation,
    kv: Servers,
    store: CheckedStore,
    id: number,
    { log, ...saving }: Omit<Saving, "file"> & { readonly log: boolean },
  ) {
    this.id = id;
    this.#log = log;
    this.#sim = sim;
    this.#kv = kv;
    this.#store = store;
    this.#saving = { ...saving, file: `kv_store_server${String(id)}.json` };
    this.#watch = new SnapshotWatch(sim, kv.disk(id), this.#saving);
    if (saving.slowMs > 0) sim.network.slow(kv.nameOf(id), kv.diskName(id), saving.slowMs);
  }

  /** A time of this life in which its disk is unlike other times. */
  set spell(spell: DiskSpell | undefined) {
    this.#spell = spell;
    this.#watch.heldMs = spell?.totalMs ?? 0;
  }

  /** The key that a client wanted to change last. */
  get lastChanged(): string | undefined {
    return this.#lastChanged;
  }

  /** How much longer than others its disk takes for each thing, virtual ms. */
  get slowMs(): number {
    return this.#saving.slowMs;
  }

  isUp(): boolean {
    return this.#state === "up";
  }

  /** One request, from a host of that name. "Requests arrive while a snapshot is being written, and get answers." */
  async ask(from: string, asked: WorldRequest): Promise<void> {
    const { name } = this;
    const life = this.#lives;
    if (asked.kind === "key" && asked.request.kind !== "get") this.#lastChanged = asked.key;
    const end = this.#sim.host(from).end<KVService>(name);
    const wasUp = this.isUp();
    const since = this.#sim.now - REFUSAL_MS - this.#saving.slowMs;
    this.#open += 1;
    const answer = await this.#store
      .ask(
        this.id,
        asked,
        () => end.call("handle", rawRequest(asked) as Request),
        () => (this.#spell?.refusedAt ?? -Infinity) > since,
      )
      .finally(() => (this.#open -= 1));
    if (answer === undefined && wasUp && this.isUp() && life === this.#lives)
      this.#sim.fail(`${describeRequest(this.id, asked)} got no answer`, {
        expected: `one within 5 s, since ${name} is up`,
        got: "none",
      });
  }

  /** Waits until the server does something to its disk; not for ever. */
  async nextStep(): Promise<void> {
    await this.#sim.inTime(this.#watch.nextStep(), this.#saving.saveEveryMs + 100);
  }

  /** Kills the server at once, whatever it does. */
  kill(): void {
    if (this.#state === "down" || this.#kv.crash(this.id) === "left out") return;
    // "A write is answered only once it will survive."
    const since = this.#log ? this.#sim.now : this.#watch.sinceOfCrash();
    if (this.#state !== "starting") this.#store.recover(this.id, since);
    this.#state = "down";
    this.#lives += 1;
  }

  /** Ends it in good order. "stop() does this once more": what was answered before is there. */
  async stop(): Promise<void> {
    if (!this.isUp()) return;
    const [at, life, open] = [this.#sim.now, this.#lives, this.#open];
    this.#state = "stopping";
    const lingerMs = this.#sim.world.has(`${this.name}/${String(life)} lingers`, 0.2)
      ? this.#saving.saveEveryMs
      : 0;
    try {
      const { slowMs, keys } = this.#saving;
      // A server may write key by key, and wait each time; one snapshot may be under way already.
      const withinMs = SOON_MS + 3 * slowMs * (keys + 20) + (this.#spell?.totalMs ?? 0);
      const after = await this.#kv.stop(this.id, Math.min(lingerMs, 86_400_000), withinMs);
      // With a log, a request that came before may still be on its way to the disk.
      if (after > 0 && !(this.#log && open > 0))
        this.#sim.fail(`${this.name} uses its disk after stop()`, {
          expected: "nothing, since stop() stops all timers",
          got: `${String(after)} operations`,
        });
    } catch (error) {
      if (!(error instanceof HostCrashed)) throw error;
      return;
    }
    this.#expectFewFiles();
    this.#watch.stopped(at);
    this.#store.recover(this.id, at);
    this.#state = "down";
    this.#lives += 1;
  }

  /** Damages the snapshot of a server that is down, if it has one. */
  spoil(name: string): void {
    const disk = this.#kv.disk(this.id);
    const whole = disk.textOf(this.#saving.file);
    if (this.#state !== "down" || whole === undefined || this.#damage !== undefined) return;
    const spoilt = damaged(this.#sim.world, name, whole);
    if (spoilt === undefined) return;
    this.#sim.world.describe(`the snapshot of ${this.name} is ${spoilt.what}`);
    disk.put(this.#saving.file, spoilt.text);
    this.#damage = spoilt;
    this.#watch.lost();
    this.#store.clear(this.id);
  }

  /** Starts a server that is down, which may be killed meanwhile, and looks at what it says that it found. */
  async start(): Promise<void> {
    if (this.#state !== "down") return;
    this.#state = "starting";
    const looks = this.#store.begin(this.id, { kind: "keys" });
    try {
      const report = await this.#kv.start(this.id);
      this.#watch.started();
      this.#expectReport(report, this.#store.close(looks));
      this.#state = "up";
    } catch (error) {
      this.#store.close(looks);
      if (!(error instanceof HostCrashed)) throw error;
    }
  }

  /** "It is kept under another name": also after everything else that happened. */
  expectKept(when: string): void {
    const text = this.#kept;
    const disk = this.#kv.disk(this.id);
    if (text === undefined || disk.names.some((name) => disk.textOf(name) === text)) return;
    this.#sim.fail(`a damaged snapshot was not kept for somebody to look at, ${when}`, {
      expected: `a file with ${showValue(text)}`,
      got: `none, in ${disk.names.join(", ")}`,
    });
  }

  /** "When a snapshot is complete, and nothing was damaged, a server has at most four files on its disk." */
  #expectFewFiles(): void {
    const { names } = this.#kv.disk(this.id);
    if (!this.#log || names.length <= MOST_FILES) return;
    this.#sim.fail(`${this.name} has too many files on its disk when it has stopped`, {
      expected: `at most ${String(MOST_FILES)}`,
      got: names.join(", "),
    });
  }

  get name(): string {
    return this.#kv.nameOf(this.id);
  }

  #expectReport(report: StartReport, looks: readonly (readonly { found: boolean }[])[]): void {
    const fail = (expected: string): never =>
      this.#sim.fail(`what ${this.name} found at its start is wrong`, {
        expected,
        got: showJson(report),
      });
    const damage = this.#damage;
    if (damage !== undefined) {
      this.#damage = undefined;
      // A start that was killed may have put it aside.
      const isNew = this.#kv.disk(this.id).names.length > 0 && !this.#wasKilledInStart;
      if (report.kind !== "corrupt" && isNew)
        fail(`{ kind: "corrupt" }, since its snapshot was ${damage.what}`);
      this.#kept = damage.text;
      this.expectKept("after the start");
    } else if (report.kind === "corrupt") fail("no damage, since nobody damaged its files");
    this.#wasKilledInStart = false;
    if (report.kind === "corrupt" && !`${report.file} ${report.message}`.includes(this.#saving.file))
      fail(`the name of the damaged file, ${this.#saving.file}`);
    if (report.kind === "empty" && this.#watch.isComplete)
      fail('{ kind: "restored" }, since a whole snapshot was on its disk');
    if (report.kind !== "restored") return;
    const least = looks.filter((outcomes) => outcomes.every(({ found }) => found)).length;
    const most = looks.filter((outcomes) => outcomes.some(({ found }) => found)).length;
    if (!(report.keys >= least && report.keys <= most))
      fail(`${least === most ? String(least) : `${String(least)} to ${String(most)}`} keys`);
  }

  #wasKilledInStart = false;

  /** Kills the server while it starts. */
  killInStart(): void {
    if (this.#state !== "starting") return;
    this.kill();
    this.#wasKilledInStart ||= !this.isUp();
  }
}
