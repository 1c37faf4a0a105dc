import type { Call } from "./Call";

/**
 * A message on its way, as something that chooses orders sees it: the event that delivers it may run whenever the
 * chooser likes.
 */
export interface InFlightMessage {
  readonly kind: "request" | "reply";
  /** What the message is part of. */
  readonly call: Pick<Call, "id" | "from" | "to" | "method" | "nth">;
  /** 0 for a request itself and the reply to it, 1 for its first copy and the reply to that, and so on. */
  readonly copy: number;
  /** The arguments or the reply, as JSON text. */
  readonly text: string;
  /** Loses the message: its event must not run any more. */
  readonly lose: () => void;
  /** It may take any time from now on, so its caller may have to give up. */
  readonly hold: () => void;
  /** Sends the request once more, as another message. */
  readonly sendAgain: () => void;
}

/** The same message has the same name in every order of a run: as "request clerk-a → server 2". */
export function nameOfMessage({ kind, call, copy }: InFlightMessage): string {
  const link = kind === "request" ? `${call.from} → ${call.to}` : `${call.to} → ${call.from}`;
  return `${kind} ${link} ${String(call.nth)}${copy === 0 ? "" : ` copy ${String(copy)}`}`;
}
