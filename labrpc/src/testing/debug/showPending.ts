import { shortenEventText } from "../explain/renderEvent";
import type { PendingEvent } from "../../simulation/schedules/DirectedScheduler";

/** What can be done with something that may happen. */
export type PendingAction = "deliver" | "lose" | "copy" | "hold" | "fire";

/** Something that may happen next, as a page shows it. */
export interface PendingShown {
  readonly name: string;
  /** "pause": the scenario itself waits. */
  readonly kind: "request" | "reply" | "time-out" | "timer" | "pause";
  /** Where it happens; "" for what happens on no host. */
  readonly host: string;
  /** Of a message: who sent it. Of a time-out: whose answer is waited for. */
  readonly peer?: string;
  /** The message with its arguments or its reply; for a timer, where it was set. */
  readonly text: string;
  /** When time alone brings it, virtual ms. */
  readonly at: number;
  readonly held: boolean;
  readonly can: readonly PendingAction[];
}

/** @param all everything that may happen, the earliest first */
export function showPending(all: readonly PendingEvent[]): PendingShown[] {
  const withTimer = new Set<string>();
  return all.flatMap((pending, place): PendingShown[] => {
    const { name, held, event } = pending;
    const { at, message, cause, host = "" } = event;
    if (name === "") return [];
    const common = { name, host, at, held };
    if (message !== undefined) {
      const { kind, call, text, copy } = message;
      const [peer, to] = kind === "request" ? [call.from, call.to] : [call.to, call.from];
      const what = kind === "request" ? `${call.method}(${inBrackets(text)})` : `${call.method}: ${text}`;
      const can: PendingAction[] = ["deliver", "lose"];
      if (kind === "request") can.push("copy");
      if (!held) can.push("hold");
      const shown = `${shortenEventText(what)}${copy === 0 ? "" : " (copy)"}`;
      return [{ ...common, kind, host: to, peer, text: shown, can }];
    }
    // Timers of one machine fire in the order of their times.
    const isFirst = !withTimer.has(host);
    withTimer.add(host);
    const can: PendingAction[] = isFirst ? ["fire"] : [];
    if (typeof cause === "object")
      return [{ ...common, kind: "time-out", peer: cause.to, text: cause.method, can }];
    // What a scenario waits for, and how long at most, is no machine's: it cannot come before what is due by then.
    const kind = host === "" ? "pause" : "timer";
    if (kind === "pause" && place > 0) can.length = 0;
    return [{ ...common, kind, text: cause === undefined || cause === "" ? "" : `set at ${cause}`, can }];
  });
}

/** The arguments without the brackets of their list, when they are one. */
function inBrackets(text: string): string {
  return text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
}

/** In a sentence, what happens. */
export function pendingInWords({ kind, host, peer = "", text }: PendingShown): string {
  switch (kind) {
    case "request":
      return `${host} receives ${text} from ${peer}`;
    case "reply":
      return `${host} gets ${peer}'s reply to ${text}`;
    case "time-out":
      return `${host} gives up waiting for ${peer}'s reply to ${text}`;
    case "timer":
      return `a timer of ${host} fires${text === "" ? "" : `, ${text}`}`;
    case "pause":
      return "the scenario goes on after a pause";
  }
}
