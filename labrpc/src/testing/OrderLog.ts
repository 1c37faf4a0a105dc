import { followChoices } from "../simulation/followChoices";
import type { Alternative, Guide } from "../simulation/OrderAgenda";
import type { Passage } from "../simulation/Passage";

const MOST_ARRIVALS = 20;

/** Follows choices, and puts into words what was chosen. */
export class OrderLog implements Guide {
  readonly touched: Set<string>;
  readonly #choices: Guide;
  readonly #taken: Alternative[] = [];

  constructor(choices: readonly number[]) {
    this.#choices = followChoices(choices);
    this.touched = this.#choices.touched;
  }

  choose(alternatives: readonly Alternative[]): number | undefined {
    const choice = this.#choices.choose(alternatives);
    const taken = choice === undefined ? undefined : alternatives[choice];
    if (taken !== undefined) this.#taken.push(taken);
    return choice;
  }

  /** What was lost and copied, and in which order messages arrived. */
  get story(): string[] {
    const messages = (kind: Alternative["kind"]): string[] =>
      this.#taken.filter((one) => one.kind === kind).map(({ message }) => words(message));
    const arrivals = messages("deliver");
    const more = arrivals.length - MOST_ARRIVALS;
    const shown = arrivals.slice(0, MOST_ARRIVALS).map((text, index) => `${String(index + 1)}. ${text}`);
    return [
      ...messages("lose").map((text) => `lost: ${text}`),
      ...messages("copy").map((text) => `sent twice: ${text}`),
      "messages arrive in this order:",
      ...(more > 0 ? [...shown, `and ${String(more)} more`] : shown),
    ];
  }
}

function words({ kind, call, copy }: Passage): string {
  const { from, to, method, nth } = call;
  const which = `call ${String(nth)} of ${from} to ${to}: ${method}`;
  return `${kind === "request" ? "request" : "reply"} of ${which}${copy === 0 ? "" : " (the copy)"}`;
}
