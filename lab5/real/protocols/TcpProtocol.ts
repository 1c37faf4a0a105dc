/** What goes back to a client. */
export interface TcpProtocolReply {
  readonly text: string;
  /** Whether the connection ends behind it. */
  readonly last: boolean;
}

/** A language that clients speak: takes bytes, and answers one request after the other. One for each connection. */
export interface TcpProtocol {
  /** Takes what has come. */
  push(chunk: Buffer): void;
  /** Answers the next request. Undefined: no whole request is there. */
  next(): TcpProtocolReply | Promise<TcpProtocolReply> | undefined;
  /** How many bytes have come that are not answered yet. */
  readonly waiting: number;
  /** An error in this language, such as what is said to somebody who is cut off. */
  error(message: string): string;
}
