import { clerkOperation, debuggableLabOf } from "harness";
import { variableOf, type DebugSetup, type StagedCall } from "labrpc/testing";
import type { Level } from "../types";
import { stage } from "./stage";

/** The servers that clerks talk to. */
const SERVER_OF: Readonly<Record<string, number>> = { "clerk-a": 0, "clerk-b": 1 };
const CLERKS = Object.keys(SERVER_OF);
const makeClerk = (name: string): StagedCall => ["makeClerk", { name, server: SERVER_OF[name] ?? 2 }];

/** What the history alone cannot show is judged when somebody asks. */
function setupOf(level: Level, verdicts: readonly string[]): DebugSetup {
  return {
    title: `three servers, ${level}, a clerk of server-0 and one of server-1`,
    calls: [["startServers", { level, servers: 3 }], ...CLERKS.map(makeClerk)],
    clerks: CLERKS,
    verdicts,
  };
}

/** How one debugs lab 3 without writing a scenario. */
export const debug = debuggableLabOf(stage, {
  setups: {
    linearizable: setupOf("linearizable", ["expectConsistent"]),
    sequential: setupOf("sequential", []),
    eventual: setupOf("eventual", []),
    causal: setupOf("causal", ["expectConsistent"]),
  },
  operations: [
    clerkOperation("set", ["key", "value"], '"k", "x"'),
    clerkOperation("get", ["key"], '"k"'),
    {
      name: "look",
      parameters: ["key"],
      example: '"k"',
      call: (clerk, [key]) => ["look", { server: SERVER_OF[clerk] ?? 2, key }],
    },
  ],
  newClerk: makeClerk,
  hostActions: () => [],
  judgements: {
    "is it consistent?": ["expectConsistent", null],
    "do all servers hold the same, after 5 s?": ["expectConvergence", null],
    "are the clocks right?": ["expectClocks", null],
  },
  source: ([call, args]) => {
    const { level, servers, name, server, key } = (args ?? {}) as Record<string, unknown>;
    if (call === "startServers") return `stage.startServers(${JSON.stringify(level)}, ${String(servers)});`;
    if (call === "makeClerk")
      return `const ${variableOf(String(name))} = stage.clerk(${JSON.stringify(name)}, ${String(server)});`;
    if (call === "look") return `stage.look(${String(server)}, ${JSON.stringify(key)})`;
    return undefined;
  },
});
