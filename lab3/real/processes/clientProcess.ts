import { join } from "node:path";
import {
  endNodeWithParent,
  onMessageToNode,
  reportNodeToParent,
  studentLinesInNode,
  tellParentOfNode,
} from "labcluster/inNode";
import { loadStudentFileInNode } from "labcluster/loadStudentFileInNode";
import type { ServerEnd } from "../../types";
import { StoreLineBatch } from "./StoreLineBatch";
import type { DoneStoreRequest, FromStoreClient, ToStoreClient } from "./messages";
import { ZmqReqEnd } from "../zmq/ZmqReqEnd";
import { runStoreRequests, type RunningStoreClerk } from "./runStoreRequests";
import { storeProcessClock } from "./storeProcessClock";

/**
 * What each client process runs. CODE is the folder with the student's `client.ts`. It waits for its requests, and
 * tells the runner what became of them.
 */
const LAB = join(__dirname, "../..");
const folder = process.env.CODE ?? LAB;
/** As long as the runner waits for a client to be connected. */
const HELLO_MS = 20_000;

interface StudentClientModule {
  readonly Clerk: new (server: ServerEnd) => RunningStoreClerk;
}

void runStoreClientProcess();

async function runStoreClientProcess(): Promise<void> {
  endNodeWithParent();
  process.once("SIGTERM", () => process.exit(0));
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      const [line] = studentLinesInNode(error, folder);
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      process.stderr.write(
        `ends, since nobody catches ${message}${line === undefined ? "" : `, at ${line}`}\n`,
      );
      process.exit(1);
    });
  }
  let Clerk: StudentClientModule["Clerk"];
  try {
    Clerk = loadStoreClerk();
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await reportNodeToParent({ kind: "failed", message: `the code cannot be loaded: ${message}` });
    process.exit(2);
  }
  let end: ZmqReqEnd | undefined;
  let timeoutMs = 0;
  onMessageToNode((received) => {
    const message = received as ToStoreClient;
    if (message.kind === "connect") {
      timeoutMs = message.timeoutMs;
      end = new ZmqReqEnd(`tcp://127.0.0.1:${String(message.port)}`, timeoutMs);
      void end.hello(HELLO_MS).then(() => sendFromStoreClient({ kind: "connected" }));
    } else if (end !== undefined) {
      const clock = storeProcessClock(BigInt(message.beganNs));
      const batch = new StoreLineBatch<DoneStoreRequest>((done) =>
        sendFromStoreClient({ kind: "done", requests: done }),
      );
      const options = { clock, timeoutMs, onDone: (done: DoneStoreRequest) => batch.add(done) };
      void runStoreRequests(new Clerk(end), message.requests, options).then(() => {
        batch.flush();
        sendFromStoreClient({ kind: "finished" });
      });
    }
  });
  await reportNodeToParent({ kind: "ready" });
}

function loadStoreClerk(): StudentClientModule["Clerk"] {
  const { Clerk } = loadStudentFileInNode("client", {
    submission: folder,
    lab: LAB,
  }) as Partial<StudentClientModule>;
  if (typeof Clerk !== "function")
    throw new Error(`expected ${join(folder, "client.ts")} to export a class Clerk`);
  return Clerk;
}

function sendFromStoreClient(message: FromStoreClient): void {
  tellParentOfNode(message);
}
