import { processContext } from "toolkit/cli/processContext";
import { runCluster } from "./runCluster";

/** Runs the `cluster` command in this process and sets its exit code. No second signal cuts short what the first began. */
export function runClusterCommand(): void {
  let interrupt: () => void = () => undefined;
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
  const context = processContext(interrupt, { patient: true });
  void runCluster(process.argv.slice(2), context, { typed: process.stdin, interrupted }).then((code) => {
    process.exitCode = code;
    // What is typed would keep the process alive.
    process.stdin.pause();
  });
}
