import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { IsolationTier } from "labrpc/isolation";
import type { JobRequest } from "../../run/JobRequest";
import { runTests, type TestRunOptions } from "../../run/runTests";
import type { TestRun } from "../../protocol/TestRun";
import type { Lab } from "toolkit/labs/readLab";
import { addTextToHash, hashOfParts } from "../../fingerprint/hashOfFiles";
import { keptFolder } from "./keptFolder";
import { writeKeptFile } from "./writeKeptFile";

/** What decides what the tests of one submission come to. */
export interface KeptRunsKey {
  /** See testFingerprints. */
  readonly tests: ReadonlyMap<string, string>;
  /** See submissionFingerprint. */
  readonly submission: string;
  /** How student code is kept apart. */
  readonly walls: IsolationTier;
}

/**
 * Runs of tests that are kept from one grading to the next. A run depends on the submission, the test, the seeds and the
 * kit alone, so one that was made with the same of each need not be made again. Each is a file, written whole and then renamed: what is
 * there is right, whenever the process that wrote it was killed.
 */
export class KeptRuns {
  readonly #out: string;

  /** @param out where the class's results are, absolute */
  constructor(out: string) {
    this.#out = out;
  }

  /**
   * `runTests` for one submission, which runs only what is not kept, and keeps it.
   *
   * @param run what runs the others. Default: `runTests`
   */
  runner(key: KeptRunsKey, run = runTests): typeof runTests {
    return async (lab: Lab, requests: readonly JobRequest[], options: TestRunOptions) => {
      const files = requests.map((request) => this.#fileOf(key, request, options));
      const kept = files.map((file) => (file === undefined ? undefined : readKeptRun(file)));
      const missing = requests.flatMap((request, index) =>
        kept[index] === undefined ? [{ request, index }] : [],
      );
      kept.forEach((found, index) => {
        if (found !== undefined) options.onTest?.(found, index);
      });
      const runs = await run(
        lab,
        missing.map(({ request }) => request),
        {
          ...options,
          onTest: (made, at) => {
            const index = missing[at]?.index ?? at;
            const file = files[index];
            if (file !== undefined) writeKeptRun(this.#out, file, made);
            options.onTest?.(made, index);
          },
        },
      );
      const made = new Map(missing.map(({ index }, at) => [index, runs[at]]));
      return kept.map((found, index) => found ?? (made.get(index) as TestRun));
    };
  }

  /** Undefined for a test that is not known, whose run is not kept. */
  #fileOf(
    { tests, submission, walls }: KeptRunsKey,
    request: JobRequest,
    { minimise = "none" }: TestRunOptions,
  ): string | undefined {
    const test = tests.get(request.test);
    if (test === undefined) return undefined;
    const name = hashOfParts((hash) => {
      addTextToHash(hash, "test", test);
      addTextToHash(hash, "submission", submission);
      addTextToHash(hash, "walls", walls);
      addTextToHash(hash, "asked", JSON.stringify([{ ...request, submission: "" }, minimise]));
    });
    return join(keptFolder(this.#out, "runs"), name.slice(0, 2), `${name.slice(2)}.json.gz`);
  }
}

function readKeptRun(file: string): TestRun | undefined {
  try {
    return JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as TestRun;
  } catch {
    // Not there, or damaged: it is made again.
    return undefined;
  }
}

/** What the machine is to blame for may be otherwise next time, and is not kept. */
function writeKeptRun(out: string, file: string, run: TestRun): void {
  if (run.ending.kind === "trouble") return;
  writeKeptFile(out, file, gzipSync(JSON.stringify(run)));
}
