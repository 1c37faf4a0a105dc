import { join } from "node:path";
import { endWithParent, onParentMessage, reportToParent, studentLines, tellParent } from "labcluster/inNode";
import { loadStudentFile } from "labcluster/loadStudentFile";
import type { KVService, ServerConfig } from "../../types";
import type { FromServer, ServerSetting, ToServer } from "./messages";
import { RequestDoor } from "../zmq/RequestDoor";
import { ZmqBus } from "./ZmqBus";

/**
 * What each server process runs. SERVER is its setting as JSON (`messages.ts`), PORT the port for requests, and CODE
 * the folder with the student's `server.ts`. Ends with 0 by SIGTERM, 1 when the student's code fails outside of a
 * request, 2 when it cannot start.
 */
const LAB = join(__dirname, "../..");
const folder = process.env.CODE ?? LAB;

interface StudentModule {
  readonly KVServer: new (config: ServerConfig) => KVService;
}

void runServerProcess();

async function runServerProcess(): Promise<void> {
  const setting = JSON.parse(process.env.SERVER ?? "") as ServerSetting;
  const { me, servers, level } = setting;
  endWithParent();
  process.once("SIGTERM", () => process.exit(0));
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      printServerError("ends, since nobody catches", error);
      process.exit(1);
    });
  }

  let KVServer: StudentModule["KVServer"];
  try {
    KVServer = loadStudentServer();
  } catch (error) {
    return serverCannotStart(`the code cannot be loaded: ${textOfServerError(error)}`);
  }
  const requests = Number(process.env.PORT);
  const door = await bindOrTellTaken(requests, () => RequestDoor.bind(requests));
  const bus = await bindOrTellTaken(setting.broadcasts, () => ZmqBus.bind(me, setting.broadcasts));
  let service: KVService | undefined;

  onParentMessage((received) => {
    const message = received as ToServer;
    switch (message.kind) {
      case "connect":
        void bus.connect(message.others).then(() => sendFromServer({ kind: "hears-all" }));
        break;
      case "begin":
        bus.stopHello();
        service = new KVServer({ me, servers, level, bus });
        void door.serve(service, (method, error) => printServerError(`${method} threw`, error));
        sendFromServer({ kind: "serves" });
        break;
      case "ask-state":
        void keysHeldByServer(service, message.keys).then((values) =>
          sendFromServer({
            kind: "state",
            ...bus.counts,
            values,
            writes: message.keys.length === 0 ? [] : [...bus.writes],
          }),
        );
        break;
    }
  });
  await reportToParent({ kind: "listening", host: "127.0.0.1", port: door.port });
  sendFromServer({ kind: "bound", requests: door.port, broadcasts: bus.port });
}

function loadStudentServer(): StudentModule["KVServer"] {
  const { KVServer } = loadStudentFile("server", { submission: folder, lab: LAB }) as Partial<StudentModule>;
  if (typeof KVServer !== "function")
    throw new Error(`expected ${join(folder, "server.ts")} to export a class KVServer`);
  return KVServer;
}

/** What the store answers for these keys; those that it does not have, or does not answer, are left out. */
async function keysHeldByServer(
  service: KVService | undefined,
  keys: readonly string[],
): Promise<Record<string, string>> {
  const values = new Map<string, string>();
  await Promise.all(
    keys.map(async (key) => {
      const value: unknown = (await service?.get({ key }))?.value;
      if (typeof value === "string" && value !== "") values.set(key, value);
    }),
  ).catch((error: unknown) => printServerError("get threw", error));
  return Object.fromEntries(values);
}

async function bindOrTellTaken<Bound>(port: number, bind: () => Promise<Bound>): Promise<Bound> {
  try {
    return await bind();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE")
      return serverCannotStart(`cannot listen at port ${String(port)}: ${textOfServerError(error)}`);
    await reportToParent({ kind: "port-in-use", port });
    process.exit(2);
  }
}

async function serverCannotStart(message: string): Promise<never> {
  await reportToParent({ kind: "failed", message });
  process.exit(2);
}

function sendFromServer(message: FromServer): void {
  tellParent(message);
}

function printServerError(what: string, error: unknown): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const [line] = studentLines(error, folder);
  process.stderr.write(`${what} ${message}${line === undefined ? "" : `, at ${line}`}\n`);
}

function textOfServerError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
