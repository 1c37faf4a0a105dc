import { StageMisuse } from "harness";
import { HostCrashed, type Simulation } from "labrpc/simulation";
import type { StageDamage, StartEnd } from "../../stage";
import { SOON_MS, type Servers } from "../support/harness";
import type { SeenAnswers } from "./SeenAnswers";
import { SnapshotWatch } from "../support/disk/SnapshotWatch";

interface StagedServerParts {
  readonly kv: Servers;
  readonly seen: SeenAnswers;
  readonly saveEveryMs: number;
}

/** A server on a stage, and what has to be on its disk. */
export class StagedServer {
  /** How much longer each thing takes that it does to its disk, virtual ms. */
  slowMs = 0;
  readonly #sim: Simulation;
  readonly #parts: StagedServerParts;
  readonly #watch: SnapshotWatch;
  readonly #file: string;
  #state: "up" | "starting" | "stopping" | "down" = "down";
  #isUnplugged = false;
  #slowestMs = 0;
  /** Ends the wait for a kill at a step. */
  #giveUp: (() => void) | undefined;

  constructor(
    readonly id: number,
    sim: Simulation,
    parts: StagedServerParts,
  ) {
    this.#sim = sim;
    this.#parts = parts;
    this.#file = `kv_store_server${String(id)}.json`;
    const { seen, saveEveryMs } = parts;
    const slowestMs = (): number => this.#slowestMs;
    this.#watch = new SnapshotWatch(sim, parts.kv.disk(id), {
      file: this.#file,
      saveEveryMs,
      get slowMs() {
        return slowestMs();
      },
      get keys() {
        return seen.keys;
      },
    });
  }

  get name(): string {
    return this.#parts.kv.nameOf(this.id);
  }

  slow(ms: number): void {
    this.slowMs = ms;
    this.#slowestMs = Math.max(this.#slowestMs, ms);
  }

  async start(): Promise<StartEnd> {
    if (this.#state !== "down")
      throw new StageMisuse(`${this.name} is running; stop or kill it before it is started again`);
    this.#state = "starting";
    this.#isUnplugged = false;
    try {
      const report = await this.#parts.kv.start(this.id);
      this.#watch.started();
      this.#state = "up";
      return report;
    } catch (error) {
      if (!(error instanceof HostCrashed)) throw error;
      return { kind: "killed" };
    }
  }

  async stop(lingerMs: number): Promise<number> {
    if (this.#state !== "up") throw new StageMisuse(`${this.name} is not running; stage.start comes first`);
    const { now } = this.#sim;
    const { kv, seen } = this.#parts;
    this.#state = "stopping";
    let uses: number;
    try {
      // A server may write key by key, and wait for its disk each time.
      const withinMs = SOON_MS + 3 * this.slowMs * (seen.keys + 20);
      uses = await kv.stop(this.id, lingerMs, withinMs);
    } catch (error) {
      if (!(error instanceof HostCrashed)) throw error;
      return 0;
    }
    this.#watch.stopped(now);
    seen.store.recover(this.id, now);
    this.#state = "down";
    return uses;
  }

  kill(): void {
    if (this.#state === "down") throw new StageMisuse(`${this.name} is not running; stage.start comes first`);
    this.#endWait();
    const { kv, seen } = this.#parts;
    kv.kill(this.id, "keeps it");
    if (this.#state !== "starting") seen.store.recover(this.id, this.#watch.sinceOfCrash());
    this.#state = "down";
  }

  /** Kills it at the nth thing from now that it does to its disk; false: it has not done so many in time. */
  async killAtDisk(nth: number, withinMs: number): Promise<boolean> {
    if (this.#state === "down") throw new StageMisuse(`${this.name} is not running; stage.start comes first`);
    if (this.#giveUp !== undefined) throw new StageMisuse(`${this.name} is about to be killed already`);
    const disk = this.#parts.kv.disk(this.id);
    const first = disk.operations;
    const struck = { yes: false };
    const over = new Promise<void>((resolve) => {
      this.#giveUp = () => {
        this.#giveUp = undefined;
        disk.before = undefined;
        resolve();
      };
    });
    disk.before = ({ nth: count }) => {
      if (count < first + nth) return;
      struck.yes = true;
      this.kill();
    };
    await this.#sim.inTime(over, withinMs);
    this.#endWait();
    return struck.yes;
  }

  #endWait(): void {
    this.#giveUp?.();
  }

  /** Nobody reaches it. */
  unplug(): void {
    this.#isUnplugged = true;
    this.#parts.kv.unplug(this.id);
  }

  plug(): void {
    if (this.#isUnplugged && (this.#state === "up" || this.#state === "stopping"))
      this.#parts.kv.plug(this.id);
    this.#isUnplugged = false;
  }

  get diskUses(): number {
    return this.#parts.kv.disk(this.id).operations;
  }

  get files(): Record<string, string> {
    const disk = this.#parts.kv.disk(this.id);
    return Object.fromEntries(disk.names.map((name) => [name, disk.textOf(name) ?? ""]));
  }

  damage({ how, at, file = this.#file }: StageDamage): string {
    if (this.#state !== "down")
      throw new StageMisuse(`${this.name} is running; stop or kill it before its file is damaged`);
    const { kv, seen } = this.#parts;
    const disk = kv.disk(this.id);
    const whole = disk.textOf(file);
    if (whole === undefined)
      throw new StageMisuse(
        `expected a file of ${this.name}, got ${file}; there are ${disk.names.join(", ") || "none"}`,
      );
    if (whole.trim() === "") throw new StageMisuse(`there is nothing in ${file} that could be damaged`);
    const text = damagedText(whole, how, placeIn(whole, at));
    disk.put(file, text);
    if (file !== this.#file) seen.isBlindSince("a file was damaged that may not be needed");
    this.#watch.lost();
    seen.store.clear(this.id);
    return text;
  }
}

/** The next place without a blank: some formats do not care about those. */
function placeIn(whole: string, at: number): number {
  const wanted = Math.round(at * (whole.length - 1));
  for (let place = wanted; place < whole.length; place++) if (whole.charAt(place).trim() !== "") return place;
  return whole.trimEnd().length - 1;
}

function damagedText(whole: string, how: StageDamage["how"], at: number): string {
  const [before, old, after] = [whole.slice(0, at), whole.charAt(at), whole.slice(at + 1)];
  switch (how) {
    case "changed":
      return before + otherThan(old) + after;
    case "lost":
      return before + after;
    case "added":
      // At the end it comes behind the last character.
      return after.trim() === "" ? `${before}${old}x${after}` : `${before}x${old}${after}`;
    case "cut":
      return before;
  }
}

/** Another character, that is not the same letter in another case. */
function otherThan(old: string): string {
  if (/\d/.test(old)) return String((Number(old) + 1) % 10);
  return old.toLowerCase() === "x" ? "y" : "x";
}
