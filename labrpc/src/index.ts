/**
 * What student code may import from "labrpc".
 *
 *     const reply = await end.call("get", { key });   one request, one reply
 *
 * A call without a reply rejects with TimeoutError. The request may or may not have been executed: that is
 * for the caller to find out. A call whose handler threw rejects with RemoteError.
 */
export type { ArgsOf, ClientEnd, MethodOf, ReplyOf } from "./ClientEnd";
export { NotImplemented, RemoteError, TimeoutError } from "./errors";
