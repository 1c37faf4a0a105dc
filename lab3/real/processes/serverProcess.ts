import { join } from "node:path";
import {
  endNodeWithParent,
  onMessageToNode,
  reportNodeToParent,
  studentLinesInNode,
  tellParentOfNode,
} from "labcluster/inNode";
import { loadStudentFileInNode } from "labcluster/loadStudentFileInNode";
import type { KVService, ServerConfig } from "../../types";
import type { FromStoreServer, StoreServerSetting, ToStoreServer } from "./messages";
import { ZmqRequestDoor } from "../zmq/ZmqRequestDoor";
import { ZmqBus } from "./ZmqBus";

/**
 * What each server process runs. SERVER is its setting as JSON (`messages.ts`), PORT the port for requests, and CODE
 * the folder with the student's `server.ts`. Ends with 0 by SIGTERM, 1 when the student's code fails outside of a
 * request, 2 when it cannot start.
 */
const LAB = join(__dirname, "../..");
const folder = process.env.CODE ?? LAB;

interface StudentServerModule {
  readonly KVServer: new (config: ServerConfig) => KVService;
}

void runStoreServerProcess();

async function runStoreServerProcess(): Promise<void> {
  const setting = JSON.parse(process.env.SERVER ?? "") as StoreServerSetting;
  const { me, servers, level } = setting;
  endNodeWithParent();
  process.once("SIGTERM", () => process.exit(0));
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      printStoreServerError("ends, since nobody catches", error);
      process.exit(1);
    });
  }

  let KVServer: StudentServerModule["KVServer"];
  try {
    KVServer = loadStoreServer();
  } catch (error) {
    return storeServerCannotStart(`the code cannot be loaded: ${textOfStoreServerError(error)}`);
  }
  const requests = Number(process.env.PORT);
  const door = await bindZmqOrTellTaken(requests, () => ZmqRequestDoor.bind(requests));
  const bus = await bindZmqOrTellTaken(setting.broadcasts, () => ZmqBus.bind(me, setting.broadcasts));
  let service: KVService | undefined;

  onMessageToNode((received) => {
    const message = received as ToStoreServer;
    switch (message.kind) {
      case "connect":
        void bus.connect(message.others).then(() => sendFromStoreServer({ kind: "hears-all" }));
        break;
      case "begin":
        bus.stopHello();
        service = new KVServer({ me, servers, level, bus });
        void door.serve(service, (method, error) => printStoreServerError(`${method} threw`, error));
        sendFromStoreServer({ kind: "serves" });
        break;
      case "ask-state":
        void keysHeldByStoreServer(service, message.keys).then((values) =>
          sendFromStoreServer({
            kind: "state",
            ...bus.counts,
            values,
            writes: message.keys.length === 0 ? [] : [...bus.writes],
          }),
        );
        break;
    }
  });
  await reportNodeToParent({ kind: "listening", host: "127.0.0.1", port: door.port });
  sendFromStoreServer({ kind: "bound", requests: door.port, broadcasts: bus.port });
}

function loadStoreServer(): StudentServerModule["KVServer"] {
  const { KVServer } = loadStudentFileInNode("server", {
    submission: folder,
    lab: LAB,
  }) as Partial<StudentServerModule>;
  if (typeof KVServer !== "function")
    throw new Error(`expected ${join(folder, "server.ts")} to export a class KVServer`);
  return KVServer;
}

/** What the store answers for these keys; those that it does not have, or does not answer, are left out. */
async function keysHeldByStoreServer(
  service: KVService | undefined,
  keys: readonly string[],
): Promise<Record<string, string>> {
  const values = new Map<string, string>();
  await Promise.all(
    keys.map(async (key) => {
      const value: unknown = (await service?.get({ key }))?.value;
      if (typeof value === "string" && value !== "") values.set(key, value);
    }),
  ).catch((error: unknown) => printStoreServerError("get threw", error));
  return Object.fromEntries(values);
}

async function bindZmqOrTellTaken<Bound>(port: number, bind: () => Promise<Bound>): Promise<Bound> {
  try {
    return await bind();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE")
      return storeServerCannotStart(
        `cannot listen at port ${String(port)}: ${textOfStoreServerError(error)}`,
      );
    await reportNodeToParent({ kind: "port-in-use", port });
    process.exit(2);
  }
}

async function storeServerCannotStart(message: string): Promise<never> {
  await reportNodeToParent({ kind: "failed", message });
  process.exit(2);
}

function sendFromStoreServer(message: FromStoreServer): void {
  tellParentOfNode(message);
}

function printStoreServerError(what: string, error: unknown): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const [line] = studentLinesInNode(error, folder);
  process.stderr.write(`${what} ${message}${line === undefined ? "" : `, at ${line}`}\n`);
}

function textOfStoreServerError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
