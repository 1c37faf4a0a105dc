import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { Lab } from "toolkit/labs/readLab";
import type { TestRun } from "../protocol/TestRun";

const FOLDER = join(KIT_ROOT, "node_modules", ".cache", "kit-durations");
/** Milliseconds for one seed, by test. */
const durations = z.record(z.string(), z.number());

/** Puts the tests that took longest last time first, so that no long one is left alone at the end. */
export function longestTestsFirst(lab: Lab, tests: readonly ManifestTest[]): ManifestTest[] {
  const known = readTestDurations(lab);
  const expected = (test: ManifestTest): number => (known[test.name] ?? 0) * seedsOfTest(lab, test);
  // Unknown tests keep their order, after the known.
  return [...tests].sort((a, b) => expected(b) - expected(a));
}

/** Notes how long each test took. Nothing but the order of a later run depends on it. */
export function rememberTestDurations(lab: Lab, runs: readonly TestRun[]): void {
  const known = readTestDurations(lab);
  for (const { test: name, run, elapsedMs } of runs) {
    const test = lab.manifest.tests.find((one) => one.name === name);
    // A few seeds of many, or a failure, say little.
    if (test !== undefined && run >= seedsOfTest(lab, test)) known[name] = Math.round(elapsedMs / run);
  }
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(testDurationsFile(lab), JSON.stringify(known));
  } catch {
    // Without it the next run may take a little longer.
  }
}

function seedsOfTest({ manifest }: Lab, test: ManifestTest): number {
  return test.seeds ?? manifest.seeds;
}

function readTestDurations(lab: Lab): Record<string, number> {
  try {
    return durations.parse(JSON.parse(readFileSync(testDurationsFile(lab), "utf8")));
  } catch {
    return {};
  }
}

function testDurationsFile({ name }: Lab): string {
  return join(FOLDER, `${name}.json`);
}
