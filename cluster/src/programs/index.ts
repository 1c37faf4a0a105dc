/** For the programs that measure a lab's real system. Plots are apart, in `labcluster/plot`: they take long to load. */
export { summariseClusterLatencies, type ClusterLatencies } from "./summariseClusterLatencies";
export { clusterProgressBar, type ClusterProgress } from "./clusterProgressBar";
export { labelledClusterBars, type ClusterBar, type ClusterPlotPanel } from "./labelledClusterBars";
