import { expect } from "chai";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runExploreCommand } from "../../src/explore/runExploreCommand";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { causeOf, chaff, exploreLab1, replayLab1, replayOf } from "../support/exploreLab1";
import { runCommand } from "../support/runGrade";

describe("explore with a strategy", function () {
  this.timeout(90_000);

  it("finds an order of messages by priorities, and replays it", async () => {
    const args = [...chaff("operations-overlap"), "--strategy", "pct", "--test", "TestUnreliableShards"];
    const { code, out } = await exploreLab1(...args, "--seeds", "20", "--depth", "2");
    expect(code).to.equal(1);
    expect(out)
      .to.match(/pct with depth 2, seeds 1 to 20/)
      .and.to.match(/not linearizable/);
    expect(out).to.include("messages arrive in the order that pct chooses");
    const again = await exploreLab1(...replayOf(out));
    expect(again.code).to.equal(1);
    const told = (text: string): string | undefined => /✗ TestUnreliableShards: not[^]*hint/.exec(text)?.[0];
    expect(told(again.out)).to.be.a("string").and.to.equal(told(out));

    const [, replayCode = ""] = /^ {2}code +(\S+)/m.exec(out) ?? [];
    const [file = "", ...flags] = causeOf(out);
    for (const what of [file, replayCode]) {
      const replayed = await replayLab1(what, ...flags);
      expect(replayed).to.include({ code: 1, errors: "" });
      expect(replayed.out).to.match(/^lab1 TestUnreliableShards, seed \d+, pct with depth 2, /);
      expect(replayed.out).to.match(/\nthe same run as before: all \d+ events alike\n/);
      // A replay is one run: it looks for no twin.
      expect(told(replayed.out)).to.equal(told(out)?.replace(/^ {2}(?:inside|twin) .*\n/gm, ""));
    }
    const picture = readFileSync(join(KIT_ROOT, file.replace(".replay.json", ".html")), "utf8");
    expect(picture).to.include("the order that pct chooses");
    const repaired = await replayLab1(file, "--solution");
    expect(repaired.code).to.equal(0);
    expect(repaired.out).to.match(/Other seeds: npm run explore lab1 -- --solution --strategy pct --depth 2/);
  });

  it("leaves tests out of pct that rest on who is how fast", async () => {
    const args = ["lab2", "--solution", "--strategy", "pct", "--for", "100ms"];
    const { code, out } = await runCommand(runExploreCommand, args, { root: KIT_ROOT, cwd: KIT_ROOT });
    expect(code).to.equal(0);
    expect(out).to.include("TestLockTimeout").and.not.to.include("TestLockFairness");
  });

  it("tries every order of a small scenario, and says so", async () => {
    const args = ["--solution", "--strategy", "exhaustive", "--test", "TwoAppends"];
    const { code, out } = await exploreLab1(...args);
    expect(code).to.equal(0);
    expect(out).to.match(
      /✓ TwoAppends: 18 runs; all 18 orders were tried, and 10 that repeat others were cut short/,
    );
    const some = await exploreLab1(...args, "--runs", "6");
    expect(some.code).to.equal(0);
    expect(some.out).to.match(/TwoAppends: 6 runs; stopped by --runs; how many orders are left is not known/);
  });

  it("finds the order of a small scenario that fails, cuts it down, and replays it", async () => {
    rmSync(join(KIT_ROOT, "reports/lab1/explore"), { recursive: true, force: true });
    const { code, out } = await exploreLab1(
      ...chaff("no-duplicate-check"),
      "--strategy",
      "exhaustive",
      "--jobs",
      "1",
    );
    expect(code).to.equal(1);
    expect(out).to.match(
      /cause +fails with one fault: the reply to append\(.* was lost, and clerk-\d sent it again/,
    );
    expect(out).to.include("messages arrive in the order in which they were sent");
    const again = await exploreLab1(...replayOf(out));
    expect(again.code).to.equal(1);
    expect(again.out).to.match(/TwoAppends: 1 of 1 runs failed; the order asked for/);
    const repaired = await exploreLab1("--solution", ...replayOf(out).slice(2));
    expect(repaired.code).to.equal(0);

    const [, replayCode = ""] = /^ {2}code +(\S+)/m.exec(out) ?? [];
    const [file = "", ...flags] = causeOf(out);
    for (const what of [file, replayCode]) {
      const replayed = await replayLab1(what, ...flags);
      expect(replayed).to.include({ code: 1, errors: "" });
      expect(replayed.out).to.match(
        /^lab1 TwoAppends, one order of its messages\nthe same run as before: all \d+/,
      );
    }
    const picture = readFileSync(join(KIT_ROOT, file.replace(".replay.json", ".html")), "utf8");
    expect(picture).to.include("is there 2 times").and.to.include("--choices");
    const fixed = await replayLab1(file, "--solution");
    expect(fixed.code).to.equal(0);
    expect(fixed.out).to.match(
      /takes a different course at event \d+[^]*✓ the scenario passes now in this order/,
    );
    expect(fixed.out).to.match(
      /All orders: npm run explore lab1 -- --solution --strategy exhaustive --losses 1/,
    );
  });

  for (const [choices, message] of [
    ["9", "expected a number from 0 to 3 as number 1 of --choices, got 9;"],
    ["0,0,0,77", /expected a number from 0 to \d as number 4 of --choices, got 77;/],
    [
      `${"0,".repeat(90)}1`,
      /expected --choices to end before number \d+, where there is nothing to choose any more, got 91 numbers;/,
    ],
  ] as const) {
    it(`has exit code 2 for the choices ${choices.slice(-10)}, which there are not`, async () => {
      const args = ["--solution", "--strategy", "exhaustive", "--test", "TwoAppends", "--choices", choices];
      const { code, out, errors } = await exploreLab1(...args);
      expect({ code, out }).to.deep.equal({ code: 2, out: "" });
      expect(errors).to.match(typeof message === "string" ? new RegExp(message) : message);
    });
  }

  it("has exit code 2 for a small scenario that there is not", async () => {
    const { code, errors } = await exploreLab1("--strategy", "exhaustive", "--test", "TwoAppend");
    expect(code).to.equal(2);
    expect(errors).to.include("did you mean TwoAppends?");
  });
});
