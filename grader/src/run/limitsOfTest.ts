import type { Lab } from "toolkit/labs/readLab";
import type { WorkerLimits } from "../process/WorkerLimits";
import type { WorkerJob } from "../protocol/protocol";

/** A seed that is run a second time, with everything recorded, takes so many times as long. */
const REPEATED = 4;

/** The limit of a test's time is for the manifest's number of seeds, and grows with a greater one. */
export function limitsOfTest({ manifest }: Lab, job?: WorkerJob): WorkerLimits {
  const { seeds = manifest.seeds } = manifest.tests.find(({ name }) => name === job?.test) ?? {};
  const factor = Math.max(1, (job?.seeds.length ?? 0) / seeds) * (job?.repeat === true ? REPEATED : 1);
  return {
    wallClockMs: manifest.wallClockSeconds * 1000 * factor,
    silenceMs: manifest.silenceSeconds * 1000,
    memoryMb: manifest.memoryMb,
  };
}
