import type { Simulation } from "../../simulation/Simulation";
import type { TraceEvent } from "../../simulation/trace/Trace";
import { shortenEventText, traceTime } from "./renderEvent";

/** Methods that are named; of more, nothing is said. */
const MOST_LINES = 3;
/** Characters of a method with its arguments. */
const MOST_TEXT = 60;

/** A method that ended while none of the requests that it sent had been answered. */
interface UnawaitedCall {
  /** "clerk-0's put("k","one") finished". */
  readonly said: string;
  readonly at: number;
  /** The first of its requests. */
  readonly call: number;
  readonly method: string;
}

/** An operation of a clerk, or a handler at work, and the requests that it has sent so far. */
interface MethodUnderWay {
  readonly id: number;
  readonly calls: TraceEvent[];
  /** Whether it is known to have waited, or not known which requests are its own. */
  waited: boolean;
}

/**
 * Methods that ended before any request that they sent was answered, as after a forgotten `await`, in sentences. A method
 * that waits for some of its requests only is not among them: it may have reason to. Nor is one that has a bus of the
 * lab's send messages, which nobody waits for: the student's line must make the call itself.
 *
 * @param sim best one that was recorded
 */
export function unawaitedCallLines(sim: Simulation): string[] {
  const answers = new Map<number, number>();
  for (const { kind, id, at } of sim.trace.events) if (ANSWERS.has(kind)) answers.set(id, at);
  // Of all that a line sent in vain, the first is named.
  const byPlace = new Map<string, UnawaitedCall>();
  for (const found of unawaitedCalls(sim.trace.events)) {
    const place = sim.network.places.of(found.call);
    if (!byPlace.has(place) && MAKES_CALL.test(sim.codeAt(place))) byPlace.set(place, found);
  }
  return [...byPlace].slice(0, MOST_LINES).map(([place, { said, at, call, method }]) => {
    const answered = answers.get(call);
    const came = answered === undefined ? "had come" : `came at ${traceTime(answered)}`;
    return `${said} at ${traceTime(at)}, before the reply to the ${method} that it sent at ${place} ${came}: is an \`await\` missing?`;
  });
}

const MAKES_CALL = /^call\b/;
/** With these an event of the simulation begins. */
const BEGINNINGS: ReadonlySet<TraceEvent["kind"]> = new Set([
  "deliver",
  "copy",
  "return",
  "timeout",
  "late",
  "begin",
]);
const ANSWERS: ReadonlySet<TraceEvent["kind"]> = new Set(["return", "timeout"]);

function unawaitedCalls(events: readonly TraceEvent[]): UnawaitedCall[] {
  const found: UnawaitedCall[] = [];
  const operations = new Map<string, MethodUnderWay>();
  // A handler is followed for as long as the event lasts that delivered its request: after that, whose a request is cannot be told.
  let handler: (MethodUnderWay & { readonly host: string; readonly at: number }) | undefined;
  for (const event of events) {
    const { kind, host, peer, id, at, text } = event;
    const operation = operations.get(host);
    if (handler?.host !== host || handler.at !== at || BEGINNINGS.has(kind)) handler = undefined;
    switch (kind) {
      case "begin":
        // Of two at a time it cannot be told whose a request is.
        if (operation !== undefined) operation.waited = true;
        operations.set(host, { id, calls: [], waited: operation !== undefined });
        break;
      case "call":
        operation?.calls.push(event);
        handler?.calls.push(event);
        break;
      case "return":
      case "timeout":
        if (operation?.calls.some((call) => call.id === id) === true) operation.waited = true;
        break;
      case "deliver":
        handler = { id, host, at, calls: [], waited: false };
        break;
      case "reply":
        if (handler?.id === id) {
          const said = `${host} answered ${methodOf(text)} of ${peer ?? "nobody"}`;
          found.push(...unawaitedCallOf(handler, said, at));
        }
        handler = undefined;
        break;
      case "end": {
        const said = `${host}'s ${shortenEventText(text.replace(/ → .*$/s, ""), MOST_TEXT)} finished`;
        if (operation?.id === id) found.push(...unawaitedCallOf(operation, said, at));
        operations.delete(host);
        break;
      }
      case "error":
        operations.delete(host);
        break;
      default:
        break;
    }
  }
  return found;
}

function unawaitedCallOf({ calls, waited }: MethodUnderWay, said: string, at: number): UnawaitedCall[] {
  const [first] = calls;
  return first === undefined || waited ? [] : [{ said, at, call: first.id, method: methodOf(first.text) }];
}

/** "get" of "get({…})" and of "get: {…}". */
function methodOf(text: string): string {
  return /^[^(:]*/.exec(text)?.[0] ?? "";
}
