import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { KIT_ROOT } from "../kitRoot";
import type { Lab } from "../labs/readLab";
import type { TestRun } from "./TestRun";

const FOLDER = join(KIT_ROOT, "node_modules", ".cache", "kit-durations");
/** Milliseconds for one seed, by test. */
const durations = z.record(z.string(), z.number());

/** Puts the tests that took longest last time first, so that no long one is left alone at the end. */
export function longestFirst<T extends { name: string }>(lab: Lab, tests: readonly T[]): T[] {
  const known = read(lab);
  // Unknown tests keep their order, after the known.
  return [...tests].sort((a, b) => (known[b.name] ?? 0) - (known[a.name] ?? 0));
}

/** Notes how long each test took. Nothing but the order of a later run depends on it. */
export function rememberDurations(lab: Lab, runs: readonly TestRun[]): void {
  const known = read(lab);
  for (const { test, run, elapsedMs } of runs) if (run > 1) known[test] = Math.round(elapsedMs / run);
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file(lab), JSON.stringify(known));
  } catch {
    // Without it the next run may take a little longer.
  }
}

function read(lab: Lab): Record<string, number> {
  try {
    return durations.parse(JSON.parse(readFileSync(file(lab), "utf8")));
  } catch {
    return {};
  }
}

function file({ name }: Lab): string {
  return join(FOLDER, `${name}.json`);
}
