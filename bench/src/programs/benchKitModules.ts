import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * What measuring needs of a kit, which may be another commit: its modules are loaded by their paths, and have moved.
 * Only Node's modules are imported here, since the kit's would be those of this commit.
 */
export interface BenchKitModules {
  readonly LabTests: new (specs: readonly string[]) => {
    readonly names: readonly string[];
    run(name: string): Promise<{ readonly kind: string; readonly message?: string }>;
  };
  readonly readLab: (root: string, lab: string) => { readonly specs: readonly string[] };
  readonly testRun: { settings: BenchTestSettings };
  /** Undefined where grading did without. */
  readonly hardenKitRealm: (() => void) | undefined;
}

/** The same for all commits; what looks for counterexamples was `tell` and is `minimise`. */
export interface BenchTestSettings {
  readonly submission: string;
  readonly seeds: readonly number[];
  readonly minimise: "none";
  readonly tell: "none";
}

/** Throws an Error that says what is missing. */
export function loadBenchKitModules(root: string): BenchKitModules {
  const load = (...places: readonly string[]): unknown => {
    const place = places.find((path) => existsSync(join(root, path)));
    if (place === undefined) throw new Error(`expected ${places.join(" or ")}, got neither`);
    return createRequire(join(root, "package.json"))(join(root, place));
  };
  type Part<Name extends keyof BenchKitModules> = Pick<BenchKitModules, Name>;
  const { LabTests } = load("grader/src/worker/LabTests.ts") as Part<"LabTests">;
  const { readLab } = load("toolkit/src/labs/readLab.ts", "grader/src/labs/readLab.ts") as Part<"readLab">;
  const { testRun } = load("labrpc/src/testing/index.ts") as Part<"testRun">;
  const { hardenKitRealm } = load("labrpc/src/simulation/index.ts") as Part<"hardenKitRealm">;
  return { LabTests, readLab, testRun, hardenKitRealm };
}
