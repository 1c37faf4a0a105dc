import { expect } from "chai";
import { existsSync, lstatSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { compareBenchFigures, type ComparedBenchFigure } from "../src/against/BenchComparison";
import { benchGroupNamesIn } from "../src/against/benchSubjects";
import { linkBenchPackages } from "../src/against/linkBenchPackages";
import { keptBenchFile, KeptBenchFigures } from "../src/measure/KeptBenchFigures";

describe("compareBenchFigures", () => {
  const figure = (
    side: "here" | "there",
    round: number,
    value: number,
    name = "rate",
  ): ComparedBenchFigure => ({
    name,
    value,
    unit: "1/s",
    side,
    round,
  });

  it("takes medians over rounds, and the ratio of each round", () => {
    const figures = [
      ...[figure("here", 1, 10), figure("there", 1, 5)],
      ...[figure("here", 2, 40), figure("there", 2, 10)],
      ...[figure("here", 3, 12), figure("there", 3, 4)],
    ];
    expect(compareBenchFigures(figures)).to.deep.equal([
      { name: "rate", unit: "1/s", here: 12, there: 5, ratio: 3 },
    ]);
  });

  it("shows a figure that one side does not have, and one that is 0", () => {
    const figures = [
      figure("here", 1, 7, "new"),
      figure("here", 1, 1, "nought"),
      figure("there", 1, 0, "nought"),
    ];
    expect(compareBenchFigures(figures)).to.deep.equal([
      { name: "new", unit: "1/s", here: 7, there: undefined, ratio: undefined },
      { name: "nought", unit: "1/s", here: 1, there: 0, ratio: undefined },
    ]);
  });
});

describe("benchGroupNamesIn", () => {
  it("reads a help whose lines are broken", () => {
    const help = "Arguments:\n  groups  groups to run, of: labrpc, grade,\n          lab2 (default:\n  all)";
    expect(benchGroupNamesIn(help)).to.deep.equal(["labrpc", "grade", "lab2"]);
    expect(benchGroupNamesIn("usage: other")).to.deep.equal([]);
  });
});

describe("linkBenchPackages", () => {
  const lock = (packages: Record<string, unknown>): string => JSON.stringify({ packages });
  const one = { "node_modules/one": { version: "1.0.0" } };
  const workspace = { "node_modules/labrpc": { link: true, resolved: "labrpc" } };

  it("links the packages of here, and the other kit's own workspaces", () => {
    const root = temporaryFolder({
      "package-lock.json": lock({ ...one, ...workspace, "node_modules/new": { version: "2.0.0" } }),
      "node_modules/one/package.json": "{}",
      "labrpc/package.json": "{}",
    });
    const other = temporaryFolder({
      "package-lock.json": lock({ ...one, ...workspace }),
      "labrpc/package.json": "{}",
    });
    expect(linkBenchPackages(root, other)).to.equal(true);
    expect(lstatSync(join(other, "node_modules/one")).isSymbolicLink()).to.equal(true);
    expect(realpathSync(join(other, "node_modules/one"))).to.equal(
      realpathSync(join(root, "node_modules/one")),
    );
    expect(realpathSync(join(other, "node_modules/labrpc"))).to.equal(realpathSync(join(other, "labrpc")));
  });

  it("links nothing when a version differs", () => {
    const root = temporaryFolder({ "package-lock.json": lock(one), "node_modules/one/package.json": "{}" });
    const other = temporaryFolder({
      "package-lock.json": lock({ "node_modules/one": { version: "0.9.0" } }),
    });
    expect(linkBenchPackages(root, other)).to.equal(false);
    expect(existsSync(join(other, "node_modules"))).to.equal(false);
  });
});

describe("KeptBenchFigures", () => {
  it("are in the file as soon as they are known", () => {
    const file = keptBenchFile(temporaryFolder({}), new Date("2026-01-02T03:04:05.678Z"));
    expect(file.replaceAll("\\", "/")).to.match(/\/reports\/bench\/2026-01-02T03-04-05\.json$/);
    const kept = new KeptBenchFigures(file, { node: "v22" });
    kept.add({ name: "a", value: 1 });
    const read = (): unknown => JSON.parse(readFileSync(file, "utf8"));
    expect(read()).to.deep.equal({ node: "v22", finished: false, figures: [{ name: "a", value: 1 }] });
    kept.finish();
    expect(read()).to.have.property("finished", true);
  });
});
