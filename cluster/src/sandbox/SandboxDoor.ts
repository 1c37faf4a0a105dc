import { connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";

/** Ports below those that Linux takes for connections by itself, in the sandbox as well: nobody there has one by chance. */
const [FIRST_PORT, PORTS] = [20_000, 12_000];
const TRIES = 50;

/** A port of 127.0.0.1 behind which is the port of the same number in a sandbox. */
export class SandboxDoor {
  readonly #server: Server;
  readonly #open: Set<Socket>;
  readonly port: number;

  private constructor(server: Server, open: Set<Socket>, port: number) {
    this.#server = server;
    this.#open = open;
    this.port = port;
  }

  /**
   * @param port 0 takes any that is free. Rejects with EADDRINUSE
   * @param gate the socket of `sandboxGate.js`
   */
  static async open(port: number, gate: string): Promise<SandboxDoor> {
    for (let tried = 1; ; tried++) {
      try {
        return await SandboxDoor.#openAt(
          port === 0 ? FIRST_PORT + Math.floor(Math.random() * PORTS) : port,
          gate,
        );
      } catch (error) {
        const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
        if (port !== 0 || !isTaken || tried === TRIES) throw error;
      }
    }
  }

  static async #openAt(port: number, gate: string): Promise<SandboxDoor> {
    const open = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (outside) => {
      const inside = connect({ path: gate, allowHalfOpen: true });
      open.add(outside);
      outside.on("error", () => inside.destroy());
      outside.once("close", () => {
        open.delete(outside);
        inside.destroy();
      });
      // Nobody listens behind the door, or what did has ended: as if it had been asked itself.
      inside.on("error", () => outside.resetAndDestroy());
      inside.once("close", () => {
        if (!outside.writableEnded) outside.resetAndDestroy();
        else if (!outside.readableEnded) outside.destroy();
      });
      const head = Buffer.alloc(2);
      head.writeUInt16BE(port, 0);
      inside.write(head);
      outside.pipe(inside);
      inside.pipe(outside);
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return new SandboxDoor(server, open, port);
  }

  /** Nobody comes in any more, and who is in is thrown out. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#open) socket.resetAndDestroy();
    await closed;
  }
}
