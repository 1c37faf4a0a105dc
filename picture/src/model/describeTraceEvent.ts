import type { TraceEvent } from "labrpc/simulation";
import { cutLabelText, shortMessage } from "./shortMessage";

/** One event as a sentence without its time: "clerk-0 sends put key "k" to server-0". */
export function describeTraceEvent({ kind, host, peer = "?", text }: TraceEvent): string {
  const brief = shortMessage(text);
  switch (kind) {
    case "call":
      return `${host} sends ${brief} to ${peer}`;
    case "deliver":
      return `${host} receives ${brief} from ${peer}`;
    case "copy":
      return `${host} receives ${brief} from ${peer} once more`;
    case "reply":
      return `${host} replies to ${peer}: ${brief}`;
    case "throw":
      return `${host} throws while it handles ${peer}'s ${brief}`;
    case "return":
      return `${host} gets the reply to ${brief} from ${peer}`;
    case "late":
      return `${host} gets the reply to ${brief} from ${peer} too late`;
    case "timeout":
      return `${host} gives up waiting for ${peer}'s reply to ${brief}`;
    case "lost-request":
      return `${host}'s request ${brief} to ${peer} is lost`;
    case "lost-reply":
      return `${host}'s reply to ${peer}'s ${brief} is lost`;
    case "begin":
      return `${host} begins ${cutLabelText(text, 120)}`;
    case "end":
      return `${host} finished ${cutLabelText(text, 120)}`;
    case "error":
      return `${host} failed: ${cutLabelText(text, 160)}`;
    case "console":
      return `${host} prints ${cutLabelText(text, 160)}`;
    case "start":
      return `${host} starts`;
    case "crash":
      return `${host} crashes and loses its memory`;
    case "network":
      return `network: ${cutLabelText(text, 160)}`;
  }
}

/** Virtual time as it is shown everywhere: "12.3 ms". */
export function showVirtualTime(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}
