import type { DebugChoice, Explanation, RunRecord } from "../../records";
import type { Companion } from "../../simulation/loop/Companion";
import type { Outcome, RunResult } from "../../simulation/outcome/Outcome";
import { outcomeOf } from "../../simulation/outcome/outcomeOf";
import { DirectedScheduler } from "../../simulation/schedules/DirectedScheduler";
import type { StateRecorder } from "../../simulation/trace/StateRecorder";
import { Simulation } from "../../simulation/Simulation";
import { explain } from "../explain/explain";
import { recordOf } from "../explain/recordOf";
import type { DebugSubject, OpenedSubject, PerformedCall } from "./DebugSubject";
import { pendingInWords, showPending, type PendingShown } from "./showPending";

/** A call that somebody started by a choice. */
export interface DebugOperation {
  /** Its number, from 1. */
  readonly nth: number;
  readonly call: string;
  readonly args: unknown;
  /** Virtual ms. */
  readonly since: number;
  /** Undefined as long as it has not returned. */
  readonly ended?: PerformedCall & { readonly at: number };
}

/** A choice that a run was to make and could not, since there was no such event: the code has changed. */
export interface MissedChoice {
  /** Its place among the steps that were asked for, from 0. */
  readonly at: number;
  readonly choice: DebugChoice;
}

/** What one choice did. One step of the kind "next" is one event. */
export interface DebugStep {
  readonly choice: DebugChoice;
  /** What happened, in a sentence. */
  readonly words: string;
  /** How many events the trace had before it. */
  readonly from: number;
}

/** Gives the next step, or undefined to wait. */
type Task = () => DebugChoice | undefined;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * A run that waits after each event until somebody says what happens next. It goes forward only: to go back, make
 * another with the first of its choices, which takes milliseconds.
 *
 *     const run = await DebugRun.begin(subject, choices);
 *     run.pending                                     what may happen
 *     await run.play([{ kind: "lose", what: name }]);
 *     await run.playUntil(() => condition, 1_000);    event by event
 *     await run.end();
 */
export class DebugRun {
  readonly simulation: Simulation;
  readonly steps: DebugStep[] = [];
  readonly operations: DebugOperation[] = [];
  readonly missed: MissedChoice[] = [];
  readonly #subject: DebugSubject;
  readonly #opened: OpenedSubject;
  readonly #scheduler = new DirectedScheduler();
  readonly #over: Promise<void>;
  #result: RunResult | undefined;
  #isSetUp = false;
  #isWaiting = false;
  #isEnded = false;
  #task: Task | undefined;
  #asked = 0;
  #resume: (() => void) | undefined;
  #paused: (() => void) | undefined;
  #fail: (error: unknown) => void = () => undefined;

  /** Begins a run and makes these choices. */
  static async begin(subject: DebugSubject, choices: readonly DebugChoice[] = []): Promise<DebugRun> {
    const run = new DebugRun(subject);
    await run.#untilPause();
    await run.play(choices);
    return run;
  }

  private constructor(subject: DebugSubject) {
    this.#subject = subject;
    this.simulation = new Simulation({
      ...subject.options,
      record: true,
      recordState: true,
      scheduler: this.#scheduler,
      isAbandoned: () => this.#isEnded,
    });
    this.simulation.accompany(this.#companion());
    this.#opened = subject.open(this.simulation);
    const failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    failed.catch(() => undefined);
    this.#over = this.simulation
      .run(async () => {
        await this.#opened.setUp?.();
        this.#isSetUp = true;
        await Promise.race([this.#opened.body(), failed]);
      })
      .then((result) => {
        this.#result = result;
        this.#paused?.();
      });
  }

  /** Whether nothing more can happen. */
  get isOver(): boolean {
    return this.#result !== undefined;
  }

  /** Set when the run is over. */
  get result(): RunResult | undefined {
    return this.#result;
  }

  /** Virtual ms. */
  get now(): number {
    return this.simulation.now;
  }

  /** What hosts hold. */
  get state(): StateRecorder | undefined {
    return this.simulation.state;
  }

  /** What may happen next, the earliest first. */
  get pending(): PendingShown[] {
    return this.isOver ? [] : showPending(this.#scheduler.pending);
  }

  /** How the run ended, or what those who judge say of it so far. */
  get outcome(): Outcome {
    return this.verdict.outcome;
  }

  /** The same, with the reason why nobody can say whether something is wrong, where that is so. */
  get verdict(): { readonly outcome: Outcome; readonly doubt?: string } {
    if (this.#result !== undefined) return { outcome: this.#result.outcome };
    try {
      const doubt = this.#opened.judge?.();
      return { outcome: { kind: "passed" }, ...(doubt === undefined ? {} : { doubt }) };
    } catch (error) {
      return { outcome: outcomeOf(error, true) };
    }
  }

  /** What the run looks like so far, and why it has failed, if it has. */
  look(): { readonly outcome: Outcome; readonly explanation?: Explanation; readonly record: RunRecord } {
    const { simulation, outcome } = this;
    const { test, seed } = this.#subject;
    const explanation = outcome.kind === "passed" ? undefined : explain(outcome, simulation);
    const record = recordOf({ test, seed, simulation, explanation, outcome });
    return { outcome, record, ...(explanation === undefined ? {} : { explanation }) };
  }

  /** Makes choices, and waits. Those that are not possible are left out; see `missed`. */
  async play(choices: readonly DebugChoice[]): Promise<void> {
    const steps = stepsOf(choices);
    let place = 0;
    await this.#go(() => {
      this.#asked = place;
      return steps[place++];
    });
    // What was asked for when the run was over already is missed as well.
    if (this.isOver) for (; place < steps.length; place++) this.#miss(place, steps[place] as DebugChoice);
  }

  /**
   * Lets time bring event after event until the condition holds, nothing is left, the run is over, or so many have
   * happened. Returns whether the condition holds.
   */
  async playUntil(condition: () => boolean, most: number): Promise<boolean> {
    let left = most;
    await this.#go(() => {
      if (condition() || left-- === 0 || this.#scheduler.next === undefined) return undefined;
      return { kind: "next", events: 1 };
    });
    return condition();
  }

  /** Ends the run; nothing of it may be used any more but what has been looked at. */
  async end(): Promise<void> {
    this.#isEnded = true;
    this.#wake();
    await this.#over;
  }

  async #go(task: Task): Promise<void> {
    if (this.isOver || this.#isEnded) return;
    this.#task = task;
    const paused = this.#untilPause();
    this.#wake();
    await paused;
  }

  #untilPause(): Promise<void> {
    return new Promise((resolve) => {
      this.#paused = resolve;
    });
  }

  #wake(): void {
    this.#isWaiting = false;
    const resume = this.#resume;
    this.#resume = undefined;
    // Not at once: who calls this may be a promise job, and jobs are not drained within jobs.
    if (resume !== undefined) setImmediate(resume);
  }

  #companion(): Companion {
    const isBusy = (): boolean => this.#isWaiting && !this.#isEnded;
    return {
      get isBusy() {
        return isBusy();
      },
      whenIdle: (resume) => {
        if (isBusy()) this.#resume = resume;
        else setImmediate(resume);
      },
      takesOver: () => this.#takesOver(),
      runIsOver: () => undefined,
    };
  }

  /** Called before each event: makes choices until one of them is an event. Returns whether the run has to wait. */
  #takesOver(): boolean {
    for (;;) {
      if (!this.#isSetUp || this.#isEnded || this.#scheduler.isAtOnce) return false;
      const choice = this.#task?.();
      if (choice === undefined) break;
      const words = this.#wordsOf(choice);
      const from = this.simulation.trace.count;
      const did = words === undefined ? "nothing" : this.#make(choice);
      if (did === "nothing" || words === undefined) this.#miss(this.#asked, choice);
      else this.steps.push({ choice, words, from });
      if (did === "event") return false;
    }
    this.#task = undefined;
    this.#isWaiting = true;
    this.#paused?.();
    return true;
  }

  #miss(at: number, choice: DebugChoice): void {
    this.missed.push({ at, choice });
  }

  /** What a choice does, in words; undefined when it is not possible. */
  #wordsOf(choice: DebugChoice): string | undefined {
    if (choice.kind === "do") return `${choice.call}(${JSON.stringify(choice.args)})`;
    if (choice.kind === "next") {
      const { next } = this.#scheduler;
      const [shown] = next === undefined ? [] : showPending([next]);
      if (shown !== undefined) return pendingInWords(shown);
      // A body that waits for what never comes: the run is to end with that.
      return this.#canEndInDeadlock ? "nothing is left" : undefined;
    }
    const shown = showPending(this.#scheduler.pending).find(({ name }) => name === choice.what);
    if (shown?.can.includes(choice.kind) !== true) return undefined;
    if (choice.kind === "deliver" || choice.kind === "fire") return pendingInWords(shown);
    return `${VERB[choice.kind]}: ${shown.kind} ${shown.text}, ${shown.peer ?? ""} → ${shown.host}`;
  }

  get #canEndInDeadlock(): boolean {
    return this.#opened.perform === undefined && this.#scheduler.pending.length === 0;
  }

  #make(choice: DebugChoice): "event" | "no event" | "nothing" {
    const scheduler = this.#scheduler;
    if (choice.kind === "next") return "event";
    if (choice.kind === "do") {
      const { perform } = this.#opened;
      if (perform === undefined) return "nothing";
      scheduler.insert(() => {
        this.#perform(choice.call, choice.args, perform);
      });
      return "event";
    }
    const one = scheduler.find(choice.what);
    if (one === undefined) return "nothing";
    if (choice.kind === "deliver") scheduler.deliver(one);
    if (choice.kind === "fire") scheduler.fire(one);
    if (choice.kind === "deliver" || choice.kind === "fire") return "event";
    if (choice.kind === "lose") scheduler.lose(one);
    if (choice.kind === "hold") scheduler.hold(one);
    if (choice.kind === "copy") one.event.message?.sendAgain();
    return "no event";
  }

  #perform(call: string, args: unknown, perform: NonNullable<OpenedSubject["perform"]>): void {
    const { now } = this;
    const operation: Writable<DebugOperation> = { nth: this.operations.length + 1, call, args, since: now };
    this.operations.push(operation);
    void perform(call, args).then((ended) => {
      operation.ended = { ...ended, at: this.now };
    }, this.#fail);
  }
}

/** The same choices, each for one event. */
function stepsOf(choices: readonly DebugChoice[]): DebugChoice[] {
  return choices.flatMap((choice): DebugChoice[] =>
    choice.kind === "next"
      ? Array.from({ length: choice.events }, () => ({ ...choice, events: 1 }))
      : [choice],
  );
}

const VERB = { lose: "lost", copy: "sent again", hold: "held" } as const;
