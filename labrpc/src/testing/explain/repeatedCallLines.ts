import type { Trace } from "../../simulation/trace/Trace";
import { shortenEventText } from "./renderEvent";

/** Fewer requests than these may be patience. */
const MANY_REQUESTS = 500;
/** And they are at least this part of all that happened. */
const MUCH = 0.1;
const ANSWER_CHARACTERS = 60;

interface RepeatedCall {
  readonly host: string;
  readonly method: string;
  readonly peers: Set<string>;
  sent: number;
  answered: number;
  last: string;
}

/**
 * In a run that does not come to its end, who sends one kind of request again and again although it is answered: how
 * often, and what the last answer was. Whoever gets no answers is patient, and nothing is said of that. At most one line:
 * the busiest.
 *
 * @param trace of a run that was recorded; of a very long one it has the last events
 */
export function repeatedCallLines({ events, count }: Pick<Trace, "events" | "count">): string[] {
  const calls = new Map<string, RepeatedCall>();
  for (const { kind, host, peer, text } of events) {
    if (peer === undefined) continue;
    const isOfCaller = kind === "call" || kind === "return";
    const [, method] = (isOfCaller ? /^(\w+)/ : kind === "reply" ? /^(\w+): / : /^(?!)/).exec(text) ?? [];
    if (method === undefined) continue;
    // A reply is told of who sends it.
    const [caller, callee] = isOfCaller ? [host, peer] : [peer, host];
    const key = `${caller} ${method}`;
    const call = calls.get(key) ?? {
      host: caller,
      method,
      peers: new Set(),
      sent: 0,
      answered: 0,
      last: "",
    };
    calls.set(key, call);
    if (kind === "call") {
      call.sent += 1;
      call.peers.add(callee);
    } else if (kind === "return") call.answered += 1;
    else call.last = text.slice(method.length + 2) || "undefined";
  }
  const most = Math.max(MANY_REQUESTS, events.length * MUCH);
  const [busiest] = [...calls.values()]
    .filter(({ sent, answered }) => sent >= most && answered * 2 > sent)
    .sort((one, other) => other.sent - one.sent);
  return busiest === undefined ? [] : [lineOf(busiest, count === events.length)];
}

function lineOf({ host, method, peers, sent, answered, last }: RepeatedCall, isWhole: boolean): string {
  const [first = "", ...others] = peers;
  const to =
    others.length === 0
      ? first
      : `${first} and ${others.length === 1 ? "one other host" : `${String(others.length)} other hosts`}`;
  const times = `${isWhole ? "" : "more than "}${String(sent)}`;
  return `${host} keeps sending ${method}: ${times} requests to ${to}, ${String(Math.min(sent, answered))} of them answered, the last one with ${shortenEventText(last, ANSWER_CHARACTERS)}`;
}
