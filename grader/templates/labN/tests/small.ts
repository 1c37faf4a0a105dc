import type { Simulation } from "labrpc/simulation";
import type { SmallScenario } from "labrpc/testing";
import { expectLinearizable } from "./support/expectations";
import { startCounter } from "./support/harness";

/** What `npm run explore labN -- --strategy exhaustive` runs in every order. */
export const smallScenarios: readonly SmallScenario[] = [
  {
    name: "TwoAdds",
    description: "two clerks add once each, then a third one reads",
    hint: "When a reply is lost, the add has been executed. The server must recognise it when it is sent again.",
    scenario: twoAdds,
  },
];

async function twoAdds(sim: Simulation): Promise<void> {
  const counter = startCounter(sim);
  await sim.inParallel(2, (client) => counter.clerk(`clerk-${String(client)}`).add(client + 1));
  await counter.clerk("reader").read();
  expectLinearizable(counter.history);
}
