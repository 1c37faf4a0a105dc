import type { CallTotals } from "./Accounting";
import type { CallStatus, Endpoint } from "./Message";

/** A request and what becomes of it. */
export interface Call {
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly method: string;
  readonly text: string;
  readonly nth: number;
  readonly hash: number;
  readonly sentAt: number;
  readonly timeoutMs: number;
  readonly totals: CallTotals;
  readonly endpoint: Endpoint | undefined;
  readonly where: string;
  /** Called once: with the reply as encoded text, or with the message of the error or the timeout. */
  readonly finish: (status: CallStatus, text: string) => void;
  open: boolean;
  giveUpSet: boolean;
  replied: boolean;
  /** Set when nobody can answer any more. */
  dead: boolean;
  /** How many copies a strategy has made of the request. */
  copies: number;
  /** Set where a strategy chooses the order of messages. */
  cancelTimeouts: (() => void) | undefined;
}
