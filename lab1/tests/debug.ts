import { clerkOperation, debuggableLabOf } from "harness";
import { variableOf, type StagedCall } from "labrpc/testing";
import { stage } from "./stage";

const CLERKS = ["clerk-a", "clerk-b"] as const;
const makeClerk = (name: string): StagedCall => ["makeClerk", { name, machine: name }];

/** How one debugs lab 1 without writing a scenario. Servers do not crash: nothing is promised of that. */
export const debug = debuggableLabOf(stage, {
  setups: {
    "one-server": {
      title: "one server, two clerks",
      calls: [["startServers", { servers: 1, replicas: 1 }], ...CLERKS.map(makeClerk)],
      clerks: CLERKS,
      verdicts: ["expectLinearizable"],
    },
    shards: {
      title: "three servers, two replicas of each shard, two clerks",
      calls: [["startServers", { servers: 3, replicas: 2 }], ...CLERKS.map(makeClerk)],
      clerks: CLERKS,
      verdicts: ["expectLinearizable"],
    },
  },
  operations: [
    clerkOperation("put", ["key", "value"], '"k", "x"'),
    clerkOperation("append", ["key", "arg"], '"k", "x"'),
    clerkOperation("get", ["key"], '"k"'),
  ],
  newClerk: makeClerk,
  hostActions: () => [],
  judgements: {},
  source: ([call, args]) => {
    if (call === "startServers") return `stage.startServers(${JSON.stringify(args)});`;
    const { name } = args as { readonly name?: string };
    return call === "makeClerk" && name !== undefined
      ? `const ${variableOf(name)} = stage.clerk(${JSON.stringify(name)});`
      : undefined;
  },
});
