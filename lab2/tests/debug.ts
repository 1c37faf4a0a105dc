import { clerkOperation, debuggableLabOf } from "harness";
import { variableOf, type DebugOperationKind, type StagedCall } from "labrpc/testing";
import { stage } from "./stage";

const CLERKS = ["clerk-a", "clerk-b"] as const;
/** Each clerk has one lock object for this lock. */
const LOCK = "l";
const makeClerk = (name: string): StagedCall => ["makeClerk", { name, options: {} }];
const lockOf = (clerk: string): number => CLERKS.findIndex((one) => one === clerk) + 1;

/** Of the lock object that the clerk has. */
function lockOperation(
  name: "acquire" | "release",
  parameters: readonly string[],
  args: (lock: number, limit: unknown) => unknown,
): DebugOperationKind {
  return { name, parameters, example: "", call: (clerk, [limit]) => [name, args(lockOf(clerk), limit)] };
}

/** How one debugs lab 2 without writing a scenario. */
export const debug = debuggableLabOf(stage, {
  setups: {
    clerks: {
      title: "one server, two clerks",
      calls: [["startServer", null], ...CLERKS.map(makeClerk)],
      clerks: CLERKS,
      verdicts: ["expectLinearizable"],
    },
    locks: {
      title: "one server, two clerks, each with a lock object for the lock l",
      calls: [
        ["startServer", null],
        ...CLERKS.map(makeClerk),
        ...CLERKS.map((clerk): StagedCall => ["makeLock", { lock: lockOf(clerk), clerk, name: LOCK }]),
      ],
      clerks: CLERKS,
      verdicts: ["expectLinearizable"],
    },
  },
  operations: [
    clerkOperation("put", ["key", "value", "version"], '"k", "x", 0'),
    clerkOperation("get", ["key"], '"k"'),
    lockOperation("acquire", ["timeoutMs?"], (lock, timeoutMs) =>
      timeoutMs === undefined ? { lock } : { lock, timeoutMs },
    ),
    lockOperation("release", [], (lock) => lock),
  ],
  newClerk: makeClerk,
  hostActions: (host) =>
    host === "server"
      ? []
      : [
          { title: "crash", call: ["crash", host] },
          { title: "restart", call: ["restart", host] },
        ],
  judgements: {},
  source: ([call, args]) => {
    const { name, clerk, lock } = (args ?? {}) as { name?: string; clerk?: string; lock?: number };
    if (call === "startServer") return "stage.startServer();";
    if (call === "makeClerk")
      return `const ${variableOf(name ?? "")} = stage.clerk(${JSON.stringify(name)});`;
    if (call === "makeLock")
      return `const lock${String(lock)} = stage.lock(${variableOf(clerk ?? "")}, ${JSON.stringify(name)});`;
    if (call === "acquire") {
      const { timeoutMs } = args as { timeoutMs?: number };
      return `lock${String(lock)}.acquire(${timeoutMs === undefined ? "" : JSON.stringify(timeoutMs)})`;
    }
    if (call === "release") return `lock${String(args)}.release()`;
    return undefined;
  },
});
