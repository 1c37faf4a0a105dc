/** Nodes of a lab's real system as processes. See the lab's `real/cluster.ts` for what runs in them. */
export { Cluster, type ClusterOptions } from "./processes/Cluster";
export type { ClusterPlan, KnownNodeAddresses, NodeAddress, NodePlan, NodesPlan } from "./plan/ClusterPlan";
export type { LabCluster } from "./plan/LabCluster";
export { describeNodeEnding, type NodeEnding } from "./processes/NodeProcess";
