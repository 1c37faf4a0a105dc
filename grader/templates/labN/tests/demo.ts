import type { Simulation } from "labrpc/simulation";
import { onMessages, type Demonstration, type Narrator } from "labrpc/testing";
import { startCounter } from "./support/harness";

/** What `npm run demo labN` shows. */
export const demonstrations: readonly Demonstration[] = [
  { title: "Two clients add", show: twoClients },
  { title: "A reply that gets lost", show: lostReply },
];

async function twoClients(sim: Simulation, narrator: Narrator): Promise<void> {
  const counter = startCounter(sim);
  const [first, second] = [counter.clerk("first"), counter.clerk("second")];
  narrator.step("The first client adds 5, then the second one adds 2");
  narrator.result(`→ ${String(await first.add(5))}`);
  narrator.result(`→ ${String(await second.add(2))}`);
  narrator.step("The first client reads");
  narrator.result(`→ ${String(await first.read())}`);
}

async function lostReply(sim: Simulation, narrator: Narrator): Promise<void> {
  const ck = startCounter(sim).clerk("clerk");
  sim.network.script(onMessages(1, ({ kind }) => kind === "reply", "lose").script);
  narrator.step("The client adds 5; the server executes it, and its reply is lost");
  narrator.result(`→ ${String(await ck.add(5))}`);
  narrator.messages();
  narrator.step("The client reads");
  narrator.result(`→ ${String(await ck.read())}`);
}
