import { CodeBase, Simulation, type NetworkOptions } from "labrpc/simulation";
import { explain, recordOf, type RunRecord } from "labrpc/testing";
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
  const { test, seed, servers = 1, replicas = 1, network = {} } = run;
  const lab = join(KIT_ROOT, "lab1");
  const made = materialisePatchedEntry(KIT_ROOT, "lab1", join(KIT_ROOT, "corpus/lab1/chaffs", run.chaff));
  if (made === undefined) throw new Error(`expected a chaff of lab 1, got ${run.chaff}`);
  try {
    const code = new CodeBase({ folder: made.folder, given: { folder: lab, files: ["types.ts"] } });
    const simulation = new Simulation({ seed, code, record: true, network });
    const { outcome } = await simulation.run(async () => {
      const kv = new KVCluster(simulation, { servers, replicas }, "server");
      await run.scenario(kv, simulation);
      expectLinearizable(kv.history);
    });
    const explanation = outcome.kind === "passed" ? undefined : explain(outcome, simulation);
    return recordOf({ test, seed, simulation, explanation, outcome });
  } finally {
    made.dispose();
  }
}
