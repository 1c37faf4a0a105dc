import { expect } from "chai";
import { checkLinearizable, explainIllegal } from "../../src";
import { generatedHistory, type GeneratedShape } from "../../src/generate/generatedHistory";
import type { GeneratedKind, KeyProfile } from "../../src/generate/GeneratedKind";
import {
  generatedAppends,
  generatedLocks,
  generatedPuts,
  generatedRegister,
  generatedVersions,
} from "../../src/generate/generatedKinds";
import { expectOrder } from "../support/expectOrder";

/** CHECKER_SEEDS=100 takes some minutes. */
const SEEDS = Number(process.env.CHECKER_SEEDS ?? 3);
const [CLIENTS, OPERATIONS] = [50, 2000];

const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);

/** Decides histories of a shape for all seeds; none may stay unknown. Returns the illegal parts' keys. */
function expectDecided<State, Input, Output>(
  kind: GeneratedKind<State, Input, Output>,
  shape: GeneratedShape,
  expected?: "linearizable" | "illegal",
): Set<string> {
  const found = new Set<string>();
  for (const seed of seeds) {
    const history = generatedHistory(kind, seed, shape);
    const verdict = checkLinearizable(kind.model, history);
    expect(verdict.kind, `seed ${String(seed)}`).to.be.oneOf(
      expected === undefined ? ["linearizable", "illegal"] : [expected],
    );
    if (verdict.kind === "linearizable")
      for (const order of verdict.orders) expectOrder(kind.model, history, order);
    if (verdict.kind !== "illegal") continue;
    const { input } = verdict.unlinearizable;
    if (typeof input === "object" && input !== null && "key" in input) found.add(String(input.key));
  }
  return found;
}

describe("generated histories", () => {
  const kinds = {
    puts: generatedPuts,
    appends: generatedAppends,
    versions: generatedVersions,
    locks: generatedLocks,
    register: generatedRegister,
  } as Record<string, GeneratedKind<unknown, unknown, unknown>>;

  it("are the same for the same seed, and others for another", () => {
    const shape = { clients: 5, operations: 100, keys: [{ pending: 0.1 }, {}] };
    const first = generatedHistory(generatedPuts, 1, shape);
    expect(generatedHistory(generatedPuts, 1, shape)).to.deep.equal(first);
    expect(generatedHistory(generatedPuts, 2, shape)).to.not.deep.equal(first);
    expect(first).to.have.length(100);
  });

  const hard: Record<string, KeyProfile> = {
    puts: { values: 20, pending: 0.03, unanswered: 0.6, longest: 150 },
    appends: { values: 20, pending: 0.01, longest: 150 },
    versions: { reads: 0.1, pending: 0.1, unanswered: 0.6, longest: 150 },
  };
  for (const [name, first] of Object.entries(hard)) {
    it(`are refuted by the key that is easily refuted, not kept by the hard one before it: ${name}`, () => {
      const easy = { values: 100, unanswered: 0.05, longest: 10, wrong: "stale" } as const;
      const keys = [first, { values: 8 }, {}, easy];
      const refuted = expectDecided(
        kinds[name]!,
        { clients: CLIENTS, operations: OPERATIONS, keys },
        "illegal",
      );
      expect([...refuted]).to.deep.equal(["k3"]);
    });
  }

  it("are explained by operations of the refuted key", () => {
    const keys = [hard.puts!, { longest: 10, wrong: "stale" as const }];
    const history = generatedHistory(generatedPuts, 1, { clients: CLIENTS, operations: OPERATIONS, keys });
    const verdict = checkLinearizable(generatedPuts.model, history);
    if (verdict.kind !== "illegal") throw new Error(verdict.kind);
    const { core, message } = explainIllegal(generatedPuts.model, verdict);
    expect(new Set(core.map(({ input }) => input.key))).to.deep.equal(new Set(["k1"]));
    expect(message).to.include('get("k1")');
  });

  for (const name of ["puts", "appends", "versions", "locks"]) {
    it(`that are right, of several keys, have orders: ${name}`, () => {
      const keys = [{ values: 4 }, { values: 20, pending: 0.01 }, { pending: 0.02 }, { unanswered: 0.1 }, {}];
      expectDecided(kinds[name]!, { clients: 20, operations: OPERATIONS, keys }, "linearizable");
    });
  }

  for (const name of Object.keys(kinds)) {
    it(`with one answer exchanged are decided: ${name}`, () => {
      const keys = [{ values: 5, pending: 0.02, unanswered: 0.1, wrong: "changed" as const }];
      expectDecided(kinds[name]!, { clients: 8, operations: 200, keys });
    });
  }

  it("with many appends that never returned have orders", () => {
    const keys = [{ values: 5, reads: 0.3, pending: 0.03, longest: 80 }];
    expectDecided(generatedAppends, { clients: 4, operations: 800, keys }, "linearizable");
  });
});
