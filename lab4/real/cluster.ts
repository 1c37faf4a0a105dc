import { join } from "node:path";
import { InvalidArgumentError } from "commander";
import type { LabCluster, NodePlan } from "labcluster";
import { request } from "undici";
import { showHttpNodeLogLine } from "./showHttpNodeLogLine";

export const HTTP_FOLLOWER_NAMES = ["follower1", "follower2", "follower3", "follower4", "follower5"] as const;
const HEALTH_MS = 900;

/** One leader and five followers, at ports in a row. */
export const cluster: LabCluster = {
  port: 5000,
  addOptions: (command) =>
    command
      .option(
        "--quorum <number>",
        "followers that must confirm a write, 1 to 5 (default: WRITE_QUORUM, or 3)",
        writeQuorumOption,
      )
      .option("--log", "show each request, not only what goes wrong", false),
  plan({ code, port, options }) {
    const { quorum, log } = options as HttpClusterOptions;
    const env = {
      CODE: code,
      // Where the others look for it; some shells have a HOST of their own.
      HOST: "127.0.0.1",
      LOG_LEVEL: log === true ? "info" : "warn",
      ...(quorum === undefined ? {} : { WRITE_QUORUM: String(quorum) }),
    };
    const at = (offset: number): number => (port === 0 ? 0 : port + offset);
    const leader: NodePlan = {
      name: "leader",
      port: at(0),
      knows: HTTP_FOLLOWER_NAMES,
      env: (addresses) => ({
        ...env,
        NODE_TYPE: "leader",
        FOLLOWERS: [...addresses.values()]
          .map(({ host, port }) => `http://${host}:${String(port)}`)
          .join(","),
      }),
    };
    const followers = HTTP_FOLLOWER_NAMES.map((name, index) => ({
      name,
      port: at(index + 1),
      knows: [],
      env: () => ({ ...env, NODE_TYPE: "follower", FOLLOWERS: "" }),
    }));
    return {
      program: join(__dirname, "node.ts"),
      nodes: [leader, ...followers],
      show: ({ port }) => `http://localhost:${String(port)}`,
      async answers({ host, port }) {
        const { statusCode, body } = await request(`http://${host}:${String(port)}/healthz`, {
          signal: AbortSignal.timeout(HEALTH_MS),
        });
        await body.dump();
        return statusCode === 200;
      },
    };
  },
  showLine: showHttpNodeLogLine,
  hints: (show) => [
    `curl -X POST ${show("leader")}/set -H "Content-Type: application/json" -d '{"key":"test","value":"hello"}'`,
    `curl ${show("follower1")}/get/test`,
  ],
};

interface HttpClusterOptions {
  readonly quorum?: number;
  readonly log?: boolean;
}

/** A quorum on a command line. Throws InvalidArgumentError. */
export function writeQuorumOption(text: string): number {
  if (!/^[1-5]$/.test(text))
    throw new InvalidArgumentError(`Expected a whole number from 1 to 5, got ${JSON.stringify(text)}.`);
  return Number(text);
}
