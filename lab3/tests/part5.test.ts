import { expectBetween } from "labrpc/testing";
import { OPTIONS, ROUND_TRIP_MS, simulate, startStore } from "./support/harness";
import type { Level } from "../types";

const SERVERS = 3;
const WRITES = 6;
const READS = 6;

/** Means of one client after another, each at another server. */
interface Cost {
  readonly writeMs: number;
  readonly readMs: number;
  /** Messages published for each. */
  readonly perWrite: number;
  readonly perRead: number;
  /** For each of several writes at the same time, while a link is slow. */
  readonly perBusyWrite: number;
}

describe("Lab 3, part 5: what consistency costs", () => {
  simulate("TestCostOfConsistency", OPTIONS, async (sim) => {
    const measure = async (level: Level): Promise<Cost> => {
      const kv = startStore(sim, { level, servers: SERVERS, name: level });
      const clerks = kv.servers.map((server) => kv.clerk(`${level}-${String(server)}`, server));
      const run = async (count: number, call: (i: number) => Promise<unknown>): Promise<[number, number]> => {
        const before = await kv.published();
        let ms = 0;
        for (let i = 0; i < count; i++) {
          const started = sim.now;
          await call(i);
          ms += sim.now - started;
          await sim.sleep(10);
        }
        await sim.sleep(1_000);
        return [ms / count, ((await kv.published()) - before) / count];
      };
      const [writeMs, perWrite] = await run(
        WRITES,
        // The value does not matter: who writes the same again pays again.
        (i) => clerks[i % SERVERS]?.set("k", "v") ?? sim.sleep(0),
      );
      const [readMs, perRead] = await run(READS, (i) => clerks[i % SERVERS]?.get("k") ?? sim.sleep(0));
      // Many at the same time, and one server hears late of another: nobody needs to say anything twice.
      kv.slow(0, 1, 400);
      const more = level === "sequential" ? ["a", "b"] : [];
      const busy = [
        ...clerks,
        ...kv.servers.flatMap((server) =>
          more.map((name) => kv.clerk(`${level}-${String(server)}${name}`, server)),
        ),
      ];
      const [, published] = await run(1, () =>
        sim.inParallel(busy.length, (i) => busy[i]?.set("slow", String(i)) ?? sim.sleep(0)),
      );
      return { writeMs, readMs, perWrite, perRead, perBusyWrite: published / busy.length };
    };
    const [linearizable, sequential, eventual] = [
      await measure("linearizable"),
      await measure("sequential"),
      await measure("eventual"),
    ];
    // An operation in the one order: one message, and an acknowledgement of each server, perhaps of its own too.
    const ordered = SERVERS + 1;
    const published = "messages published per";
    expectBetween(`eventual: ${published} write`, eventual.perWrite, 1, 1, "messages");
    expectBetween(`eventual: ${published} read`, eventual.perRead, 0, 0, "messages");
    expectBetween(`sequential: ${published} write`, sequential.perWrite, SERVERS, ordered, "messages");
    expectBetween(`sequential: ${published} read`, sequential.perRead, 0, 0, "messages");
    expectBetween(`linearizable: ${published} write`, linearizable.perWrite, SERVERS, ordered, "messages");
    expectBetween(`linearizable: ${published} read`, linearizable.perRead, SERVERS, ordered, "messages");
    for (const [level, cost] of Object.entries({ linearizable, sequential, eventual }))
      expectBetween(
        `${level}: ${published} write, of several at the same time, while a link is slow,`,
        cost.perBusyWrite,
        1,
        level === "eventual" ? 1 : ordered,
        "messages",
      );
    for (const [level, cost] of Object.entries({ sequential, eventual }))
      expectBetween(`${level}: a read waits for nobody`, cost.readMs, 0, ROUND_TRIP_MS, "ms");
    expectBetween("eventual: a write waits for nobody", eventual.writeMs, 0, ROUND_TRIP_MS, "ms");
    // To the others and back, and the client's own way; each ends at a server that takes what came from its inbox.
    const ORDER_MS = 3 * ROUND_TRIP_MS;
    for (const [what, ms] of [
      ["sequential: a write", sequential.writeMs],
      ["linearizable: a write", linearizable.writeMs],
      ["linearizable: a read", linearizable.readMs],
    ] as const)
      expectBetween(
        `${what} takes a way to the others and one back, not more`,
        ms,
        eventual.writeMs,
        ORDER_MS,
        "ms",
      );
  });
});
