import { expect } from "chai";
import type { NetworkOptions, TraceEvent } from "../../../src/simulation";
import { run, startClient, startServer } from "../../support/run";

/** How long requests and replies of 200 calls travelled, virtual ms. */
async function travelled(network: NetworkOptions): Promise<{ requests: number[]; replies: number[] }> {
  const at = new Map<string, number>();
  await run({ network: { timeoutMs: 60_000, ...network } }, async (sim) => {
    sim.trace.watch(({ kind, id, at: when }: TraceEvent) => at.set(`${kind} ${String(id)}`, when));
    startServer(sim);
    await sim.inParallel(200, async (i) => startClient(sim, `client-${String(i)}`).add(1));
  });
  const between = (from: string, to: string): number[] =>
    [...at].flatMap(([key, when]) => {
      const [kind, id = ""] = key.split(" ");
      return kind === to ? [when - (at.get(`${from} ${id}`) ?? NaN)] : [];
    });
  return { requests: between("call", "deliver"), replies: between("reply", "return") };
}

const isLate = (ms: number): boolean => ms >= 300 && ms <= 400;

describe("late messages", () => {
  it("are so many requests and so many replies, each by itself", async () => {
    const { requests, replies } = await travelled({ late: 0.25, lateMs: [300, 400] });
    expect(requests).to.have.length(200);
    expect(replies).to.have.length(200);
    for (const all of [requests, replies]) {
      expect(all.filter(isLate).length).to.be.within(30, 70);
      for (const ms of all) expect(isLate(ms) || ms <= 1, String(ms)).to.equal(true);
    }
    // Both late in about one call of 16: not the same draw twice.
    const both = requests.filter((ms, i) => isLate(ms) && isLate(replies[i] ?? 0)).length;
    expect(both).to.be.within(3, 30);
  });

  it("are none unless somebody asks", async () => {
    const { requests, replies } = await travelled({ lateMs: [300, 400] });
    expect([...requests, ...replies].filter(isLate)).to.deep.equal([]);
  });

  it("come after the timeout of their call when they are late enough", async () => {
    await run({ network: { late: 1, lateMs: [700, 800], timeoutMs: 1_000 } }, async (sim) => {
      const kinds: string[] = [];
      sim.trace.watch(({ kind }) => kinds.push(kind));
      startServer(sim);
      await startClient(sim)
        .add(1)
        .catch(() => 0);
      await sim.sleep(1_000);
      expect(kinds.filter((kind) => ["deliver", "timeout", "late"].includes(kind))).to.deep.equal([
        "deliver",
        "timeout",
        "late",
      ]);
    });
  });
});
