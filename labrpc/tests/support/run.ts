import { join } from "node:path";
import { CodeBase, Simulation, type RunResult, type SimulationOptions } from "../../src/simulation";
import type { Remote } from "../../src/simulation";
import type { JunkClient, JunkServer } from "../fixtures/junk";

/** The code that the tests of labrpc run on hosts. */
export const code = new CodeBase({ folder: join(__dirname, "../fixtures") });

/** Runs a body in a simulation; fails unless it passed. */
export async function run(
  options: Partial<SimulationOptions>,
  body: (sim: Simulation) => Promise<void>,
): Promise<RunResult> {
  const result = await new Simulation({ seed: 1, code, ...options }).run(body);
  if (result.outcome.kind !== "passed") throw new Error(JSON.stringify(result.outcome));
  return result;
}

export function startServer(sim: Simulation, name = "server"): Remote<JunkServer> {
  const host = sim.host(name);
  const server = host.construct<JunkServer>("./junk", "JunkServer");
  host.serve(server);
  return server;
}

export function startClient(sim: Simulation, name = "client", server = "server"): Remote<JunkClient> {
  const host = sim.host(name);
  return host.construct<JunkClient>("./junk", "JunkClient", host.end(server));
}
