import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { endNodeWithParent, reportNodeToParent, studentLinesInNode } from "labcluster/inNode";
import type { ClientEnd } from "labrpc";
import type { KVService, NodeConfig } from "../types";
import { readHttpNodeEnvironment, type HttpNodeEnvironment } from "./HttpNodeEnvironment";
import type * as HttpEndModule from "./http/HttpEnd";
import { httpNode } from "./http/httpNode";
import { HttpMessageDelay } from "./http/HttpMessageDelay";
import { HttpNodeMetrics } from "./http/HttpNodeMetrics";

/** The student's class, and where it stands. */
export interface HttpNodeCode {
  readonly KVServer: new (config: NodeConfig) => KVService;
  /** Absolute. */
  readonly folder: string;
}

/** How long the leader waits for confirmations, ms. */
const QUORUM_TIMEOUT_MS = 5_000;
/** Characters. */
const LIMITS = { keyLength: 1_024, valueLength: 65_536 };

/**
 * Runs one node in this process until SIGTERM or SIGINT. Exit code 0 then, 1 when the student's code failed outside
 * of a request, 2 when the node cannot start.
 *
 * @param load loads the code; what it throws is a reason not to start
 */
export async function runHttpNode(load: () => HttpNodeCode): Promise<void> {
  endNodeWithParent();
  const read = readHttpNodeEnvironment(process.env);
  if (read.kind === "wrong") return httpNodeCannotStart(read.problems.join("\n"));
  const { environment } = read;
  const log = pino(
    { level: environment.logLevel, base: { node: environment.nodeType } },
    pino.destination({ fd: 2, sync: true }),
  );
  const metrics = new HttpNodeMetrics(environment);
  let code: HttpNodeCode;
  let service: KVService;
  try {
    code = load();
    service = new code.KVServer({
      nodeType: environment.nodeType,
      writeQuorum: environment.writeQuorum,
      followers: httpEndsToFollowers(environment, metrics),
      quorumTimeoutMs: QUORUM_TIMEOUT_MS,
      limits: LIMITS,
    });
  } catch (error) {
    return httpNodeCannotStart(
      `the code cannot be loaded: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  const { folder } = code;
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      log.fatal({ at: studentLinesInNode(error, folder) }, `ends, since nobody catches ${message}`);
      process.exit(1);
    });
  }
  const app = httpNode({ service, code: folder, log, metrics });
  try {
    await app.listen({ host: environment.host, port: environment.port });
  } catch (error) {
    const problem = (error as NodeJS.ErrnoException).code;
    if (problem !== "EADDRINUSE")
      return httpNodeCannotStart(`cannot listen on ${environment.host}: ${(error as Error).message}`);
    await reportNodeToParent({ kind: "port-in-use", port: environment.port });
    return httpNodeCannotStart(
      `expected port ${String(environment.port)} to be free, got EADDRINUSE; stop what uses it, or choose another with PORT`,
    );
  }
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= app.close().finally(() => process.exit(0));
  };
  // Not once: whoever sends it to all processes at once, and the one that started this, both do.
  process.on("SIGTERM", stop);
  // Started by hand or in a container, Ctrl-C is for this process. Else it is for the one that started it.
  if (process.send === undefined) process.on("SIGINT", stop);
  const port = (app.server.address() as AddressInfo).port;
  log.info({ port, quorum: environment.writeQuorum, followers: environment.followers }, "listening");
  await reportNodeToParent({ kind: "listening", host: "127.0.0.1", port });
}

/** A follower has none, and starts sooner without the HTTP client. */
function httpEndsToFollowers(
  { followers, delayMs }: HttpNodeEnvironment,
  metrics: HttpNodeMetrics,
): ClientEnd<KVService>[] {
  if (followers.length === 0) return [];
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { HttpEnd } = require("./http/HttpEnd") as typeof HttpEndModule;
  const delay = new HttpMessageDelay(delayMs);
  return followers.map((address) => new HttpEnd(address, { delay, metrics }));
}

async function httpNodeCannotStart(message: string): Promise<never> {
  // Who started it says it.
  if (process.send === undefined) process.stderr.write(`${message}\n`);
  await reportNodeToParent({ kind: "failed", message });
  process.exit(2);
}
