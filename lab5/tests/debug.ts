import { debuggableLabOf } from "harness";
import { variableOf, type DebugOperationKind, type DebugSetup, type StagedCall } from "labrpc/testing";
import { stage } from "./stage";

const CLIENTS = ["client-a", "client-b"] as const;
const makeClient = (name: string): StagedCall => ["makeClient", { name }];

function setupOf(servers: number, title: string): DebugSetup {
  return {
    title,
    calls: [["startServers", { servers }], ...CLIENTS.map(makeClient)],
    clerks: CLIENTS,
    verdicts: ["expectRight"],
  };
}

function clientOperation(name: string, parameters: readonly string[], example: string): DebugOperationKind {
  return {
    name,
    parameters,
    example,
    call: (client, args) => ["call", { client, method: name, args: [...args] }],
  };
}

/** How one debugs lab 5 without writing a scenario. */
export const debug = debuggableLabOf(stage, {
  setups: {
    "one-server": setupOf(1, "one server, two clients"),
    shards: setupOf(3, "three servers, two clients"),
  },
  operations: [
    clientOperation("set", ["key", "value"], '"k", "x"'),
    clientOperation("get", ["key"], '"k"'),
    clientOperation("expire", ["key", "ttl"], '"k", 1.5'),
    clientOperation("delete", ["key"], '"k"'),
    clientOperation("keys", [], ""),
    clientOperation("stats", [], ""),
  ],
  newClerk: makeClient,
  hostActions: (host) => {
    const server = /^server-(\d+)$/.exec(host)?.[1];
    return server === undefined
      ? []
      : [
          { title: "stop", call: ["stop", { server: Number(server), lingerMs: 0 }] },
          { title: "kill", call: ["kill", Number(server)] },
          { title: "start", call: ["start", Number(server)] },
        ];
  },
  judgements: {},
  source: ([call, args]) => {
    const given = (args ?? {}) as Readonly<Record<string, unknown>>;
    if (call === "startServers") return `await stage.startServers(${JSON.stringify(args)});`;
    if (call === "makeClient")
      return `const ${variableOf(String(given["name"]))} = stage.client(${JSON.stringify(given["name"])});`;
    if (call === "call") {
      const written = (given["args"] as readonly unknown[]).map((one) => JSON.stringify(one)).join(", ");
      return `${variableOf(String(given["client"]))}.${String(given["method"])}(${written})`;
    }
    if (call === "stop") return `stage.stop(${String(given["server"])}, ${String(given["lingerMs"])})`;
    if (call === "kill") return `stage.kill(${String(args)});`;
    if (call === "start") return `stage.start(${String(args)})`;
    return undefined;
  },
});
