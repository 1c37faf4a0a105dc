import type { RunBridge } from "../../realm/border/Bridge";
import type { Kernel } from "../../realm/Kernel";
import type { Realm } from "../border/Realm";
import { realmSource, type RealmSource } from "../border/realms";
import type { CodeBase } from "../code/CodeBase";
import type { ErrorReport, Outcome } from "../outcome/Outcome";
import { errorReportOf } from "./errorReportOf";
import { HostEffects } from "./HostEffects";

/** What the realm of a run is made with; see SimulationOptions. */
export interface RunRealmOptions {
  readonly code: CodeBase | undefined;
  readonly recording: boolean;
  /** Whether the state of hosts is recorded. */
  readonly watching: boolean;
  readonly freshRealm: boolean;
}

/** The realm in which one run's student code lives: taken when it is first needed, and given back at the end. */
export class RunRealm {
  readonly #options: RunRealmOptions;
  readonly #code: CodeBase | undefined;
  readonly #bridge: RunBridge;
  readonly #rejected: (error: ErrorReport) => void;
  readonly #effects = new HostEffects();
  readonly #source: RealmSource;
  #realm: Realm | undefined;
  #isOver = false;
  /** Whether student code threw where nobody caught it, or did not end, before or after the run had its outcome. */
  #isSpoiled = false;

  /**
   * @param bridge what student code does reaches the kit here
   * @param rejected told when student code leaves a rejection unhandled
   */
  constructor(
    options: RunRealmOptions,
    bridge: (realm: RunRealm) => RunBridge,
    rejected: (error: ErrorReport) => void,
  ) {
    this.#options = options;
    this.#code = options.watching ? options.code?.telling : options.code;
    this.#source = realmSource(options.code);
    this.#bridge = bridge(this);
    this.#rejected = rejected;
  }

  get hasCode(): boolean {
    return this.#code !== undefined;
  }

  /** Throws an Error when the simulation has no student code. */
  get code(): CodeBase {
    if (this.#code === undefined)
      throw new Error("expected a simulation with student code, got one without; pass { code }");
    return this.#code;
  }

  /** Throws an Error when the run is over, or has no student code. */
  get kernel(): Kernel {
    if (this.#isOver) throw new Error("expected a run that goes on, got one that is over");
    if (this.#realm === undefined) {
      const { code } = this;
      this.#realm = this.#options.freshRealm ? this.#source.fresh(code) : this.#source.take(code);
      this.#realm.begin({
        code,
        bridge: this.#effects.bridge,
        recording: this.#options.recording,
        watching: this.#options.watching,
        rejected: (text) => {
          this.#isSpoiled = true;
          this.#rejected(errorReportOf(text));
        },
      });
    }
    return this.#realm.kernel;
  }

  /** To be called before the run goes on, where another one has been under way in the meantime. */
  resume(): void {
    this.#realm?.resume();
  }

  /** Whether it is not known yet what the hosts did in the last event. */
  get isWaiting(): boolean {
    return this.#realm?.isWaiting === true;
  }

  /** Calls back, once, when it is known. */
  whenReady(resume: () => void): void {
    if (this.#realm === undefined) resume();
    else this.#realm.whenReady(resume);
  }

  /** Bytes of JavaScript heap in use by student code; settled: when nothing more can be collected. */
  bytesInUse(settled: boolean): Promise<number> {
    return this.#realm?.bytesInUse(settled) ?? Promise.resolve(0);
  }

  /** Has what the hosts did in the last event happen; to be called when all promise jobs are done. Returns whether there was anything. */
  settle(): boolean {
    if (this.#effects.isEmpty) return false;
    this.#effects.apply(this.#bridge);
    return true;
  }

  /** See `Kernel.look`. */
  look(): string {
    return this.#realm?.look() ?? "";
  }

  /** Whether the stack was full in the middle of the kit's own work, so that some of it may be half done. */
  get isBroken(): boolean {
    return this.#realm?.isBroken === true;
  }

  /** From now on no other run may have the realm. */
  spoil(): void {
    this.#isSpoiled = true;
  }

  /** Describes the reason of an unhandled rejection without touching it from this side. */
  describe(reason: unknown): ErrorReport {
    this.#isSpoiled = true;
    if (this.#realm === undefined) return { name: "Error", message: "a rejection", stack: "" };
    return errorReportOf(this.#realm.kernel.rejection(reason));
  }

  /**
   * Ends the run. The realm may serve another one, unless student code threw where nobody caught it, did not end, or ran
   * out of stack. What a method that the test called threw is a result like others.
   */
  close(outcome: Outcome): void {
    this.#isOver = true;
    if (this.#realm === undefined) return;
    const isKept = !this.#isSpoiled && !isStopped(outcome) && !this.#options.freshRealm;
    this.#realm.end(isKept);
    if (isKept) this.#source.giveBack(this.code, this.#realm);
  }
}

function isStopped(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case "passed":
    case "deadlock":
    case "no-progress":
      return false;
    case "failed":
      return outcome.error?.name === "RangeError";
    default:
      return true;
  }
}
