import { expect } from "chai";
import { join } from "node:path";

import type { StrategyRow } from "../../src/strategies/StrategyRow";
import { renderStrategies } from "../../src/strategies/renderStrategies";
import { runStrategiesCommand } from "../../src/strategies/runStrategiesCommand";
import { pageWithMeasuredStrategies, writeMeasuredStrategies } from "../../src/strategies/strategiesPage";
import { runCommand, type Ran } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const ROOT = join(__dirname, "../../..");
const measure = (...args: string[]): Promise<Ran> =>
  runCommand(runStrategiesCommand, args, { root: ROOT, cwd: ROOT });
const FEW = ["--labs", "lab1", "--seeds", "20", "--orders", "20"];

describe("strategies", function () {
  this.timeout(60_000);

  it("counts the runs that each strategy needs", async () => {
    const { code, out, errors } = await measure(
      ...FEW,
      "--only",
      "no-duplicate-check,remembers-ids-for-ever",
    );
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out).to.match(/\| lab1: found \| 2 of 2 \| 2 of 2 \| 2 of 2 \| 1 of 2 \|/);
    expect(out).to.match(/\| no-duplicate-check \| TestUnreliable \| \d+ \| \d+ \| \d+ \| 4 \|/);
    expect(out).to.match(/\| remembers-ids-for-ever \| TestMemory \| \d+ \| \d+ \| \d+ \| none in \d+ \|/);
  });

  it("leaves out what it had no time for, and says so", async () => {
    const { code, errors } = await measure(...FEW, "--only", "no-duplicate-check", "--for", "1ms");
    expect(code).to.equal(1);
    expect(errors).to.equal("the time was up: 1 of 1 submissions are left out\n");
  });

  it("has exit code 2 for names that there are not", async () => {
    const { code, errors } = await measure(...FEW, "--only", "no-duplicate-chek");
    expect(code).to.equal(2);
    expect(errors).to.include("did you mean no-duplicate-check?");
    expect((await measure("--labs", "lab9")).code).to.equal(2);
  });

  it("sums up what was found", () => {
    const found = (runs: number) => ({ kind: "found", runs }) as const;
    const row = (name: string, random: StrategyRow["random"], pct: StrategyRow["pct"]): StrategyRow => ({
      lab: "lab1",
      specimen: { kind: "chaff", name, folder: "", about: "", caughtBy: ["TestA"] },
      test: "TestA",
      random,
      pct,
      pos: { kind: "nothing", runs: 200, all: false },
      exhaustive: { kind: "nothing", runs: 1_234, all: true },
    });
    const rows = [
      row("one", found(3), found(1)),
      row("two", { kind: "nothing", runs: 200, all: false }, found(9)),
      row("three", found(7), { kind: "not-applicable" }),
    ];
    const text = renderStrategies(rows, {
      seeds: 200,
      rareSeeds: 1_000,
      rightSeeds: 1,
      orders: 1_000,
      depth: 3,
      losses: 1,
    });
    expect(text).to.include("| lab1: found | 2 of 3 | 2 of 3 | 0 of 3 | 0 of 3 |");
    expect(text).to.include("| median runs where it found | 3 | 1 | – | – |");
    expect(text).to.include("| found by this one alone | 1 | 1 | 0 | 0 |");
    expect(text).to.include("| two | TestA | none in 200 | 9 | none in 200 | none in all 1,234 |");
    expect(text).to.include("| three | TestA | 7 | – | none in 200 | none in all 1,234 |");
  });

  it("tells rare mistakes apart from those that every grading finds", () => {
    const fared = {
      random: { kind: "nothing", runs: 1_000, all: false },
      pct: { kind: "nothing", runs: 1_000, all: false },
      pos: { kind: "found", runs: 412 },
      exhaustive: { kind: "nothing", runs: 9, all: true },
    } as const;
    const found = { strategy: { kind: "pos" }, seed: 412 } as const;
    const specimen = { kind: "rare", name: "seldom", folder: "", about: "", test: "TestA", found } as const;
    const bounds = { seeds: 200, rareSeeds: 1_000, rightSeeds: 1, orders: 1_000, depth: 3, losses: 1 };
    const text = renderStrategies([{ lab: "lab1", specimen, test: "TestA", ...fared }], bounds);
    expect(text).to.match(/Rare mistakes, in at most 1,000 seeds/);
    expect(text).to.include("| found | 0 of 1 | 0 of 1 | 1 of 1 | 0 of 1 |");
    expect(text).to.include("| lab1 seldom | TestA | none in 1,000 | none in 1,000 | 412 | none in all 9 |");
    expect(text).to.include("| lab1: found | 0 of 0 | 0 of 0 | 0 of 0 | 0 of 0 |");
  });

  it("puts the table between its comments, and leaves the text around it", () => {
    const page =
      "# Before\n\n<!-- strategies: made by `npm run strategies`, do not edit -->\nold\n<!-- /strategies -->\nafter\n";
    const once = pageWithMeasuredStrategies(page, "new");
    expect(once).to.match(/^# Before\n\n<!-- strategies.*-->\n\nnew\n\n<!-- \/strategies -->\nafter\n$/);
    expect(pageWithMeasuredStrategies(once, "new")).to.equal(once);
    expect(() => pageWithMeasuredStrategies("no comments", "new")).to.throw(/put them back/);
    expect(() => {
      writeMeasuredStrategies(join(temporaryFolder(), "none.md"), "new");
    }).to.throw(/cannot be read/);
  });
});
