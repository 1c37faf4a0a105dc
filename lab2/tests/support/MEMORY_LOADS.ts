import type { Remote, Simulation } from "labrpc/simulation";
import type { MemoryLoad } from "labrpc/testing";
import type { Crowd } from "../../given/Crowd";

/** MIT's test has 100,000 clients; a twentieth of them shows the same in a twentieth of the time. */
const CLIENTS = 5_000;
/** MIT's figure. */
const BYTES_PER_CLIENT = 200;
/** So many that one number kept of each put shows. */
const PUTS = 7_500;

/** So many that a record kept of each shows. */
const GIVEN_UP = 2_500;

/** Few clients and few keys, but many pairs of them. */
const [WRITERS, KEYS] = [30, 150];

/** So many that a value kept for each shows. */
const READERS = 60;

/** What a crowd does to a server that is to keep little of it. */
interface CrowdLoad extends Pick<MemoryLoad, "what" | "mostBytes"> {
  readonly by: (crowd: Remote<Crowd>, sim: Simulation) => Promise<void>;
}

/** What a server has to bear without keeping much of it. */
export const MEMORY_LOADS: readonly [CrowdLoad, ...CrowdLoad[]] = [
  {
    what: "3 clients made 1,000 gets each and as many puts that were refused; none is needed once it was answered",
    mostBytes: 100_000,
    by: (crowd) => crowd.askOften(3, 1_000),
  },
  {
    what: `2 clients wrote ${String(PUTS)} times each; a client that goes on needs no record of what it did before`,
    mostBytes: 80_000,
    by: (crowd) => crowd.putOften(2, PUTS),
  },
  {
    what: `${String(WRITERS)} clients wrote each of ${String(KEYS)} keys once; no record is needed for each client and key`,
    mostBytes: 225_000,
    by: (crowd) => crowd.putEverywhere(WRITERS, KEYS),
  },
  {
    what: `${String(CLIENTS)} clients wrote a value of 1,000 bytes once each, which leaves ${String(BYTES_PER_CLIENT)} bytes for each`,
    mostBytes: CLIENTS * BYTES_PER_CLIENT,
    by: (crowd) => crowd.putOnceEach(CLIENTS, "k", 1_000),
  },
  {
    what: `2 clients gave up ${String(GIVEN_UP)} puts each, whose replies were lost; nobody asks for those again`,
    mostBytes: 80_000,
    by: async (crowd, { network }) => {
      network.set({ replyLoss: 1, timeoutMs: 10 });
      await crowd.putHastily(2, GIVEN_UP);
      network.set({ replyLoss: 0, timeoutMs: 1_000 });
    },
  },
  {
    what: `${String(READERS)} clients each wrote a different value of 10,000 bytes and read it once; a server must not keep values to answer gets again`,
    mostBytes: 150_000,
    by: (crowd) => crowd.readOnceEach(READERS, "k", 10_000),
  },
];
