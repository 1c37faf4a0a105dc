import type { Simulation } from "labrpc/simulation";
import type { MemoryLoad } from "labrpc/testing";
import { startKVService } from "./harness";

/** MIT's test has 100,000 clients; a tenth of them shows the same in a tenth of the time. */
const CLIENTS = 10_000;
/** MIT's figure. */
const BYTES_PER_CLIENT = 200;
/** So many that one number kept of each put shows. */
const PUTS = 7_500;

/** So many that a record kept of each shows. */
const GIVEN_UP = 2_500;

/** Few clients and few keys, but many pairs of them. */
const [WRITERS, KEYS] = [40, 200];

/** So many that a value kept for each shows. */
const READERS = 60;

type MemoryLoadOf = (sim: Simulation) => MemoryLoad;

/** What a server has to bear without keeping much of it. */
export const MEMORY_LOADS: readonly [MemoryLoadOf, ...MemoryLoadOf[]] = [
  manyReadsAndRefusedPuts,
  manyPutsOfFewClients,
  onePutOfManyClients,
  somePutsForEachKey,
  manyPutsThatAreGivenUp,
  oneGetOfManyClients,
];

function manyReadsAndRefusedPuts(sim: Simulation): MemoryLoad {
  return {
    what: "3 clients made 1,000 gets each and as many puts that were refused; none is needed once it was answered",
    mostBytes: 150_000,
    apply: async (name) => {
      const kv = startKVService(sim, { name: `reads-${name}` });
      const { host, remote } = kv.crowd(`reads-${name}-crowd`);
      await remote.askOften(3, 1_000);
      host.crash();
      return kv.server;
    },
  };
}

function manyPutsOfFewClients(sim: Simulation): MemoryLoad {
  return {
    what: `2 clients wrote ${String(PUTS)} times each; a client that goes on needs no record of what it did before`,
    mostBytes: 80_000,
    apply: async (name) => {
      const kv = startKVService(sim, { name: `own-${name}` });
      const { host, remote } = kv.crowd(`own-${name}-crowd`);
      await remote.putOften(2, PUTS);
      host.crash();
      return kv.server;
    },
  };
}

function manyPutsThatAreGivenUp(sim: Simulation): MemoryLoad {
  return {
    what: `2 clients gave up ${String(GIVEN_UP)} puts each, whose replies were lost; nobody asks for those again`,
    mostBytes: 80_000,
    apply: async (name) => {
      const kv = startKVService(sim, { name: `hasty-${name}` });
      const { host, remote } = kv.crowd(`hasty-${name}-crowd`);
      sim.network.set({ replyLoss: 1, timeoutMs: 10 });
      await remote.putHastily(2, GIVEN_UP);
      sim.network.set({ replyLoss: 0, timeoutMs: 1_000 });
      host.crash();
      return kv.server;
    },
  };
}

function oneGetOfManyClients(sim: Simulation): MemoryLoad {
  return {
    what: `${String(READERS)} clients each wrote a different value of 10,000 bytes and read it once; a server must not keep values to answer gets again`,
    mostBytes: 150_000,
    apply: async (name) => {
      const kv = startKVService(sim, { name: `read-${name}` });
      const { host, remote } = kv.crowd(`read-${name}-crowd`);
      await remote.readOnceEach(READERS, "k", 10_000);
      host.crash();
      return kv.server;
    },
  };
}

function onePutOfManyClients(sim: Simulation): MemoryLoad {
  return {
    what: `${String(CLIENTS)} clients wrote a value of 1,000 bytes once each, which leaves ${String(BYTES_PER_CLIENT)} bytes for each`,
    mostBytes: CLIENTS * BYTES_PER_CLIENT,
    apply: async (name) => {
      const kv = startKVService(sim, { name: `crowd-${name}` });
      const { host, remote } = kv.crowd(`crowd-${name}-clients`);
      await remote.putOnceEach(CLIENTS, "k", 1_000);
      host.crash();
      return kv.server;
    },
  };
}

function somePutsForEachKey(sim: Simulation): MemoryLoad {
  return {
    what: `${String(WRITERS)} clients wrote each of ${String(KEYS)} keys once; no record is needed for each client and key`,
    mostBytes: 300_000,
    apply: async (name) => {
      const kv = startKVService(sim, { name: `each-${name}` });
      const { host, remote } = kv.crowd(`each-${name}-crowd`);
      await remote.putEverywhere(WRITERS, KEYS);
      host.crash();
      return kv.server;
    },
  };
}
