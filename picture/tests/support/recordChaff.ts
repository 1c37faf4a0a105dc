import { CodeBase, Simulation, type NetworkOptions } from "labrpc/simulation";
import { explain, recordOf, runSeed, type RunRecord } from "labrpc/testing";
import { join } from "node:path";
import { materialisePatchedEntry } from "toolkit/submission/materialisePatchedEntry";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { expectLinearizable } from "../../../lab1/tests/support/expectations";
import { KVCluster } from "../../../lab1/tests/support/harness";

/** What happens in a run that is recorded for a picture. */
export interface ChaffRun {
  readonly chaff: string;
  readonly test: string;
  readonly seed: number;
  readonly servers?: number;
  readonly replicas?: number;
  readonly network?: NetworkOptions;
  readonly scenario: (kv: KVCluster, sim: Simulation) => Promise<void>;
}

/** Runs a scenario of lab 1 with one of its chaffs, and records it with what the checker of histories says. */
export async function recordChaff(run: ChaffRun): Promise<RunRecord> {
  const { test, seed, network = {} } = run;
  return withChaff(run, async (code, scenario) => {
    const simulation = new Simulation({ seed, code, record: true, network });
    const { outcome } = await simulation.run(scenario);
    const explanation = outcome.kind === "passed" ? undefined : explain(outcome, simulation);
    return recordOf({ test, seed, simulation, explanation, outcome });
  });
}

/** The same, minimised, with the state of its hosts and the run beside it that passes. */
export async function recordTwins(run: ChaffRun): Promise<RunRecord> {
  const { test, seed, network = {} } = run;
  const effort = { minimise: "thorough", freshSecondRun: false, explained: true } as const;
  return withChaff(run, async (code, scenario) => {
    const { record } = await runSeed({ test, seed, code, options: { network }, scenario, ...effort });
    if (record === undefined) throw new Error("expected a run that fails, got one that does not");
    return record;
  });
}

async function withChaff(
  { chaff, scenario, servers = 1, replicas = 1 }: ChaffRun,
  record: (code: CodeBase, scenario: (sim: Simulation) => Promise<void>) => Promise<RunRecord>,
): Promise<RunRecord> {
  const lab = join(KIT_ROOT, "lab1");
  const made = materialisePatchedEntry(KIT_ROOT, "lab1", join(KIT_ROOT, "corpus/lab1/chaffs", chaff));
  if (made === undefined) throw new Error(`expected a chaff of lab 1, got ${chaff}`);
  try {
    const code = new CodeBase({ folder: made.folder, given: { folder: lab, files: ["types.ts"] } });
    return await record(code, async (sim) => {
      const kv = new KVCluster(sim, { servers, replicas }, "server");
      await scenario(kv, sim);
      expectLinearizable(kv.history);
    });
  } finally {
    made.dispose();
  }
}
