import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { JobRequest } from "../../run/JobRequest";
import { runTests, type TestRunOptions } from "../../run/runTests";
import type { TestRun } from "../../protocol/TestRun";
import type { Lab } from "toolkit/labs/readLab";
import { addTextToHash, hashOfParts } from "../../fingerprint/hashOfFiles";

/** What decides what the tests of one submission come to. */
export interface KeptRunsKey {
  /** See testFingerprints. */
  readonly tests: ReadonlyMap<string, string>;
  /** See submissionFingerprint. */
  readonly submission: string;
}

/**
 * Runs of tests that are kept from one grading to the next. A run depends on the submission, the test, the seeds and the
 * kit alone, so one that was made with the same of each need not be made again. Each is a file, written whole and then renamed: what is
 * there is right, whenever the process that wrote it was killed.
 */
export class KeptRuns {
  readonly #folder: string;

  /** @param folder absolute; made when something is kept */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `runTests` for one submission, which runs only what is not kept, and keeps it. */
  runner(key: KeptRunsKey): typeof runTests {
    return async (lab: Lab, requests: readonly JobRequest[], options: TestRunOptions) => {
      const files = requests.map((request) => this.#fileOf(key, request, options));
      const kept = files.map((file) => (file === undefined ? undefined : readKeptRun(file)));
      const missing = requests.flatMap((request, index) =>
        kept[index] === undefined ? [{ request, index }] : [],
      );
      kept.forEach((run, index) => {
        if (run !== undefined) options.onTest?.(run, index);
      });
      const runs = await runTests(
        lab,
        missing.map(({ request }) => request),
        {
          ...options,
          onTest: (run, at) => {
            const index = missing[at]?.index ?? at;
            const file = files[index];
            if (file !== undefined) writeKeptRun(file, run);
            options.onTest?.(run, index);
          },
        },
      );
      const made = new Map(missing.map(({ index }, at) => [index, runs[at]]));
      return kept.map((run, index) => run ?? (made.get(index) as TestRun));
    };
  }

  /** Undefined for a test that is not known, whose run is not kept. */
  #fileOf(
    { tests, submission }: KeptRunsKey,
    request: JobRequest,
    { minimise = "none" }: TestRunOptions,
  ): string | undefined {
    const test = tests.get(request.test);
    if (test === undefined) return undefined;
    const name = hashOfParts((hash) => {
      addTextToHash(hash, "test", test);
      addTextToHash(hash, "submission", submission);
      addTextToHash(hash, "asked", JSON.stringify([{ ...request, submission: "" }, minimise]));
    });
    return join(this.#folder, name.slice(0, 2), `${name.slice(2)}.json.gz`);
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
function writeKeptRun(file: string, run: TestRun): void {
  if (run.ending.kind === "trouble") return;
  const unfinished = `${file}.${String(process.pid)}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(unfinished, gzipSync(JSON.stringify(run)));
  renameSync(unfinished, file);
}
