import type { Simulation } from "../../simulation/Simulation";
import type { TraceEvent } from "../../simulation/trace/Trace";
import { renderEvent } from "../explain/renderEvent";

/** Tells what a demonstration does, step by step. */
export class Narrator {
  readonly #print: (line: string) => void;
  readonly #seen: TraceEvent[] = [];
  #steps = 0;

  constructor(sim: Simulation, print: (line: string) => void) {
    this.#print = print;
    sim.trace.watch((event) => this.#seen.push(event));
  }

  /** What is done next; steps are numbered. */
  step(text: string): void {
    this.#print(`${String(++this.#steps)}. ${text}`);
  }

  /** What came of it. */
  result(text: string): void {
    this.#print(`   ${text}`);
  }

  /** The messages since the last call, in virtual time; only those from or to this host, when one is given. */
  messages(host?: string): void {
    const shown = this.#seen.splice(0).filter(({ kind }) => MESSAGES.has(kind));
    for (const event of shown) {
      if (host === undefined || event.host === host || event.peer === host) this.result(renderEvent(event));
    }
  }
}

const MESSAGES: ReadonlySet<TraceEvent["kind"]> = new Set([
  "call",
  "reply",
  "timeout",
  "lost-request",
  "lost-reply",
  "late",
  "throw",
]);
