/** What the door of a server bears. */
export const TCP_PROTOCOL_LIMITS = {
  /** Of one request, bytes. */
  requestBytes: 1_048_576,
  /** From a request's first byte to its last, ms. Somebody who is slower is cut off. */
  requestMs: 10_000,
  /** How long a client may leave its answers unread, once the system takes no more of them, ms. */
  unreadMs: 30_000,
  /** How long the last words to a client that is cut off may take to arrive, ms. */
  farewellMs: 1_000,
  /** How long connections may take to end when the server stops, ms: less than it is given to stop. */
  closeMs: 5_000,
  /** A connection on which nothing happens is asked by the system whether the other end is still there, ms. */
  keepAliveMs: 60_000,
  /** At the same time: ten thousand, and some. Who comes then finds the connection closed. */
  connections: 12_000,
} as const;

export type TcpProtocolLimits = { readonly [Name in keyof typeof TCP_PROTOCOL_LIMITS]: number };
