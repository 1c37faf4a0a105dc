import { processContext } from "toolkit/cli/processContext";
import { runCluster } from "./runCluster";

/** Runs the `cluster` command in this process and sets its exit code. The second Ctrl-C ends it at once. */
export function runClusterCommand(): void {
  let interrupt: () => void = () => undefined;
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
  const context = processContext(interrupt);
  void runCluster(process.argv.slice(2), context, { typed: process.stdin, interrupted }).then((code) => {
    process.exitCode = code;
    // What is typed would keep the process alive.
    process.stdin.pause();
  });
}
