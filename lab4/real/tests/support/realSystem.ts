import { join } from "node:path";
import { Cluster, type ClusterPlan } from "labcluster";
import { cluster as lab } from "../../cluster";
import { closeSystem, kvSystem, type KvSystem } from "../../programs/KvSystem";

export const ROOT = join(__dirname, "../../../..");
export const SOLUTION = join(ROOT, "solutions/lab4");

/** The system as processes, and its nodes to speak with. */
export interface RealSystem extends KvSystem, AsyncDisposable {
  readonly cluster: Cluster;
  /** What the nodes printed. */
  readonly lines: readonly string[];
}

/** Six processes on free ports. Their coverage is not measured: it would take longer than the tests. */
export async function startSystem({ code = SOLUTION, quorum = 3 } = {}): Promise<RealSystem> {
  const lines: string[] = [];
  const plan = quiet(lab.plan({ code, port: 0, options: { quorum } }));
  const cluster = await Cluster.start(plan, { onLine: (_, line) => lines.push(line) });
  const [leader = "", ...followers] = cluster.names.map((name) => urlOf(cluster, name));
  const system = kvSystem(leader, followers, 200);
  return {
    ...system,
    cluster,
    lines,
    async [Symbol.asyncDispose]() {
      await closeSystem(system);
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

/** Whether a process with this id runs. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until it holds; throws when that takes more than 10 s. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`expected ${what} within 10 s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
