import { clerkOperation, debuggableLabOf } from "harness";
import { variableOf, type DebugSetup, type StagedCall } from "labrpc/testing";
import { stage } from "./stage";

const CLERKS = ["clerk-a", "clerk-b"] as const;
const LIMITS = { keyLength: 1_024, valueLength: 65_536 };
const makeClerk = (name: string): StagedCall => ["makeClerk", { name }];

function setupOf(followers: number, writeQuorum: number): DebugSetup {
  return {
    title: `a leader, ${String(followers)} followers, of whom ${String(writeQuorum)} must confirm a write, two clerks`,
    calls: [
      ["startCluster", { followers, writeQuorum, quorumTimeoutMs: 500, limits: LIMITS }],
      ...CLERKS.map(makeClerk),
    ],
    clerks: CLERKS,
    verdicts: ["expectQuorums", "expectLinearizable"],
  };
}

/** The number of a node by its host's name; undefined for a client's. */
function nodeOf(host: string): number | undefined {
  if (host === "leader") return 0;
  const number = /^follower-(\d+)$/.exec(host)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** How one debugs lab 4 without writing a scenario. */
export const debug = debuggableLabOf(stage, {
  setups: { small: setupOf(2, 1), all: setupOf(2, 2), five: setupOf(5, 3) },
  operations: [
    clerkOperation("set", ["key", "value"], '"k", "x"'),
    clerkOperation("get", ["key", "node?"], '"k", 1'),
    clerkOperation("readLeader", ["key"], '"k"'),
  ],
  newClerk: makeClerk,
  hostActions: (host) => {
    const node = nodeOf(host);
    return node === undefined
      ? []
      : [
          { title: "crash", call: ["crash", node] },
          { title: "restart", call: ["restart", node] },
        ];
  },
  judgements: { "do all nodes hold the same, after 30 s?": ["expectSameEverywhere", 30_000] },
  source: ([call, args]) => {
    if (call === "startCluster") return `stage.startCluster(${JSON.stringify(args)});`;
    const { name } = (args ?? {}) as { name?: string };
    return call === "makeClerk"
      ? `const ${variableOf(name ?? "")} = stage.clerk(${JSON.stringify(name)});`
      : undefined;
  },
});
