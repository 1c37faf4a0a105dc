import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { underMemoryLimit } from "../../src/isolation/walls/underMemoryLimit";

/** Takes buffers until there are no more, and says how many megabytes that were. */
const GREEDY = `
const all = [];
try { for (; all.length < 100;) all.push(Buffer.alloc(16 * 2 ** 20, 1)); } catch {}
console.log(all.length * 16);
`;

describe("the memory limit of a realm process", function () {
  this.timeout(60_000);

  function taken(launch: { command: string; args: readonly string[] }): number {
    return Number(spawnSync(launch.command, launch.args, { encoding: "utf8" }).stdout);
  }

  it("refuses what is too much, and not what may be had", function () {
    if (process.platform !== "linux") this.skip();
    const greedy = { command: process.execPath, args: ["-e", GREEDY] };
    expect(taken(greedy)).to.equal(1600);
    expect(taken(underMemoryLimit(greedy, 200))).to.be.within(200, 350);
  });
});
