import { join } from "node:path";
import { labCodeAt } from "harness";
import { CodeBase, Simulation, type NetworkOptions } from "labrpc/simulation";
import { startKVService } from "../../../lab2/tests/support/harness";
import { BENCH_ROOT } from "../measure/runBenchProcess";

/** What a bench process runs: `node … lab2Programs.ts operations 100000 0.3`, `… locks 20000`. Prints real ms. */
const CLIENTS = 10;

async function runLab2BenchLoad(
  network: NetworkOptions,
  work: "operations" | "locks",
  count: number,
): Promise<void> {
  const { folder, given, fixed = [] } = labCodeAt(join(BENCH_ROOT, "lab2"));
  const code = new CodeBase({
    folder: join(BENCH_ROOT, "solutions/lab2"),
    given: { folder, files: given, fixed },
  });
  const simulation = new Simulation({ seed: 1, code, network, budget: { virtualMs: 1e12, events: 1e12 } });
  const started = performance.now();
  const { outcome } = await simulation.run(async (sim) => {
    const kv = startKVService(sim);
    await sim.inParallel(work === "locks" ? 1 : CLIENTS, async (client) => {
      const programs = kv.programs(kv.clerk(`clerk-${String(client)}`));
      if (work === "locks") await programs.lockAndRelease("l", count);
      // A put and a get in each round.
      else await programs.putAndGet(`key-${String(client)}`, count / CLIENTS / 2);
    });
  });
  if (outcome.kind !== "passed") throw new Error(JSON.stringify(outcome));
  process.stdout.write(String(performance.now() - started));
}

const [, , work, ...numbers] = process.argv;
const [count = 0, loss = 0] = numbers.map(Number);
void runLab2BenchLoad(
  { requestLoss: loss, replyLoss: loss },
  work === "locks" ? "locks" : "operations",
  count,
);
