import { createServer, type AddressInfo, type Server } from "node:net";
import type { AskMiniRedis } from "../protocols/miniRedisRequestHandler";
import { TcpConnection } from "./TcpConnection";
import { JsonLines } from "../protocols/JsonLines";
import { TCP_PROTOCOL_LIMITS, type TcpProtocolLimits } from "../protocols/TCP_PROTOCOL_LIMITS";
import type { TcpProtocol } from "../protocols/TcpProtocol";
import { Resp } from "../protocols/Resp";
import { RespCommands } from "../protocols/RespCommands";

export interface TcpDoorOptions {
  readonly ask: AskMiniRedis;
  readonly serverId: number;
  /** The server's password. Default: none is needed. */
  readonly password?: string | undefined;
  /** Default: `TCP_PROTOCOL_LIMITS`. */
  readonly limits?: Partial<TcpProtocolLimits>;
  /** Is told when as many clients as are allowed are connected and another one was sent away, once until many have gone. */
  readonly onFull?: (connections: number) => void;
}

/** So many of the connections must have ended until it is worth telling again that there are too many. */
const TOLD_AGAIN_BELOW = 0.9;

/** Every request of the Redis protocol begins with it, and no JSON does. */
const STAR = "*".charCodeAt(0);

/** Where clients come in. The first byte of a connection tells which protocol it speaks. */
export class TcpDoor {
  readonly #server: Server;
  readonly #connections = new Set<TcpConnection>();

  constructor({ ask, serverId, password, limits: given, onFull }: TcpDoorOptions) {
    const limits: TcpProtocolLimits = { ...TCP_PROTOCOL_LIMITS, ...given };
    const commands = new RespCommands(ask, password);
    const choose = (first: number): TcpProtocol =>
      first === STAR
        ? new Resp(commands, limits.requestBytes)
        : new JsonLines(ask, serverId, limits.requestBytes);
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      const connection = new TcpConnection(socket, choose, limits);
      this.#connections.add(connection);
      socket.once("close", () => {
        this.#connections.delete(connection);
        if (this.#connections.size < limits.connections * TOLD_AGAIN_BELOW) isFull = false;
      });
    });
    let isFull = false;
    this.#server.maxConnections = limits.connections;
    this.#server.on("drop", () => {
      if (!isFull) onFull?.(limits.connections);
      isFull = true;
    });
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
