import { expectBetween, expectValue } from "labrpc/testing";
import { OPTIONS, simulate } from "./support/harness";
import type { Rings } from "../given/Shell";

/** Rings of two servers, and keys on each. */
const [RINGS, FEW_KEYS] = [3, 300];

describe("Lab 5, optional: a ring", () => {
  simulate("TestRingMoves", { ...OPTIONS, seeds: 5 }, async (sim) => {
    const rings = sim.host("host").construct<Rings>("./given/Shell", "Rings");
    const keys = Array.from({ length: 1_000 }, (_, i) => `key-${String(sim.seed)}-${String(i)}`);
    const shuffled = (ids: readonly number[]): number[] => sim.random("order").shuffle(ids);
    // "The numbers of the servers", whatever they are: 1 and 11 have places of their own, however a number and a count are joined.
    const five = sim.inTurn([
      [1, 2, 3, 4, 5],
      [1, 11, 2, 12, 111],
      [10, 1, 100, 7, 70],
    ]);
    for (const ids of [[1, 2, 3], five]) {
      const count = ids.length;
      const extra = Math.max(...ids) + 1;
      const before = await rings.place(shuffled(ids), keys);
      for (const id of ids) {
        const share = before.filter((server) => server === id).length / keys.length;
        expectBetween(
          `the share of server ${String(id)} of ${String(count)}`,
          share * count * 100,
          55,
          160,
          "% of a fair one",
        );
      }
      const after = await rings.place(shuffled([...ids, extra]), keys);
      for (const server of before)
        if (!ids.includes(server))
          expectValue("the server of a key, which is none of the ring,", server, ids[0]);
      const moved = keys.filter((_, i) => before[i] !== after[i]).length;
      expectBetween(
        "keys that moved when a server was added",
        (moved / keys.length) * (count + 1) * 100,
        50,
        165,
        "% of 1/N",
      );
      expectValue(
        "keys that moved between servers that were there before",
        keys.filter((_, i) => before[i] !== after[i] && after[i] !== extra).length,
        0,
      );
      const other = await rings.place(shuffled(ids).reverse(), keys);
      expectValue(
        "keys that moved when the list had another order",
        keys.filter((_, i) => before[i] !== other[i]).length,
        0,
      );
      const without = await rings.place(shuffled(ids.filter((id) => id !== 2)), keys);
      expectValue(
        "keys that moved although their server stayed when another one was removed",
        keys.filter((_, i) => before[i] !== 2 && before[i] !== without[i]).length,
        0,
      );
    }
    // A key behind the last place belongs to the first one. There are few such keys on a ring, on some hardly any.
    const numbers = sim.random("numbers");
    for (let ring = 0; ring < RINGS; ring++) {
      const first = 1 + numbers.int(1_000);
      const ids = [first, first + 1 + numbers.int(1_000)];
      const [before, other] = [
        await rings.place(ids, keys.slice(0, FEW_KEYS)),
        await rings.place([...ids].reverse(), keys.slice(0, FEW_KEYS)),
      ];
      expectValue(
        `keys that moved when the list ${ids.join(", ")} had another order`,
        before.filter((server, i) => server !== other[i]).length,
        0,
      );
    }
    expectValue("the place of a key on a ring of one server", (await rings.place([7], ["k"]))[0], 7);
  });
});
