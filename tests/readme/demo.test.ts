import { expect } from "chai";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { labNames } from "toolkit/labs/readLab";
import { commandsOf, README, ROOT, runScript } from "../support/readmeCommands";

describe("the README's commands that demonstrate", () => {
  // A lab can do without demonstrations.
  for (const lab of labNames(ROOT).filter((name) => existsSync(join(ROOT, name, "tests/demo.ts")))) {
    it(`work on the solution of ${lab}`, () => {
      const { status, output } = runScript(`npm run demo ${lab} -- --solution`);
      expect(output).to.contain("demonstrations finished");
      expect(status).to.equal(0);
    }).timeout(60_000);
  }

  it("show the steps of lab 2's document, in its order", () => {
    const { output } = runScript("npm run demo lab2 -- --solution");
    const steps = [
      '1. Create the key "hello"',
      'value "world", version 1',
      '2. Update it to "universe"',
      'value "universe", version 2',
      "3. Get a key that does not exist",
      "ErrNoKey",
      "4. Update with a wrong version",
      "ErrVersion",
      "A distributed lock",
      "1. One client acquires the lock and releases it",
      "lock acquired: true",
      "worker-0 acquired the lock",
      "worker-0 released the lock",
      "What losses cost",
      "demonstrations finished",
    ];
    let at = 0;
    for (const step of steps) {
      const next = output.indexOf(step, at);
      expect(next, `${step}, after what comes before it`).to.be.at.least(0);
      at = next + step.length;
    }
  }).timeout(60_000);

  it("show that lab 1's throughput grows with the number of groups", () => {
    const { output } = runScript("npm run demo lab1 -- --solution");
    const shown = [...output.matchAll(/^ *(\d+) groups +(█+) +(\d+)\/s/gm)];
    expect(shown.map(([, groups]) => Number(groups))).to.deep.equal([2, 4, 8, 16]);
    const [bars, rates] = [
      shown.map(([, , bar = ""]) => bar.length),
      shown.map(([, , , rate]) => Number(rate)),
    ];
    for (const [i, rate] of rates.slice(1).entries()) {
      expect(rate / (rates[i] ?? 0), "twice the groups").to.be.within(1.5, 2.2);
      expect(bars[i + 1], "a longer bar").to.be.above(bars[i] ?? 0);
    }
  }).timeout(60_000);

  it("show what losses cost in lab 2: operations and locks at 0, 30, 40 and 50 %", () => {
    const { output } = runScript("npm run demo lab2 -- --solution");
    const shown = [
      ...output.matchAll(/^ *(\d+) % of .*lost: +([\d.]+) operations\/s; a lock after ([\d.]+) ms/gm),
    ];
    expect(shown.map(([, percent]) => Number(percent))).to.deep.equal([0, 30, 40, 50]);
    const [[rate, wait] = [0, 0], ...lossy] = shown.map(
      ([, , rate, wait]) => [Number(rate), Number(wait)] as const,
    );
    for (const [lossyRate, lossyWait] of lossy) {
      expect(lossyRate).to.be.below(rate / 100);
      expect(lossyWait).to.be.above(wait);
    }
  }).timeout(60_000);

  it("work on the skeleton", () => {
    const command = "npm run demo lab2";
    const { status, output } = runScript(command);
    expect(commandsOf(README)).to.contain(command);
    expect(output).to.match(/NotImplemented|not written yet/);
    expect(status).to.equal(1);
  }).timeout(60_000);
});
