import { join } from "node:path";
import { CodeBase, Simulation } from "labrpc/simulation";
import type { EchoClient, EchoServer } from "../../fixtures/echo";

/** What a bench process runs: `node … labrpcPrograms.ts rpc 10 100000`, `… hosts 1000`. Prints a number or nothing. */
const code = new CodeBase({ folder: join(__dirname, "../../fixtures") });
const budget = { virtualMs: 1e12, events: 1e12 };

async function benchRpc(clients: number, calls: number): Promise<void> {
  const { outcome } = await new Simulation({ seed: 1, code, budget }).run(async (sim) => {
    const server = sim.host("server");
    server.serve(server.construct<EchoServer>("./echo", "EchoServer"));
    await sim.inParallel(clients, async (client) => {
      const host = sim.host(`client-${String(client)}`);
      const clerk = host.construct<EchoClient>("./echo", "EchoClient", host.end("server"));
      const last = await clerk.callMany(calls / clients);
      if (last !== calls / clients) sim.fail("calls were lost", { expected: calls / clients, got: last });
    });
  });
  if (outcome.kind !== "passed") throw new Error(JSON.stringify(outcome));
}

async function benchHosts(count: number): Promise<void> {
  const { outcome } = await new Simulation({ seed: 1, code, budget }).run(async (sim) => {
    sim.host("first").construct<EchoServer>("./echo", "EchoServer");
    await sim.sleep(1);
    const start = performance.now();
    for (let i = 0; i < count; i++) {
      const host = sim.host(`host-${String(i)}`);
      host.construct<EchoClient>("./echo", "EchoClient", host.end("first"));
    }
    await sim.sleep(1);
    process.stdout.write(String(((performance.now() - start) * 1000) / count));
  });
  if (outcome.kind !== "passed") throw new Error(JSON.stringify(outcome));
}

const [, , program, ...numbers] = process.argv;
const [first = 0, second = 0] = numbers.map(Number);
void (program === "rpc" ? benchRpc(first, second) : benchHosts(first));
