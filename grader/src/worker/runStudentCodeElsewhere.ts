import { writeSync } from "node:fs";
import { RealmProcesses, type RealmLoss } from "labrpc/isolation";
import { useRealms } from "labrpc/simulation";
import type { WorkerIsolation } from "../protocol/protocol";
import { placeOfMethod } from "./placeOfMethod";
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
  tellStuckMethod(realms, send);
  process.on("exit", () => {
    realms.stop();
  });
}

/** Real milliseconds between two looks at what runs; a method that three of them see is stuck, as far as anybody can tell. */
const LOOK_MS = 1_000;
const LOOKS = 3;

/**
 * Nobody can look into those processes. When one of them does not come out of a method, the line where the method begins
 * is told, once.
 */
function tellStuckMethod(realms: RealmProcesses, send: SendReport): void {
  let seen: RealmProcesses["method"];
  let looks = 0;
  setInterval(() => {
    const { method, folder } = realms;
    looks = method !== undefined && method === seen ? looks + 1 : 1;
    seen = method;
    if (looks !== LOOKS || method === undefined || folder === undefined) return;
    const place = placeOfMethod(folder, method);
    if (place !== undefined) send({ type: "place", ...place, method: `${method.host}'s ${method.method}` });
  }, LOOK_MS).unref();
}

/** What ended that process would have ended this one, had the code run here: the grader is to see the same. */
function endAsRealmDid({ code, signal, stderr }: Extract<RealmLoss, { kind: "ended" }>): void {
  writeSync(2, stderr);
  if (signal !== null) process.kill(process.pid, signal);
  // One that ended well has ended before its time.
  else process.exit(code === null || code === 0 ? 1 : code);
}
