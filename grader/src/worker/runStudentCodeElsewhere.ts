import { writeSync } from "node:fs";
import { RealmProcesses, type RealmLoss } from "labrpc/isolation";
import { useRealms } from "labrpc/simulation";
import type { WorkerIsolation } from "../protocol/protocol";
import type { SendReport } from "./workerReporter";

/** From now on the hosts of all runs of this process live in other ones, which hold nothing but student code. */
export function runStudentCodeElsewhere(
  { launch, processes, secret }: WorkerIsolation,
  send: SendReport,
): void {
  const realms = new RealmProcesses({
    launch,
    processes,
    secret,
    onStarted: (pids) => {
      send({ type: "realms", pids: [...pids] });
    },
    onEnded: endAsRealmDid,
  });
  useRealms(realms);
  process.on("exit", () => {
    realms.stop();
  });
}

/** What ended that process would have ended this one, had the code run here: the grader is to see the same. */
function endAsRealmDid({ code, signal, stderr }: Extract<RealmLoss, { kind: "ended" }>): void {
  writeSync(2, stderr);
  if (signal !== null) process.kill(process.pid, signal);
  // One that ended well has ended before its time.
  else process.exit(code === null || code === 0 ? 1 : code);
}
