/** The names of a service's methods: each takes one argument and returns a reply, or a promise of one. */
export type MethodOf<Service> = {
  [Name in keyof Service]: Service[Name] extends (args: never) => unknown ? Name : never;
}[keyof Service] &
  string;

/** What a method takes. */
export type ArgsOf<Service, Method extends MethodOf<Service>> = Service[Method] extends (
  args: infer Args,
) => unknown
  ? Args
  : never;

/** What a method replies, without the promise around it. */
export type ReplyOf<Service, Method extends MethodOf<Service>> = Service[Method] extends (
  args: never,
) => infer Reply
  ? Awaited<Reply>
  : never;

/**
 * One end of a connection to a server (MIT 6.5840, labrpc: ClientEnd).
 *
 * Arguments and replies are copied on the way: the receiver never shares an object with the sender. Plain
 * objects, arrays, strings, numbers, booleans, bigint, null, undefined, Map, Set, Date and byte arrays can
 * be copied. A function, a symbol or an object of a class with methods cannot, and is an error at the call.
 */
export interface ClientEnd<Service> {
  /**
   * Sends one request and waits for its reply.
   *
   * Rejects with TimeoutError when no reply arrives in time (virtual ms; 1,000 unless the test says
   * otherwise), with RemoteError when the handler threw, and with TypeError when `args` cannot be copied.
   */
  call<Method extends MethodOf<Service>>(
    method: Method,
    args: ArgsOf<Service, Method>,
  ): Promise<ReplyOf<Service, Method>>;
}
