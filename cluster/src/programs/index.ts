/** For the programs that measure a lab's real system. Plots are apart, in `labcluster/plot`: they take long to load. */
export { summariseLatencies, type LatencySummary } from "./summariseLatencies";
export { measuringProgressBar, type MeasuringProgress } from "./measuringProgressBar";
