/** Nodes of a lab's real system as processes. See the lab's `real/cluster.ts` for what runs in them. */
export { Cluster, type ClusterOptions } from "./processes/Cluster";
export type {
  ClusterPlan,
  KnownNodeAddresses,
  NodeAddress,
  NodePlan,
  NodesPlan,
  NodeWalls,
} from "./plan/ClusterPlan";
export type { LabCluster } from "./plan/LabCluster";
export { describeNodeEnding, type NodeEnding } from "./processes/NodeProcess";
export type { NodeSandbox } from "./sandbox/NodeSandbox";
export { openSandbox, withSandboxOption, type SandboxOption } from "./sandbox/withSandboxOption";
