import { RUN_BRIDGE, type RunBridge } from "../../realm/border/Bridge";
import type { LocalRealm, RealmCode, RealmRun } from "../../simulation/border/Realm";
import type { EffectMessage, KernelEntry } from "../protocol/RealmMessage";
import type { SharedRealm } from "./SharedRealm";

/** What came of an event; see RealmAnswer. */
export interface EventOutcome {
  readonly effects: readonly EffectMessage[];
  readonly rejection: string;
  readonly broken: boolean;
  readonly state: string;
}

/** Where the effects that name a life have it, by the effect's name. */
const PLACE_OF_LIFE: Partial<Record<keyof RunBridge, number>> = {
  timer: 0,
  clearTimer: 0,
  oddDelay: 0,
  call: 0,
  log: 0,
  problem: 1,
};

/** A run whose hosts, or some of them, live in this process. */
export class ServedRun {
  readonly code: RealmCode;
  readonly #realm: LocalRealm;
  /** Undefined when it has the realm for itself. */
  readonly #shared: SharedRealm | undefined;
  readonly #run: RealmRun;
  /** Of each life the number by which a shared realm knows it. */
  readonly #lives = new Map<number, number>();
  #effects: EffectMessage[] = [];
  #rejection = "";
  #isBroken = false;
  /** The life that the present event is about. */
  #life = 0;
  #breaksBefore = 0;

  constructor(
    place: LocalRealm | SharedRealm,
    { code, recording, watching }: Pick<RealmRun, "recording" | "watching"> & { readonly code: RealmCode },
  ) {
    [this.#realm, this.#shared] = "realm" in place ? [place.realm, place] : [place, undefined];
    this.code = code;
    const bridge = this.#bridge();
    this.#run = { code, bridge, recording, watching, rejected: () => undefined };
    this.#realm.begin(this.#run);
  }

  /** @see Kernel.host */
  host(life: number, at: number, name: string, random: number, aheadMs: number): void {
    if (this.#shared !== undefined) this.#lives.set(life, this.#shared.newLife());
    this.#realm.kernel.host(this.#inRealm(life), at, name, random, aheadMs);
  }

  crash(life: number): void {
    this.#realm.kernel.crash(this.#inRealm(life));
    this.#lives.delete(life);
  }

  /** Has an event happen, but for its promise jobs. */
  enter([name, life, ...args]: KernelEntry): void {
    if (this.#shared !== undefined) this.#realm.goOnWith(this.#run);
    this.#life = life;
    this.#breaksBefore = this.#realm.breaks;
    (this.#realm.kernel[name] as (...args: readonly unknown[]) => void)(this.#inRealm(life), ...args);
  }

  /** Student code left a rejection unhandled in the present event. */
  reject(reason: unknown): void {
    if (this.#rejection === "") this.#rejection = this.#realm.kernel.rejection(reason);
  }

  /** What came of the event, now that its promise jobs are done. */
  outcome(): EventOutcome {
    const effects = this.#effects;
    this.#effects = [];
    // What another run has left half done in a shared realm is that run's.
    this.#isBroken ||= this.#realm.breaks > this.#breaksBefore;
    const state = this.#isBroken ? "" : this.#realm.look();
    return { effects, rejection: this.#rejection, broken: this.#isBroken, state };
  }

  bytesInUse(settled: boolean): Promise<number> {
    return this.#realm.bytesInUse(settled);
  }

  /** @param kept whether another run may have the realm. Returns the realm if another one now can, and must be told so */
  end(kept: boolean): LocalRealm | undefined {
    if (this.#shared === undefined) {
      this.#realm.end(kept);
      return kept ? this.#realm : undefined;
    }
    for (const life of [...this.#lives.keys()]) this.crash(life);
    if (!kept) this.#shared.close();
    return undefined;
  }

  #inRealm(life: number): number {
    return this.#shared === undefined ? life : (this.#lives.get(life) ?? -1);
  }

  #bridge(): RunBridge {
    const bridge: Record<string, unknown> = {};
    for (const [number, name] of RUN_BRIDGE.entries()) {
      const place = this.#shared === undefined ? undefined : PLACE_OF_LIFE[name];
      bridge[name] = (...args: unknown[]) => {
        if (place !== undefined && args[place] === this.#lives.get(this.#life)) args[place] = this.#life;
        // No spread; see HostEffects.
        const effect: [number, ...unknown[]] = [number];
        for (const arg of args) effect.push(arg);
        this.#effects.push(effect);
      };
    }
    return bridge as unknown as RunBridge;
  }
}
