/** What receives: a ZeroMQ socket. */
export interface ZmqReceiver {
  readonly closed: boolean;
  receive(): Promise<Buffer[]>;
}

/**
 * Hands over each message that comes, in order, until the socket is closed. As `for await` over the socket, without the
 * promises and objects that this makes for each message.
 *
 * @param take gets the frames; what it throws ends this
 */
export async function takeZmqMessages(
  socket: ZmqReceiver,
  take: (frames: readonly Buffer[]) => void,
): Promise<void> {
  while (!socket.closed) {
    let frames: Buffer[];
    try {
      frames = await socket.receive();
    } catch (error) {
      if (isClosedZmqSocket(socket)) return;
      throw error;
    }
    take(frames);
  }
}

/** A function, since TypeScript takes what a loop has asked before it waited for what still holds. */
function isClosedZmqSocket({ closed }: ZmqReceiver): boolean {
  return closed;
}
