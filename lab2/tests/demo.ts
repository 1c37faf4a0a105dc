import type { Simulation } from "labrpc/simulation";
import type { Demonstration, Narrator } from "labrpc/testing";
import { demonstrateLossCosts } from "./support/demonstrateLossCosts";
import { startKVService, type GetOutcome, type KVCluster, type RecordedClerk } from "./support/harness";

const LOSSY = { reliable: false, requestLoss: 0.3, replyLoss: 0.3 };

/** What `npm run demo lab2` shows. */
export const demonstrations: readonly Demonstration[] = [
  { title: "Basic operations", show: basicOperations },
  { title: "A distributed lock", show: oneLock },
  { title: "Three workers, a lock and a counter", show: workers },
  { title: "A network that loses 30 % of requests and of replies", network: LOSSY, show: unreliable },
  { title: "A lock on that network", network: LOSSY, show: unreliableLock },
  { title: "What losses cost", show: demonstrateLossCosts },
];

async function basicOperations(sim: Simulation, narrator: Narrator): Promise<void> {
  const ck = startKVService(sim).clerk("clerk");
  const put = async (text: string, value: string, version: number): Promise<void> => {
    narrator.step(`${text}: put("hello", "${value}", ${String(version)})`);
    narrator.result(`→ ${await ck.put("hello", value, version)}; ${shown(await ck.get("hello"))}`);
  };
  await put('Create the key "hello" with the value "world"', "world", 0);
  await put('Update it to "universe", with the version that it has', "universe", 1);
  narrator.step('Get a key that does not exist: get("nobody")');
  narrator.result(`→ ${shown(await ck.get("nobody"))}`);
  await put("Update with a wrong version", "again", 1);
  narrator.step('Put a key that does not exist with version 5: put("nobody", "x", 5)');
  narrator.result(`→ ${await ck.put("nobody", "x", 5)}`);
}

async function oneLock(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startKVService(sim);
  const [first, second] = [kv.clerk("first"), kv.clerk("second")];
  const [mine, yours] = [kv.lock(first, "demo"), kv.lock(second, "demo")];
  narrator.step("One client acquires the lock and releases it");
  narrator.result(`lock acquired: ${String(await mine.acquire(1_000))}, at ${at(sim)}`);
  await mine.release();
  narrator.result(`lock released, at ${at(sim)}`);
  narrator.step("Three workers take it in turn");
  await takeInTurn(sim, kv, narrator, { name: "worker", rounds: 1, holdMs: 10 });
  narrator.step("The first client holds it; the second one tries for 100 ms");
  narrator.result(`first client: → ${String(await mine.acquire(1_000))}, at ${at(sim)}`);
  narrator.result(`second client: → ${String(await yours.acquire(100))}, at ${at(sim)}`);
  narrator.step("The first one releases it, while the second one waits");
  const waiting = yours.acquire(5_000);
  await mine.release();
  narrator.result(`released at ${at(sim)}`);
  narrator.result(`second client: → ${String(await waiting)}, at ${at(sim)}`);
  await yours.release();
  narrator.step("`await using` releases the lock at the end of the block, also after an error");
  await kv
    .programs(first)
    .fail("demo")
    .catch((error: unknown) => {
      narrator.result(`the block threw: ${(error as Error).message}`);
    });
  narrator.result(`second client: → ${String(await yours.acquire(1_000))}`);
  await yours.release();
}

async function workers(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startKVService(sim);
  narrator.step("Three workers add 1 to a counter four times each, and hold the lock while they do");
  await kv.clerk("main").put("counter", "0", 0);
  await sim.inParallel(3, async (worker) => {
    const programs = kv.programs(kv.clerk(`worker-${String(worker)}`));
    for (let i = 0; i < 4; i++) {
      const count = await programs.count("counter-lock", "counter");
      narrator.result(`${at(sim)}  worker-${String(worker)} made it ${String(count)}`);
    }
  });
  narrator.step("The counter");
  narrator.result(`→ ${shown(await kv.clerk("reader").get("counter"))}`);
}

async function unreliable(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startKVService(sim);
  const ck = kv.clerk("clerk");
  for (let version = 0; version < 3; version++) {
    narrator.step(`put("k", "v${String(version)}", ${String(version)})`);
    const outcome = await ck.put("k", `v${String(version)}`, version);
    narrator.messages();
    narrator.result(`→ ${outcome}`);
  }
  narrator.step("What the store holds, and what it took");
  const got = await ck.get("k");
  narrator.messages();
  narrator.result(`→ ${shown(got)}`);
  tell(sim, narrator, ck);
  await tellStatistics(kv, narrator, ck);
}

async function unreliableLock(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startKVService(sim);
  narrator.step("Three clients take the lock twice each");
  await takeInTurn(sim, kv, narrator, { name: "clerk", rounds: 2, holdMs: 50 });
  tell(sim, narrator);
}

/** Three clients take one lock as often as said, and hold it for so many ms of virtual time. */
async function takeInTurn(
  sim: Simulation,
  kv: KVCluster,
  narrator: Narrator,
  { name, rounds, holdMs }: { name: string; rounds: number; holdMs: number },
): Promise<void> {
  await sim.inParallel(3, async (client) => {
    const worker = `${name}-${String(client)}`;
    const lock = kv.lock(kv.clerk(worker), "demo");
    for (let i = 0; i < rounds; i++) {
      await lock.enter();
      narrator.result(`${at(sim)}  ${worker} acquired the lock`);
      await sim.sleep(holdMs);
      await lock.release();
      narrator.result(`${at(sim)}  ${worker} released the lock`);
    }
  });
}

function tell(sim: Simulation, narrator: Narrator, ck?: RecordedClerk): void {
  const { calls, requestsLost, repliesLost } = sim.network.calls(
    ck === undefined ? {} : { from: ck.host.name },
  );
  narrator.result(
    `the network: ${String(calls)} requests, of which ${String(requestsLost)} were lost; ${String(repliesLost)} replies were lost`,
  );
}

/** Statistics are optional; who has not written them sees the network's only. */
async function tellStatistics(kv: KVCluster, narrator: Narrator, ck: RecordedClerk): Promise<void> {
  try {
    const clerk = await ck.statistics();
    const server = await kv.statistics();
    narrator.result(
      `the clerk: ${String(clerk.requests)} requests, of which ${String(clerk.retries)} were retries; ${String(clerk.drops)} got no reply`,
    );
    narrator.result(
      `the server: ${String(server.requests)} requests, of which ${String(server.duplicates)} were answered from the cache`,
    );
  } catch (error) {
    narrator.result(`no statistics: ${(error as Error).message}`);
  }
}

function shown(got: GetOutcome): string {
  return got.kind === "value"
    ? `value ${JSON.stringify(got.value)}, version ${String(got.version)}`
    : got.kind;
}

function at(sim: Simulation): string {
  return `${sim.now.toFixed(1)} ms`;
}
