import { join } from "node:path";
import { endWithParent, onParentMessage, reportToParent, studentLines, tellParent } from "labcluster/inNode";
import { loadStudentFile } from "labcluster/loadStudentFile";
import type { ServerEnd } from "../../types";
import { Batch } from "./Batch";
import type { DoneRequest, FromClient, ToClient } from "./messages";
import { ReqEnd } from "../zmq/ReqEnd";
import { runClientRequests, type RunningClerk } from "./runClientRequests";
import { sharedClock } from "./sharedClock";

/**
 * What each client process runs. CODE is the folder with the student's `client.ts`. It waits for its requests, and
 * tells the runner what became of them.
 */
const LAB = join(__dirname, "../..");
const folder = process.env.CODE ?? LAB;

interface StudentModule {
  readonly Clerk: new (server: ServerEnd) => RunningClerk;
}

void runClientProcess();

async function runClientProcess(): Promise<void> {
  endWithParent();
  process.once("SIGTERM", () => process.exit(0));
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      const [line] = studentLines(error, folder);
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      process.stderr.write(
        `ends, since nobody catches ${message}${line === undefined ? "" : `, at ${line}`}\n`,
      );
      process.exit(1);
    });
  }
  let Clerk: StudentModule["Clerk"];
  try {
    Clerk = loadStudentClerk();
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await reportToParent({ kind: "failed", message: `the code cannot be loaded: ${message}` });
    process.exit(2);
  }
  let end: ReqEnd | undefined;
  let timeoutMs = 0;
  onParentMessage((received) => {
    const message = received as ToClient;
    if (message.kind === "connect") {
      timeoutMs = message.timeoutMs;
      end = new ReqEnd(`tcp://127.0.0.1:${String(message.port)}`, timeoutMs);
      void end.hello().then(() => sendFromClient({ kind: "connected" }));
    } else if (end !== undefined) {
      const clock = sharedClock(BigInt(message.beganNs));
      const batch = new Batch<DoneRequest>((done) => sendFromClient({ kind: "done", requests: done }));
      const options = { clock, timeoutMs, onDone: (done: DoneRequest) => batch.add(done) };
      void runClientRequests(new Clerk(end), message.requests, options).then(() => {
        batch.flush();
        sendFromClient({ kind: "finished" });
      });
    }
  });
  await reportToParent({ kind: "ready" });
}

function loadStudentClerk(): StudentModule["Clerk"] {
  const { Clerk } = loadStudentFile("client", { submission: folder, lab: LAB }) as Partial<StudentModule>;
  if (typeof Clerk !== "function")
    throw new Error(`expected ${join(folder, "client.ts")} to export a class Clerk`);
  return Clerk;
}

function sendFromClient(message: FromClient): void {
  tellParent(message);
}
