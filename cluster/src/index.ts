/** Nodes of a lab's real system as processes. See the lab's `real/cluster.ts` for what runs in them. */
export { Cluster, type ClusterOptions } from "./Cluster";
export type { ClusterPlan, KnownNodeAddresses, NodeAddress, NodePlan, NodesPlan } from "./ClusterPlan";
export type { LabCluster } from "./LabCluster";
export { describeNodeEnding, type NodeEnding } from "./NodeProcess";
