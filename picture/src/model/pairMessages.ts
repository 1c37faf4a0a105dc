import type { TraceEvent } from "labrpc/simulation";
import type { MessageArrow, ArrowArrival, CallerWait, ServerWork } from "./Picture";

interface OpenCall {
  readonly event: number;
  readonly from: number;
  readonly to: number;
  readonly sent: number;
  arrived: boolean;
  gaveUp: number | undefined;
  /** Requests under execution and replies on their way, by the places of their events. */
  readonly working: number[];
  readonly replies: number[];
}

/** What the messages of a run come to. */
export interface MessageTraffic {
  readonly arrows: MessageArrow[];
  readonly waits: CallerWait[];
  readonly work: ServerWork[];
}

/**
 * Joins the events of each call to arrows. Where a request arrived twice, the record does not say which reply is
 * whose: they are taken in order.
 *
 * @param hostOf the place of a host by its name
 * @param end when the run ended; virtual ms
 */
export function pairMessages(
  events: readonly TraceEvent[],
  hostOf: (name: string) => number,
  end: number,
): MessageTraffic {
  const calls = new Map<number, OpenCall>();
  const arrows: MessageArrow[] = [];
  const waits: CallerWait[] = [];
  const work: ServerWork[] = [];
  const add = (
    leg: MessageArrow["leg"],
    id: number,
    [from, to]: readonly [number, number],
    [sentEvent, endEvent]: readonly [number, number],
    arrival: ArrowArrival,
  ): void => {
    const sent = events[sentEvent]?.at ?? events[endEvent]?.at ?? end;
    const ended = events[endEvent]?.at ?? end;
    arrows.push({ leg, id, from, to, sent, ended, arrival, sentEvent, endEvent, fault: 0 });
  };
  for (const [at, event] of events.entries()) {
    if (event.peer === undefined || event.id === 0) continue;
    const here = hostOf(event.host);
    const there = hostOf(event.peer);
    if (here < 0 || there < 0) continue;
    const fromCaller = event.kind === "call" || event.kind === "lost-request";
    const toCaller = event.kind === "return" || event.kind === "late" || event.kind === "timeout";
    let call = calls.get(event.id);
    if (call === undefined) {
      // The record may begin in the middle of a call.
      const known = event.kind === "call";
      const [from, to] = fromCaller || toCaller ? [here, there] : [there, here];
      call = {
        event: known ? at : -1,
        from,
        to,
        sent: event.at,
        arrived: !known,
        gaveUp: undefined,
        working: [],
        replies: [],
      };
      calls.set(event.id, call);
    }
    const out = [call.from, call.to] as const;
    const back = [call.to, call.from] as const;
    switch (event.kind) {
      case "deliver":
      case "copy":
        call.arrived = true;
        call.working.push(at);
        add(event.kind === "copy" ? "copy" : "request", event.id, out, [call.event, at], "arrived");
        break;
      case "lost-request":
        call.arrived = true;
        add("request", event.id, out, [call.event, at], "lost");
        break;
      case "reply":
      case "throw": {
        const taken = events[call.working.shift() ?? at];
        work.push({ host: here, from: taken?.at ?? event.at, until: event.at, id: event.id });
        call.replies.push(at);
        break;
      }
      case "lost-reply": {
        // A reply that is lost as it leaves is the newest; one that is lost on arrival is the oldest.
        const newest = call.replies.at(-1);
        const leaving = newest !== undefined && events[newest]?.at === event.at;
        const sent = (leaving ? call.replies.pop() : call.replies.shift()) ?? -1;
        add("reply", event.id, back, [sent, at], "lost");
        break;
      }
      case "return":
      case "late":
        add(
          "reply",
          event.id,
          back,
          [call.replies.shift() ?? -1, at],
          event.kind === "late" ? "late" : "arrived",
        );
        break;
      case "timeout":
        call.gaveUp = event.at;
        waits.push({ host: here, from: call.sent, until: event.at, event: at, id: event.id });
        break;
      default:
        break;
    }
  }
  for (const [id, call] of calls) {
    const arrival: ArrowArrival = call.gaveUp === undefined ? "open" : "nobody";
    if (!call.arrived) add("request", id, [call.from, call.to], [call.event, -1], arrival);
    for (const reply of call.replies) add("reply", id, [call.to, call.from], [reply, -1], arrival);
  }
  return { arrows: arrows.sort((a, b) => a.sent - b.sent), waits, work };
}
