import { expect } from "chai";
import { debugSubjectOf, readJudges, type LabStage } from "harness";
import type { DebugChoice } from "labrpc/records";
import { CodeBase } from "labrpc/simulation";
import { DebugRun, type DebuggedLab } from "labrpc/testing";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../../..");
const LABS = readdirSync(ROOT).filter((name) => /^lab\d$/.test(name));
const MOST_EVENTS = 3_000;

/* eslint-disable @typescript-eslint/no-require-imports -- one test for all labs */
function partsOf(lab: string): { debug: DebuggedLab; stage: LabStage; code: CodeBase } {
  const folder = join(ROOT, lab);
  const { debug } = require(join(folder, "tests/debug")) as { debug: DebuggedLab };
  const { stage } = require(join(folder, "tests/stage")) as { stage: LabStage };
  const { given } = JSON.parse(readFileSync(join(folder, "lab.json"), "utf8")) as { given: string[] };
  const code = new CodeBase({ folder: join(ROOT, "solutions", lab), given: { folder, files: given } });
  return { debug, stage, code };
}
/* eslint-enable @typescript-eslint/no-require-imports */

const doCall = ([call, args]: readonly [string, unknown]): DebugChoice =>
  ({ kind: "do", call, args }) as DebugChoice;

describe("debugging a lab without a scenario", function () {
  this.timeout(120_000);

  for (const lab of LABS) {
    const { debug, stage, code } = partsOf(lab);
    for (const [name, setup] of Object.entries(debug.setups))
      it(`${lab}, ${name}: each operation of the solution is possible, and nothing is wrong`, async () => {
        const run = await DebugRun.begin(debugSubjectOf({ stage, setup, code, seed: 1 }));
        expect(run.isOver, JSON.stringify(run.result)).to.equal(false);
        for (const { name: operation, example, call } of debug.operations) {
          if (/acquire|release/.test(operation) && name !== "locks") continue;
          await run.play([doCall(call(setup.clerks[0] ?? "", JSON.parse(`[${example}]`) as unknown[]))]);
          await run.playUntil(() => run.operations.at(-1)?.ended !== undefined, MOST_EVENTS);
          expect(run.operations.at(-1)?.ended, operation).to.include({ kind: "returned" });
        }
        for (const [title, judgement] of Object.entries(debug.judgements)) {
          if (name === "causal" && title.includes("same")) continue;
          await run.play([doCall(judgement)]);
          await run.playUntil(() => run.operations.at(-1)?.ended !== undefined, MOST_EVENTS);
          expect(run.operations.at(-1)?.ended, title).to.include({ kind: "returned" });
        }
        for (const host of run.simulation.hosts)
          for (const { title, call } of debug.hostActions(host.name)) {
            await run.play([doCall(call)]);
            await run.playUntil(() => run.operations.at(-1)?.ended !== undefined, MOST_EVENTS);
            const { ended } = run.operations.at(-1) ?? {};
            const isKind =
              ended?.kind === "returned" || (ended?.kind === "refused" && /running|clerk/.test(ended.why));
            expect(isKind, `${host.name} ${title}: ${JSON.stringify(ended)}`).to.equal(true);
          }
        expect(run.verdict).to.deep.equal({ outcome: { kind: "passed" } });
        expect(run.missed).to.deep.equal([]);
        await run.end();
      });
  }

  it("has judges to make puzzles of", () => {
    for (const lab of LABS) expect(readJudges(join(ROOT, lab)).chaffs.length).to.be.at.least(5);
  });
});
