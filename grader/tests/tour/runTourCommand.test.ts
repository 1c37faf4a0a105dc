import { expect } from "chai";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import type { AskTour } from "../../src/tour/askTour";
import { runTourCommand } from "../../src/tour/runTourCommand";
import { runCommand, typesUnchecked, type Ran } from "../support/runGrade";

describe("tour", function () {
  this.timeout(120_000);
  // The tour's tests import the kit's packages, which are found from within the kit.
  const root = mkdtempSync(join(__dirname, "../fixtures/tour-kit-"));
  const reports = temporaryFolder();
  const server = join(root, "tour/server.ts");
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  let printed = "";

  async function play(ask: AskTour): Promise<Ran> {
    printed = "";
    const print = (text: string): void => {
      printed += text;
    };
    const changes = { root, reports, cwd: root, checkTypes: typesUnchecked, ask, print };
    const ran = await runCommand((args, context) => runTourCommand(args, { ...context, ...changes }), []);
    return { ...ran, out: printed };
  }

  async function untilWatched(rounds: number): Promise<void> {
    while (printed.split("Waiting for changes").length <= rounds) await setTimeout(20);
  }

  /** Answers in order; one may change the file before it is given. Then nothing more is typed. */
  function typing(...answers: readonly (string | (() => string | Promise<string>))[]): AskTour {
    const left = [...answers];
    return (_, signal) => {
      const next = left.shift();
      if (next !== undefined) return Promise.resolve(typeof next === "string" ? next : next());
      if (signal === undefined) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          resolve(undefined);
        });
      });
    };
  }

  function change(...changes: readonly (readonly [string, string])[]): string {
    let text = readFileSync(server, "utf8");
    for (const [from, to] of changes) {
      expect(text).to.contain(from);
      text = text.replace(from, to);
    }
    writeFileSync(server, text);
    return "";
  }

  it("can be played through, with both repairs made by hand", async () => {
    const ask = typing(
      "",
      "hint",
      "help",
      // Not saved.
      "",
      // Saved with another mistake.
      () => change(["this.total = amount", "this.total = +amount"]),
      () => change(["this.total = +amount", "this.total += amount"]),
      "",
      () => {
        expect(existsSync(join(reports, "reports/tour/TestLostMessages.html"))).to.equal(true);
        return "";
      },
      "",
      async () => {
        await untilWatched(1);
        // Two adds of one amount are taken for the same.
        change(
          ["add({ amount }", "private readonly known = new Map<unknown, number>();\n  add({ id, amount }"],
          ["    this.total += amount;", "    if (!this.known.has(amount)) this.total += amount;"],
          [
            "    return this.total;",
            "    this.known.set(amount, this.known.get(amount) ?? this.total);\n    return this.known.get(amount)!;",
          ],
        );
        await untilWatched(2);
        return change(
          ["this.known.has(amount)", "this.known.has(id)"],
          ["this.known.set(amount, this.known.get(amount)", "this.known.set(id, this.known.get(id)"],
          ["return this.known.get(amount)", "return this.known.get(id)"],
        );
      },
    );
    const { code, out, errors } = await play(ask);
    expect(errors).to.equal("");
    expect(code).to.equal(0);
    const at = (text: string): number => {
      expect(out).to.contain(text);
      return out.indexOf(text);
    };
    const order = [
      "Open the folder tour/",
      "$ npm run verify tour -- --test TestAdds\n",
      "✗ TestAdds: the total after add(2) and add(3) is wrong: expected 5, got 3",
      "What does add(3) make of it?",
      'expected Enter, hint, solve or quit, got "help"',
      "tour/server.ts is as it was; have you saved it?",
      "Not yet; hint gives a hint.",
      "✓ TestAdds\n",
      "$ npm run grade tour\n",
      "✗ TestLostMessages: the total is not the sum of all adds\n",
      "fails with one fault: the reply to add(",
      "reports/tour/TestLostMessages.html\n\nTime goes",
      "$ npm run replay -- reports/tour/TestLostMessages.replay.json\n",
      "the same run as before: all ",
      "$ npm run grade tour -- --watch\n",
      "tour: watching",
      "Now repair tour/server.ts, and save it",
      "tour: server.ts changed; first the test that failed",
      "Every message arrived, and no add was sent twice.",
      "No other test fails.",
      "✓ TestLostMessages passes now with seed",
      "Score: 10 of 10 points",
      "the run takes a different course at event",
      "✓ the test passes now with this seed and these faults",
      "That was all.",
    ].map(at);
    expect(order).to.deep.equal([...order].sort((a, b) => a - b));
    expect(existsSync(join(root, "tour"))).to.equal(false);
  });

  it("repairs for who asks, and teaches the same", async () => {
    const { code, out } = await play(typing("", "solve", "", "", "", "hint", "solve"));
    expect(code).to.equal(0);
    expect(out).to.contain("Give the class a Map<string, number>");
    expect(out).to.contain("Score: 10 of 10 points");
    expect(out).to.contain("That was all.");
  });

  it("ends for who leaves, in the middle of watching too, and takes its folder away", async () => {
    for (const answers of [["quit"], ["", "solve", "", "", "", "quit"], [""]]) {
      const { code, out } = await play(typing(...answers));
      expect(code).to.equal(0);
      expect(out).to.match(/The tour ends here; npm run tour begins it anew\.\n$/);
      expect(existsSync(join(root, "tour"))).to.equal(false);
    }
  });

  it("leaves a folder alone that is not its own", async () => {
    const other = temporaryFolder({ "tour/mine.txt": "mine" });
    const { code, errors } = await runCommand(
      (args, context) => runTourCommand(args, { ...context, root: other, ask: typing() }),
      [],
    );
    expect(code).to.equal(2);
    expect(errors).to.match(/^expected no folder tour, or that of an earlier tour, got .*; rename it\n$/);
    expect(readFileSync(join(other, "tour/mine.txt"), "utf8")).to.equal("mine");
  });
});
