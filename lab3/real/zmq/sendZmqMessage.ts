/** What sends: a ZeroMQ socket with the options of `ZMQ_SENDS_AT_ONCE`. */
export interface ZmqSender {
  send(message: string | (string | Buffer)[]): Promise<void>;
}

/**
 * For sockets that send to many: ZeroMQ takes each message at once and keeps what it cannot pass on yet, however much
 * that is. Without the timeout of 0 the binding refuses further messages while it puts one off to a later turn of the
 * event loop, and it asks for the socket's state before each.
 */
export const ZMQ_SENDS_AT_ONCE = { sendTimeout: 0, sendHighWaterMark: 0, linger: 0 } as const;

/** Sends a message now. What cannot be sent any more, since the socket is closed, is dropped. */
export function sendZmqMessage(socket: ZmqSender, message: string | (string | Buffer)[]): void {
  try {
    void socket.send(message);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EBADF") throw error;
  }
}
