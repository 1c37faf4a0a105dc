import { Simulation } from "../../simulation/Simulation";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import type { CodeBase } from "../../simulation/code/CodeBase";
import type { NetworkOptions } from "../../simulation/network/NetworkOptions";
import { explain } from "../explain/explain";
import { traceTime } from "../explain/renderEvent";
import type { Explanation } from "../../records";
import { Narrator } from "./Narrator";

/** Something worth seeing of a lab: a scenario that says what it does. `labN/tests/demo.ts` exports a list of them. */
export interface Demonstration {
  readonly title: string;
  readonly network?: NetworkOptions;
  readonly show: (sim: Simulation, narrator: Narrator) => Promise<void>;
}

const BUDGET = { virtualMs: 600_000, events: 500_000 };

/** Shows one demonstration on student code, with what that prints. Resolves to why it could not be finished; undefined when it was. */
export async function showDemonstration(
  { network, show }: Demonstration,
  { code, seed, print }: { code: CodeBase; seed: number; print: (line: string) => void },
): Promise<Explanation | undefined> {
  const options: SimulationOptions = {
    seed,
    code,
    budget: BUDGET,
    record: true,
    ...(network === undefined ? {} : { network }),
  };
  const simulation = new Simulation(options);
  simulation.trace.watch(({ at, kind, host, text }) => {
    if (kind === "console") print(`    ${traceTime(at)}  ${host} prints ${text}`);
  });
  const { outcome } = await simulation.run((sim) => show(sim, new Narrator(sim, print)));
  return outcome.kind === "passed" ? undefined : explain(outcome, simulation);
}
