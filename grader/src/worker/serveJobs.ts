import { createInterface } from "node:readline";
import { hardenKitRealm } from "labrpc/simulation";
import { hasCompiler } from "../compile/hasCompiler";
import type { WorkerJob, WorkerWelcome } from "../protocol/protocol";
import { workerReporter, type SendReport } from "./workerReporter";
import { LabTests } from "./LabTests";
import { resolveImportsAsIn } from "./resolveImportsAsIn";
import { compileForHosts } from "./compileForHosts";
import { runJob } from "./runJob";
import { runStudentCodeElsewhere } from "./runStudentCodeElsewhere";
import { startStuckThread, type StuckThread } from "./stuckThread";

/** The child process: reads a Welcome and then Jobs from standard input, and runs one after the other. */
export function serveJobs(): void {
  let send: SendReport | undefined;
  let thread: StuckThread | undefined;
  let tests: LabTests | undefined;
  let before = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (send === undefined) {
      const { token, specs, hidden, silenceMs, given, isolation } = JSON.parse(line) as WorkerWelcome;
      if (hidden !== undefined) resolveImportsAsIn(hidden.folder, hidden.as);
      thread = startStuckThread({ token, silenceMs });
      const { beat } = thread;
      const write = workerReporter(token);
      send = (report) => {
        beat();
        write(report);
      };
      if (isolation !== undefined) runStudentCodeElsewhere(isolation, send);
      tests = loadLabTests(specs, given, send);
      return;
    }
    const job = JSON.parse(line) as WorkerJob;
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

function loadLabTests(
  specs: readonly string[],
  given: readonly string[],
  send: SendReport,
): LabTests | undefined {
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
