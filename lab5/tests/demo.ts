import type { Simulation } from "labrpc/simulation";
import type { Demonstration, Narrator } from "labrpc/testing";
import { SAVE_EVERY_MS, startServers } from "./support/harness";

const network = { timeoutMs: 5_000 };

/** What `npm run demo lab5` shows. */
export const demonstrations: readonly Demonstration[] = [
  { title: "Commands, and where keys go", network, show: commands },
  { title: "A server that is down", network, show: serverDown },
  { title: "A server that is killed", network, show: killed },
];

async function commands(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = await startServers(sim);
  const ck = kv.client("client");
  for (const key of ["user:alice", "user:bob", "user:charlie"]) {
    narrator.step(`SET ${key}`);
    narrator.result(JSON.stringify(await ck.set(key, `of ${key}`)));
  }
  narrator.step("EXPIRE user:alice 60, and a GET ten seconds later");
  await ck.expire("user:alice", 60);
  await sim.sleep(10_000);
  narrator.result(JSON.stringify(await ck.get("user:alice")));
  narrator.step("A GET fifty seconds after that");
  await sim.sleep(50_000);
  narrator.result(JSON.stringify(await ck.get("user:alice")));
}

async function serverDown(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = await startServers(sim);
  const ck = kv.client("client");
  kv.unplug(2);
  narrator.step("Server 2 is down; GET user:1, which belongs to it");
  const started = sim.now;
  const response = await ck.get("user:1");
  for (const { server, attempt, of } of await ck.retries())
    narrator.result(
      `[RETRY] Server ${String(server)} failed, retrying... (${String(attempt)}/${String(of)})`,
    );
  narrator.result(`after ${((sim.now - started) / 1_000).toFixed(1)} s: ${JSON.stringify(response)}`);
}

async function killed(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = await startServers(sim, { servers: 1 });
  const ck = kv.client("client");
  narrator.step("SET early, and eleven seconds later SET late; then the server is killed and started again");
  await ck.set("early", "x");
  await sim.sleep(SAVE_EVERY_MS + 1_000);
  await ck.set("late", "x");
  kv.kill(1);
  narrator.result(`it finds ${JSON.stringify(await kv.start(1))}`);
  for (const key of ["early", "late"]) narrator.result(`GET ${key} → ${JSON.stringify(await ck.get(key))}`);
  narrator.step("Its snapshot is damaged while it is stopped");
  await kv.stop(1);
  kv.disk(1).put(
    "kv_store_server1.json",
    (kv.disk(1).textOf("kv_store_server1.json") ?? "").replace("x", "y"),
  );
  narrator.result(`it finds ${JSON.stringify(await kv.start(1))}`);
}
