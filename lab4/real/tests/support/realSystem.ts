import { join } from "node:path";
import { Cluster, type ClusterPlan } from "labcluster";
import { cluster as lab } from "../../cluster";
import { closeHttpKvSystem, httpKvSystem, type HttpKvSystem } from "../../programs/system/HttpKvSystem";

export const ROOT = join(__dirname, "../../../..");
export const SOLUTION = join(ROOT, "solutions/lab4");

/** The system as processes, and its nodes to speak with. */
export interface RealSystem extends HttpKvSystem, AsyncDisposable {
  readonly cluster: Cluster;
  /** What the nodes printed. */
  readonly lines: readonly string[];
}

/** A leader and its followers as processes on free ports. Their coverage is not measured: it would take longer than the tests. */
export async function startSystem({
  code = SOLUTION,
  followers: count = 5,
  quorum = 3,
} = {}): Promise<RealSystem> {
  const lines: string[] = [];
  const plan = quiet(lab.plan({ code, port: 0, options: { followers: count, quorum } }));
  const cluster = await Cluster.start(plan, { onLine: (_, line) => lines.push(line) });
  const [leader = "", ...followers] = cluster.names.map((name) => urlOf(cluster, name));
  const system = httpKvSystem(leader, followers, { origin: "running", connections: 200 });
  return {
    ...system,
    cluster,
    lines,
    async [Symbol.asyncDispose]() {
      await closeHttpKvSystem(system);
      await cluster.stop();
    },
  };
}

export function quiet(plan: ClusterPlan): ClusterPlan {
  const nodes = plan.nodes.map((node) => ({
    ...node,
    env: (known: Parameters<typeof node.env>[0]) => ({ ...node.env(known), NODE_V8_COVERAGE: "" }),
  }));
  return { ...plan, nodes };
}

export function urlOf(cluster: Cluster, name: string): string {
  const { host, port } = cluster.address(name);
  return `http://${host}:${String(port)}`;
}
