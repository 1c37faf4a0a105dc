import type { Scheduler, SimulationView } from "./Scheduler";
import { deliveryTime } from "./deliveryTime";
import { EventQueue, type SimEvent } from "../clock/EventQueue";
import { nameOfMessage, type InFlightMessage } from "../messages/InFlightMessage";
import { TOUCHED, type Alternative, type SchedulingPolicy } from "./SchedulingPolicy";

interface InFlightChoice {
  readonly event: SimEvent;
  readonly message: InFlightMessage;
  readonly sentAt: number;
}

/**
 * One schedule among all: a policy chooses which message in flight is delivered next, lost, or copied.
 *
 * - What a host does at once runs at once: between two choices no code waits but for messages and timers.
 * - Timers run, the earliest first, only when nothing is in flight.
 * - Each delivery takes a little virtual time, so that no two have the same time.
 */
export class SystematicScheduler implements Scheduler {
  readonly #policy: SchedulingPolicy;
  readonly #simulation: SimulationView;
  readonly #atOnce = new EventQueue();
  readonly #timers = new EventQueue();
  #inFlight: InFlightChoice[] = [];
  #losses: number;
  #copies: number;
  #now = 0;

  constructor(options: {
    policy: SchedulingPolicy;
    losses: number;
    duplicates: number;
    simulation: SimulationView;
  }) {
    this.#policy = options.policy;
    this.#simulation = options.simulation;
    this.#losses = options.losses;
    this.#copies = options.duplicates;
  }

  push(event: SimEvent): void {
    if (event.message !== undefined) {
      this.#inFlight.push({ event, message: event.message, sentAt: this.#now });
    } else if (event.at <= this.#now) {
      this.#atOnce.push(event);
    } else {
      // Timers run in the order of their times, so who sets one cannot change places with another who does.
      this.#policy.touched.add(TOUCHED.timers);
      this.#timers.push(event);
    }
  }

  pop(): SimEvent | undefined {
    const atOnce = this.#atOnce.pop();
    if (atOnce !== undefined) return this.#run(atOnce);
    while (this.#inFlight.length > 0) {
      const alternatives = this.#alternatives();
      const choice = this.#policy.choose(alternatives);
      const chosen = choice === undefined ? undefined : alternatives[choice];
      if (chosen === undefined) return undefined;
      const { kind, message } = chosen;
      this.#policy.touched.add(`message ${nameOfMessage(message)}`);
      if (kind === "deliver") return this.#deliver(message);
      if (kind === "lose") this.#lose(message);
      else this.#copy(message);
    }
    const timer = this.#timers.pop();
    return timer === undefined ? undefined : this.#run(timer);
  }

  #alternatives(): Alternative[] {
    const all = (kind: Alternative["kind"], messages: readonly InFlightChoice[]): Alternative[] =>
      messages.map(({ message }) => ({ kind, message, name: `${kind} ${nameOfMessage(message)}` }));
    return [
      ...all("deliver", this.#inFlight),
      ...all("lose", this.#losses > 0 ? this.#inFlight : []),
      ...all(
        "copy",
        this.#copies > 0
          ? this.#inFlight.filter(({ message }) => message.kind === "request" && message.copy === 0)
          : [],
      ),
    ];
  }

  #deliver(message: InFlightMessage): SimEvent | undefined {
    const found = this.#take(message);
    if (found === undefined) return undefined;
    found.event.at = deliveryTime(this.#now, found.sentAt);
    return this.#run(found.event);
  }

  #lose(message: InFlightMessage): void {
    this.#take(message);
    this.#losses -= 1;
    this.#policy.touched.add(TOUCHED.losses);
    message.lose();
  }

  #copy(message: InFlightMessage): void {
    this.#copies -= 1;
    this.#policy.touched.add(TOUCHED.copies);
    message.sendAgain();
  }

  #take(message: InFlightMessage): InFlightChoice | undefined {
    const found = this.#inFlight.find((one) => one.message === message);
    this.#inFlight = this.#inFlight.filter((one) => one !== found);
    return found;
  }

  #run(event: SimEvent): SimEvent {
    const { touched } = this.#policy;
    event.at = Math.max(event.at, this.#now);
    this.#now = event.at;
    if (event.host !== undefined) touched.add(`host ${event.host}`);
    if (this.#simulation.testSees(event.host)) touched.add(TOUCHED.test);
    return event;
  }
}
