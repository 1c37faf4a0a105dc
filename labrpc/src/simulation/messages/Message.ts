/** Something that answers requests. `respond` may be called once, at once or later. */
export interface Endpoint {
  /** The host that it stands on; its links carry the messages. */
  readonly host: string;
  receive(method: string, text: string, respond: (ok: boolean, text: string) => void, from: string): void;
}

/** A message on its way, as a script sees it. */
export interface Message {
  readonly kind: "request" | "reply";
  readonly from: string;
  readonly to: string;
  readonly method: string;
  /** The arguments or the reply, as JSON text. */
  readonly text: string;
  /** The number of the call within the run, from 1. */
  readonly call: number;
  /** How many calls this caller has sent to this server, this one included. */
  readonly nth: number;
}

/** What a script decides; undefined leaves the message to the network's options. `copies` counts requests. */
export type ScriptedDelivery =
  "lose" | "deliver" | { readonly delayMs: number } | { readonly copies: number; readonly delayMs?: number };
export type Script = (message: Message) => ScriptedDelivery | undefined;

export type CallStatus = "ok" | "error" | "timeout";
