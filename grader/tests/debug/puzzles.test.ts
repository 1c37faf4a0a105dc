import { expect } from "chai";
import { DebugRun, type DebuggableLab } from "labrpc/testing";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { runPuzzleCommand } from "../../src/debug/runPuzzleCommand";

const ROOT = join(__dirname, "../../..");
const LABS = readdirSync(ROOT).filter((name) => /^lab\d$/.test(name));
const PUZZLES = 5;

function debuggable(lab: string): DebuggableLab {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- one test for all labs
  return (require(join(ROOT, lab, "tests/debug")) as { debug: DebuggableLab }).debug;
}

describe("puzzles", function () {
  this.timeout(120_000);

  for (const lab of LABS)
    it(`of ${lab}: the known solution makes the mistake show, and not without its last choice`, async () => {
      const debug = debuggable(lab);
      const puzzles = debug.puzzles();
      expect(puzzles).to.have.length(PUZZLES);
      for (const [at, { solution, setup }] of puzzles.entries()) {
        const subject = debug.puzzleSubject(at + 1);
        expect(Object.keys(debug.setups)).to.include(setup);
        const run = await DebugRun.begin(subject, solution);
        expect(run.missed).to.deep.equal([]);
        expect(run.outcome.kind, `puzzle ${String(at + 1)}`).to.equal("failed");
        await run.end();
        const shorter = await DebugRun.begin(subject, solution.slice(0, -1));
        expect(shorter.outcome.kind, `puzzle ${String(at + 1)}`).to.equal("passed");
        await shorter.end();
      }
    });

  for (const lab of LABS)
    it(`of ${lab} are those that its list says: npm run puzzles ${lab}`, () => {
      const puzzles = debuggable(lab).puzzles();
      const chosen = JSON.parse(readFileSync(join(ROOT, "corpus", lab, "puzzles.json"), "utf8")) as {
        readonly setup: string;
        readonly choices: readonly unknown[];
      }[];
      expect(puzzles.map(({ setup }) => setup)).to.deep.equal(chosen.map(({ setup }) => setup));
      for (const [at, { solution }] of puzzles.entries())
        expect(solution.length).to.be.at.most(chosen[at]?.choices.length ?? 0);
    });

  it("count time that goes on as one choice, however many events it brings", () => {
    const long = debuggable("lab4").puzzles().at(-1);
    const events = (long?.solution ?? []).map((choice) => (choice.kind === "next" ? choice.events : 0));
    expect(Math.max(...events)).to.be.greaterThan(50);
    expect(long?.solution.length).to.be.at.most(12);
  });

  it("tell nobody in clear which mistake it is", () => {
    for (const lab of LABS) {
      const text = readFileSync(join(ROOT, lab, "debug.puzzles"), "utf8");
      expect(text).to.match(/^[A-Za-z0-9+/=\n]+$/);
      expect(Buffer.from(text, "base64").toString("latin1")).to.not.contain("chaff");
    }
  });

  it("are listed, and wrong numbers refused", async () => {
    const run = async (...args: string[]): Promise<{ code: number; text: string }> => {
      let text = "";
      const print = (more: string): void => {
        text += more;
      };
      const reports = temporaryFolder({ "reports/lab1/puzzles.json": '{"2": 7}' });
      const context = {
        root: ROOT,
        reports,
        cwd: ROOT,
        print,
        printError: print,
        color: false,
        terminal: false,
      };
      return { code: await runPuzzleCommand(args, context), text };
    };
    const listed = await run("lab1");
    expect(listed.code).to.equal(0);
    expect(listed.text).to.match(/^ {2}1\. about .*\(2 choices are enough\)/);
    expect(listed.text).to.match(/✓ 2\. about .*solved with 7\)/);
    expect(await run("lab1", "6")).to.deep.equal({
      code: 2,
      text: "expected a puzzle from 1 to 5, got 6\n",
    });
  });
});
