import { createInterface } from "node:readline";
import { hardenKitRealm } from "labrpc/simulation";
import { debuggedSubject } from "./debuggedSubject";
import type { DebugAnswer, DebugRequest, DebugWelcome } from "./debugProtocol";
import { runStudentCodeElsewhere } from "../../worker/runStudentCodeElsewhere";
import { lineWriter } from "../../worker/workerReporter";
import { LiveRun } from "./LiveRun";

/** The child process: reads a welcome and then requests from standard input, and answers one after the other. */
export function serveDebug(): void {
  let live: Promise<LiveRun | undefined> | undefined;
  let before: Promise<unknown> = Promise.resolve();
  let token = "";
  const write = lineWriter();
  const send = (answer: DebugAnswer): void => {
    write({ token, answer });
  };
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (live === undefined) {
      const welcome = JSON.parse(line) as DebugWelcome;
      ({ token } = welcome);
      live = begin(welcome, send);
      return;
    }
    const { id, choices, act } = JSON.parse(line) as DebugRequest;
    before = before.then(async () => {
      const run = await live;
      if (run !== undefined) send({ type: "view", id, view: await run.show(choices, act) });
    });
  });
  // The server has gone: there is nobody to work for.
  lines.on("close", () => process.exit(0));
}

async function begin(
  welcome: DebugWelcome,
  send: (answer: DebugAnswer) => void,
): Promise<LiveRun | undefined> {
  try {
    // Who watches this process looks at the group, which those processes belong to.
    if (welcome.isolation !== undefined) runStudentCodeElsewhere(welcome.isolation, () => undefined);
    const debugged = await debuggedSubject(welcome);
    hardenKitRealm();
    send({ type: "ready", offer: debugged.offer });
    return new LiveRun(debugged);
  } catch (error) {
    send({ type: "broken", message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}
