import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { SearchEffort } from "labrpc/testing";
import { sourcesBelow } from "toolkit/submission/sourcesBelow";
import type { TestRun } from "../../protocol/TestRun";
import type { JobRequest } from "../../run/JobRequest";

/** Tests of one submission, as they go to a worker on any machine: the code is among it. */
export interface QueuedJob {
  /** By path below the lab's folder; contents in base64. */
  readonly files: readonly (readonly [path: string, base64: string])[];
  /** Their `submission` is the worker's to fill in. */
  readonly requests: readonly JobRequest[];
  readonly minimise: SearchEffort;
}

/** @param folder of the submission's copy, absolute */
export function queuedJobOf(
  folder: string,
  requests: readonly JobRequest[],
  minimise: SearchEffort,
): QueuedJob {
  return {
    files: sourcesBelow(folder).map((path) => [path, readFileSync(join(folder, path)).toString("base64")]),
    requests: requests.map((request) => ({ ...request, submission: "" })),
    minimise,
  };
}

/** A text for Redis, and back. */
export function packQueued(value: QueuedJob | readonly TestRun[]): string {
  return gzipSync(JSON.stringify(value)).toString("base64");
}

export function unpackQueuedJob(text: string): QueuedJob {
  return JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8")) as QueuedJob;
}

export function unpackQueuedRuns(text: string): readonly TestRun[] {
  return JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8")) as readonly TestRun[];
}
