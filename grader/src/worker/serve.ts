import { createInterface } from "node:readline";
import { hardenKitRealm } from "labrpc/simulation";
import type { Job, Welcome } from "../protocol/protocol";
import { reporter, type Send } from "./reporter";
import { LabTests } from "./LabTests";
import { resolveAsIn } from "./resolveAsIn";
import { compileForHosts, hasCompiler } from "./compileForHosts";
import { runJob } from "./runJob";
import { startStuckThread, type StuckThread } from "./stuckThread";

/** The child process: reads a Welcome and then Jobs from standard input, and runs one after the other. */
export function serve(): void {
  let send: Send | undefined;
  let thread: StuckThread | undefined;
  let tests: LabTests | undefined;
  let before = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (send === undefined) {
      const { token, specs, hidden, silenceMs, given } = JSON.parse(line) as Welcome;
      if (hidden !== undefined) resolveAsIn(hidden.folder, hidden.as);
      thread = startStuckThread({ token, silenceMs });
      const { beat } = thread;
      const write = reporter(token);
      send = (report) => {
        beat();
        write(report);
      };
      tests = load(specs, given, send);
      return;
    }
    const job = JSON.parse(line) as Job;
    const [to, all] = [send, tests];
    if (all === undefined) return;
    before = before.then(() => {
      thread?.submission(job.submission);
      return runJob(job, all, to);
    });
  });
  // The grader has gone: there is nobody to work for.
  lines.on("close", () => process.exit(0));
}

function load(specs: readonly string[], given: readonly string[], send: Send): LabTests | undefined {
  try {
    const tests = new LabTests(specs);
    compileForHosts(given);
    hardenKitRealm();
    send({ type: "ready", tests: tests.names, compiled: hasCompiler() });
    return tests;
  } catch (error) {
    send({
      type: "broken",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return undefined;
  }
}
