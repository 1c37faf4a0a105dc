import { RemoteError } from "../errors";
import { decodeRealmMessage } from "./border/codec";
import { timeoutErrorOf } from "./timeoutErrorOf";

/**
 * Settles the promise of a call: a reply is decoded, anything else becomes an error of the realm that this runs in.
 *
 * @param status "ok", "error" or "timeout"
 * @param text the reply as encoded text, or the message of the error
 */
export function settleCall(
  status: string,
  text: string,
  resolve: (reply: unknown) => void,
  reject: (error: Error) => void,
): void {
  if (status === "ok") resolve(decodeRealmMessage(text));
  else if (status === "timeout") reject(timeoutErrorOf(text));
  else reject(new RemoteError(text));
}
