import { expect } from "chai";
import { lowerDimensions, type Dimensions } from "../../../src/testing/minimise/lowerDimensions";

/** Lowers a world that fails exactly when `fails` says so. */
async function lowered(
  start: Dimensions,
  fails: (world: Dimensions) => boolean,
  names: (name: string) => boolean = () => true,
): Promise<{ world: Dimensions; runs: number }> {
  let world = start;
  let runs = 0;
  await lowerDimensions(
    {
      drawn: () => new Map(Object.entries(world)),
      holds: (lower) => {
        runs += 1;
        const smaller = { ...world, ...lower };
        if (fails(smaller)) world = smaller;
        return Promise.resolve(fails(smaller));
      },
    },
    names,
  );
  return { world, runs };
}

describe("lowerDimensions", () => {
  it("brings everything to 0 that does not matter, and the rest as low as it goes", async () => {
    const start = { servers: 11, clients: 199, awkward: 1, pause: 60_000 };
    const { world } = await lowered(start, ({ clients = 0, awkward = 0 }) => clients >= 3 && awkward === 1);
    expect(world).to.deep.equal({ servers: 0, clients: 3, awkward: 1, pause: 0 });
  });

  it("finds a number of many by halving", async () => {
    const { world, runs } = await lowered({ pause: 1_000_000 }, ({ pause = 0 }) => pause >= 1_234);
    expect(world).to.deep.equal({ pause: 1_234 });
    expect(runs).to.be.below(60);
  });

  it("leaves the dimensions alone that it was not asked to lower", async () => {
    const { world } = await lowered(
      { servers: 3, "clerk-0/1 pause": 9 },
      () => true,
      (name) => !name.includes("/"),
    );
    expect(world).to.deep.equal({ servers: 0, "clerk-0/1 pause": 9 });
  });

  it("runs nothing where all is 0, once where nothing matters", async () => {
    expect((await lowered({ servers: 0 }, () => true)).runs).to.equal(0);
    expect((await lowered({ servers: 2, clients: 5 }, () => true)).runs).to.equal(1);
  });
});
