import type { Alternative, SchedulingPolicy } from "../../simulation/schedules/SchedulingPolicy";
import type { InFlightMessage } from "../../simulation/messages/InFlightMessage";
import type { Deviation } from "./followDeviations";

const MOST_ARRIVALS = 20;

/** A choice, as it was made: the number of the alternative, and those that there were. */
interface Step {
  readonly taken: Alternative;
  readonly number: number;
  readonly among: readonly Alternative[];
}

/** An order that differs in little from the one that was taken, and how, as a part of a sentence. */
export interface NearOrder {
  readonly kind: "fault" | "order";
  readonly deviations: readonly Deviation[];
  readonly how: () => string;
}

/** The first choice that a run was asked for and did not have: there it leaves the order that was recorded. */
export interface ChoiceDivergence {
  /** Which choice, from 1. */
  readonly nth: number;
  readonly asked: number;
  /** How many alternatives there were; 0 where nothing was to be chosen any more. */
  readonly alternatives: number;
}

/** Chooses as another policy does, and writes down what was chosen. */
export class OrderLog implements SchedulingPolicy {
  readonly touched: Set<string>;
  readonly #policy: SchedulingPolicy;
  readonly #steps: Step[] = [];

  constructor(policy: SchedulingPolicy) {
    this.#policy = policy;
    this.touched = policy.touched;
  }

  choose(alternatives: readonly Alternative[]): number | undefined {
    const number = this.#policy.choose(alternatives);
    const taken = number === undefined ? undefined : alternatives[number];
    if (number !== undefined && taken !== undefined) this.#steps.push({ taken, number, among: alternatives });
    return number;
  }

  /** What replays the run, as in the strategy "orders". */
  get choices(): number[] {
    const last = this.#steps.findLastIndex(({ number }) => number !== 0);
    return this.#steps.slice(0, last + 1).map(({ number }) => number);
  }

  /** The choices of something else than the first alternative. */
  get deviations(): Deviation[] {
    return this.#steps.flatMap(({ taken, number }, at) => (number === 0 ? [] : [{ at, name: taken.name }]));
  }

  /** The same order without one of its deviations, the last first. */
  ordersWithoutOne(): NearOrder[] {
    const { deviations } = this;
    return [...deviations].reverse().map((one): NearOrder => ({
      kind: this.#steps[one.at]?.taken.kind === "deliver" ? "order" : "fault",
      deviations: deviations.filter((other) => other !== one),
      how: () => withoutInWords(this.#steps[one.at]?.taken),
    }));
  }

  /** The same order but for one message that arrives before the one that was taken, the last choices first. */
  ordersWithTwoSwapped(): NearOrder[] {
    return this.#steps
      .flatMap(({ taken, among }, at) =>
        among
          .filter((other) => other !== taken && other.kind === "deliver" && taken.kind === "deliver")
          .map((other): NearOrder => ({
            kind: "order",
            // Asked for first, it is taken even where another one is due.
            deviations: [{ at, name: other.name }, ...this.deviations],
            how: () => `if ${shortMessage(other.message)} arrives before ${shortMessage(taken.message)}`,
          })),
      )
      .reverse();
  }

  /** In which order messages arrived, in words. */
  get arrivals(): string[] {
    const arrived = this.#steps.filter(({ taken }) => taken.kind === "deliver");
    const early = arrived.filter(({ number }) => number !== 0).length;
    if (early === 0) return ["messages arrive in the order in which they were sent"];
    const shown = arrived
      .slice(0, MOST_ARRIVALS)
      .map(
        ({ taken, number }, index) =>
          `${String(index + 1)}. ${messageInWords(taken.message)}${number === 0 ? "" : ", out of turn"}`,
      );
    const more = arrived.length - shown.length;
    return [
      `messages arrive in this order, ${early === 1 ? "one" : String(early)} of them out of turn:`,
      ...shown,
      ...(more > 0 ? [`and ${String(more)} more`] : []),
    ];
  }

  /** The first of these choices that the run did not have; undefined when it had them all. */
  divergenceFrom(choices: readonly number[]): ChoiceDivergence | undefined {
    // Zeros at the end say nothing that would not have happened anyway.
    const last = choices.findLastIndex((choice) => choice !== 0);
    for (const [at, asked] of choices.slice(0, last + 1).entries()) {
      const { number, among } = this.#steps[at] ?? { number: undefined, among: [] };
      if (number !== asked) return { nth: at + 1, asked, alternatives: among.length };
    }
    return undefined;
  }
}

function messageInWords({ kind, call, copy }: InFlightMessage): string {
  const { from, to, method, nth } = call;
  const which = `call ${String(nth)} of ${from} to ${to}: ${method}`;
  return `${kind === "request" ? "request" : "reply"} of ${which}${copy === 0 ? "" : " (the copy)"}`;
}

/** "clerk-0's append (call 1)", "the reply to clerk-0's append (call 1)". */
function shortMessage({ kind, call, copy }: InFlightMessage): string {
  const { from, method, nth } = call;
  const request = `${from}'s ${method} (call ${String(nth)}${copy === 0 ? "" : ", the copy"})`;
  return kind === "request" ? request : `the reply to ${request}`;
}

function withoutInWords(taken: Alternative | undefined): string {
  if (taken === undefined) return "in the usual order";
  const message = shortMessage(taken.message);
  if (taken.kind === "deliver") return `if ${message} does not arrive out of turn`;
  return `without the ${taken.kind === "lose" ? "loss" : "copy"} of ${message}`;
}
