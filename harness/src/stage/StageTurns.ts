import { soon, type Companion, type Simulation } from "labrpc/simulation";

/** Later than any run ends, virtual ms: what a scenario waits for on its stage has no time-out. */
export const NEVER_MS = 1e9;

/**
 * Keeps two runs in step: a scenario, and the stage that it plays on. One has its turn at a time. The scenario's ends when
 * all that is left for it to do lies in the stage's future; the stage's, when it has an answer for the scenario.
 */
export class StageTurns {
  readonly #stage: Simulation;
  #turn: "scenario" | "stage" = "scenario";
  #isOver = false;
  /** Calls that the stage has not answered. */
  #open = 0;
  /** For when the stage has promised the scenario a turn, virtual ms. */
  #promised = Infinity;
  readonly #waiting = new Map<"scenario" | "stage", () => void>();

  constructor(stage: Simulation) {
    this.#stage = stage;
  }

  /** Whether the stage has no use for the scenario any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** What the stage's run waits for. */
  get ofStage(): Companion {
    return this.#companion("scenario", "stage", () => false);
  }

  /** What the scenario's run waits for. */
  get ofScenario(): Companion {
    return this.#companion("stage", "scenario", (nextAt) => this.#passToStage(nextAt));
  }

  /** To be called with each call of the scenario. Returns what is to be called with its answer. */
  opened(): () => void {
    this.#open += 1;
    return () => {
      this.#open -= 1;
      this.#give("scenario");
    };
  }

  /** From now on neither waits for the other. */
  end(): void {
    this.#isOver = true;
    for (const who of ["scenario", "stage"] as const) this.#resume(who);
  }

  #companion(
    other: "scenario" | "stage",
    own: "scenario" | "stage",
    takesOver: Companion["takesOver"],
  ): Companion {
    const isBusy = (): boolean => !this.#isOver && this.#turn === other;
    return {
      get isBusy() {
        return isBusy();
      },
      whenIdle: (resume) => {
        if (isBusy()) this.#waiting.set(own, resume);
        else soon(resume);
      },
      takesOver: (nextAt) => !this.#isOver && takesOver(nextAt),
      runIsOver: () => {
        if (own === "stage") this.end();
        else this.#give("stage");
      },
    };
  }

  #passToStage(nextAt: number): boolean {
    const { now } = this.#stage;
    if (nextAt <= now) return false;
    const wakes = nextAt < NEVER_MS;
    if (this.#open === 0 && !wakes) return false;
    if (wakes && nextAt < this.#promised) {
      this.#promised = nextAt;
      void this.#stage.sleep(nextAt - now).then(() => {
        if (this.#promised === nextAt) this.#promised = Infinity;
        this.#give("scenario");
      });
    }
    this.#give("stage");
    return true;
  }

  #give(who: "scenario" | "stage"): void {
    if (this.#isOver) return;
    this.#turn = who;
    this.#resume(who);
  }

  #resume(who: "scenario" | "stage"): void {
    const resume = this.#waiting.get(who);
    this.#waiting.delete(who);
    // Not at once: who calls this may be a promise job, and jobs are not drained within jobs.
    if (resume !== undefined) soon(resume);
  }
}
