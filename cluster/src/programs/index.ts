/** For the programs that measure a lab's real system. Plots are apart, in `labcluster/plot`: they take long to load. */
export { latencies, type Latencies } from "./latencies";
export { progressBar, type Progress } from "./progressBar";
