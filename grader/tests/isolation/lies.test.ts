import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { realmLaunch, realmProgram } from "labrpc/isolation";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab, type Lab } from "toolkit/labs/readLab";
import type { TestRun } from "../../src/protocol/TestRun";
import { runTests } from "../../src/run/runTests";
import { LIAR } from "./support/lies/LIAR";
import type { Lie, LieVerdict } from "./support/lies/Lie";
import { LIES } from "./support/lies/LIES";

const ENDINGS: Readonly<Record<LieVerdict, readonly string[]>> = {
  "broke the protocol": ["failed"],
  "no points": ["failed", "stuck", "out-of-memory"],
  "not judged": ["trouble"],
  harmless: ["passed"],
};

const found = readLab(KIT_ROOT, "lab1");
/** So that what stalls does not take long. */
const lab: Lab = { ...found, manifest: { ...found.manifest, silenceSeconds: 1, wallClockSeconds: 2 } };

describe("a realm process that lies", function () {
  this.timeout(600_000);
  let folder: string;
  const runs = new Map<Lie, TestRun>();

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "liar-"));
    const program = realmProgram(join(__dirname, "support/traitorProgram.ts"));
    const requests = LIES.map((lie, index) => ({
      submission: submissionOf(lie, index),
      test: lie.test ?? "TestBasic",
      seeds: lie.seeds ?? [1, 2],
      stopAtFirstFailure: true,
    }));
    const isolation = { launch: realmLaunch("process", 200, program), processes: 1, secret: "s" };
    const all = await runTests(lab, requests, { jobs: 2, isolation });
    for (const [index, lie] of LIES.entries()) runs.set(lie, all[index] as TestRun);
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const lie of LIES)
    it(`gets what its messages deserve when it ${lie.name}`, () => {
      const run = runs.get(lie);
      const told = JSON.stringify(run);
      expect(run?.ending.kind, told.slice(0, 600)).to.be.oneOf(ENDINGS[lie.verdict]);
      if (lie.verdict === "broke the protocol") expect(told).to.contain("broke the protocol");
      // Nothing that steers a terminal, and not without a bound.
      expect(told).to.not.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(told.length).to.be.lessThan(2_000_000);
    });

  function submissionOf(lie: Lie, index: number): string {
    const submission = join(folder, `lie-${String(index)}`);
    cpSync(join(KIT_ROOT, "solutions/lab1"), submission, { recursive: true });
    for (const name of ["client.ts", "server.ts"]) {
      const file = join(submission, name);
      // Code that has escaped is in plain JavaScript, whatever the solution is in.
      writeFileSync(file, `// @ts-nocheck\n${readFileSync(file, "utf8")}\n${LIAR}\n${lie.code}\n}\n`);
    }
    return submission;
  }
});
