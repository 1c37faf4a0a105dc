import { createServer, type AddressInfo, type Server } from "node:net";
import type { AskServer } from "../protocols/serverRequestHandler";
import { Connection } from "./Connection";
import { JsonLines } from "../protocols/JsonLines";
import { PROTOCOL_LIMITS, type ProtocolLimits } from "../protocols/PROTOCOL_LIMITS";
import type { ServerProtocol } from "../protocols/ServerProtocol";
import { Resp } from "../protocols/Resp";
import { RespCommands } from "../protocols/RespCommands";

export interface TcpDoorOptions {
  readonly ask: AskServer;
  readonly serverId: number;
  /** The server's password. Default: none is needed. */
  readonly password?: string | undefined;
  /** Default: `PROTOCOL_LIMITS`. */
  readonly limits?: Partial<ProtocolLimits>;
}

/** Every request of the Redis protocol begins with it, and no JSON does. */
const STAR = "*".charCodeAt(0);

/** Where clients come in. The first byte of a connection tells which protocol it speaks. */
export class TcpDoor {
  readonly #server: Server;
  readonly #connections = new Set<Connection>();

  constructor({ ask, serverId, password, limits: given }: TcpDoorOptions) {
    const limits: ProtocolLimits = { ...PROTOCOL_LIMITS, ...given };
    const commands = new RespCommands(ask, password);
    const choose = (first: number): ServerProtocol =>
      first === STAR
        ? new Resp(commands, limits.requestBytes)
        : new JsonLines(ask, serverId, limits.requestBytes);
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      const connection = new Connection(socket, choose, limits);
      this.#connections.add(connection);
      socket.once("close", () => this.#connections.delete(connection));
    });
    this.#server.maxConnections = limits.connections;
  }

  /** Resolves to the port. Rejects with the system's error, such as EADDRINUSE. @param port 0 takes any that is free */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ port, host, backlog: 511 }, () => {
        this.#server.removeListener("error", reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Takes no more requests, answers those that are being answered, and ends all connections. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const connection of this.#connections) connection.close();
    });
  }
}
