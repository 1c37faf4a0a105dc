import type { WorkerJob } from "../protocol/protocol";

/** A job as it is asked for; who runs it adds the rest. */
export type JobRequest = Omit<WorkerJob, "id" | "student">;
