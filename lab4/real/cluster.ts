import { join } from "node:path";
import type { LabCluster, NodePlan } from "labcluster";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { ToolError } from "toolkit/cli/ToolError";
import { request } from "undici";
import { readHttpNodeEnvironment } from "./HttpNodeEnvironment";
import { showHttpNodeLogLine } from "./showHttpNodeLogLine";

/** As in the course's document. */
const HTTP_FOLLOWERS = 5;
const MOST_HTTP_FOLLOWERS = 50;
/** What a leader takes that is told nothing else. */
const USUAL_WRITE_QUORUM = 3;
const HEALTH_MS = 900;

/** One leader and its followers, at ports in a row. */
export const cluster: LabCluster = {
  port: 5000,
  addOptions: (command) =>
    command
      .option(
        "--followers <number>",
        `how many followers, 1 to ${String(MOST_HTTP_FOLLOWERS)} (default: ${String(HTTP_FOLLOWERS)})`,
        wholeNumberOption(1, MOST_HTTP_FOLLOWERS),
      )
      .option(
        "--quorum <number>",
        `followers that must confirm a write, 1 to all (default: WRITE_QUORUM, or ${String(USUAL_WRITE_QUORUM)})`,
        wholeNumberOption(1, MOST_HTTP_FOLLOWERS),
      )
      .option("--log", "show each request, not only what goes wrong", false),
  plan({ code, port, options }) {
    const { quorum, log, followers: count = HTTP_FOLLOWERS } = options as HttpClusterOptions;
    const names = httpFollowerNames(count);
    const env = {
      // Behind walls a node has no other variables than these.
      ...ownVariables(),
      CODE: code,
      // Where the others look for it; some shells have a HOST of their own.
      HOST: "127.0.0.1",
      LOG_LEVEL: log === true ? "info" : "warn",
      ...(quorum === undefined ? {} : { WRITE_QUORUM: String(quorum) }),
    };
    expectRightNodeEnvironment(env);
    expectReachableQuorum(count, quorum);
    const at = (offset: number): number => (port === 0 ? 0 : port + offset);
    const leader: NodePlan = {
      name: "leader",
      port: at(0),
      knows: names,
      walls: { code },
      env: (addresses) => ({
        ...env,
        NODE_TYPE: "leader",
        FOLLOWERS: [...addresses.values()]
          .map(({ host, port }) => `http://${host}:${String(port)}`)
          .join(","),
      }),
    };
    const followers = names.map((name, index) => ({
      name,
      port: at(index + 1),
      knows: [],
      walls: { code },
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
  hints(show, options) {
    const { followers = HTTP_FOLLOWERS } = options as HttpClusterOptions;
    // The programs know where the usual ones are.
    const places = `--leader ${show("leader")} --followers ${httpFollowerNames(followers).map(show).join(",")}`;
    return [
      `curl -X POST ${show("leader")}/set -H "Content-Type: application/json" -d '{"key":"test","value":"hello"}'`,
      `curl ${show("follower1")}/get/test`,
      ...(followers === HTTP_FOLLOWERS ? [] : [`npm run lab4:consistency -- ${places}`]),
    ];
  },
};

/** What the environment says of all nodes. */
function ownVariables(): Record<string, string> {
  return Object.fromEntries(
    ["WRITE_QUORUM", "MIN_DELAY", "MAX_DELAY"].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

interface HttpClusterOptions {
  readonly followers?: number;
  readonly quorum?: number;
  readonly log?: boolean;
}

function httpFollowerNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `follower${String(index + 1)}`);
}

/** What all nodes are told is looked at before any of them starts: each would say the same. Throws ToolError. */
function expectRightNodeEnvironment(env: Readonly<Record<string, string>>): void {
  const read = readHttpNodeEnvironment({
    ...process.env,
    ...env,
    NODE_TYPE: "follower",
    PORT: "",
    FOLLOWERS: "",
  });
  if (read.kind === "wrong") throw new ToolError(read.problems.join("\n"));
}

/** A leader refuses such a quorum as well, but knows nothing of the options that say otherwise. Throws ToolError. */
function expectReachableQuorum(followers: number, quorum: number | undefined): void {
  const given = quorum ?? Number(process.env.WRITE_QUORUM || USUAL_WRITE_QUORUM);
  if (given > followers)
    throw new ToolError(
      `expected a write quorum of at most ${String(followers)}, the number of followers, got ${String(given)}; choose another with --quorum, or more followers with --followers`,
    );
}
