import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { probeBubblewrap, realmLaunch, realmProgram } from "labrpc/isolation";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab, type Lab } from "toolkit/labs/readLab";
import type { TestRun } from "../../src/protocol/TestRun";
import { runTests } from "../../src/run/runTests";
import {
  oneStoreServer,
  TRAITORS,
  traitorServer,
  type Traitor,
  type TraitorTargets,
} from "./support/traitors";

const SECRET = "a-text-that-nobody-may-see";
const found = readLab(KIT_ROOT, "lab1");
/** So that what stalls does not take long. */
const lab: Lab = { ...found, manifest: { ...found.manifest, silenceSeconds: 1, wallClockSeconds: 10 } };

describe("student code that has all of Node's powers", function () {
  this.timeout(600_000);
  let folder: string;
  let outside: string;
  let listener: Server;
  let connections = 0;
  let targets: TraitorTargets;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "traitor-"));
    outside = mkdtempSync(join(tmpdir(), "traitor-outside-"));
    writeFileSync(join(folder, "secret"), SECRET);
    process.env.KIT_TRAITOR_TEST = SECRET;
    listener = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    targets = {
      port: (listener.address() as AddressInfo).port,
      secret: join(folder, "secret"),
      folder: outside,
    };
  });

  after(() => {
    delete process.env.KIT_TRAITOR_TEST;
    listener.close();
    for (const made of [folder, outside]) rmSync(made, { recursive: true });
  });

  for (const tier of ["process", "bubblewrap"] as const)
    describe(`with the tier "${tier}"`, () => {
      const traitors = TRAITORS.filter(({ in: tiers = ["bubblewrap"] }) => tiers.includes(tier));
      let runs: TestRun[];

      before(async function () {
        if (tier === "bubblewrap" && probeBubblewrap().kind !== "works") this.skip();
        const program = realmProgram(join(__dirname, "support/traitorProgram.ts"));
        const requests = traitors.map((traitor) => ({
          submission: submissionOf(traitor, tier),
          test: "TestBasic",
          seeds: [1],
          stopAtFirstFailure: true,
        }));
        const isolation = { launch: realmLaunch(tier, 200, program), processes: 2, secret: "s" };
        runs = await runTests(lab, requests, { jobs: 2, isolation });
      });

      for (const [index, { name }] of traitors.entries())
        it(`gets nothing when it ${name}`, () => {
          const told = JSON.stringify(runs[index]);
          // Never "trouble": the code is to blame, and not the machine.
          expect(runs[index]?.ending.kind).to.be.oneOf(["failed", "stuck", "out-of-memory", "crashed"]);
          expect(told).to.not.contain(SECRET);
          expect(told).to.not.contain("class KVServer");
        });

      it("leaves no mark, and reaches nobody", () => {
        expect(readdirSync(outside)).to.deep.equal([]);
        expect(connections).to.equal(0);
      });

      it("has the powers that it is said to have", () => {
        const index = traitors.findIndex(({ name }) => name === "reads its arguments");
        expect(JSON.stringify(runs[index])).to.match(/told: .*--expose-internals/);
      });
    });

  it("cannot keep one store for all its hosts where they are spread", async () => {
    const submission = join(folder, "one-store");
    cpSync(join(KIT_ROOT, "solutions/lab1"), submission, { recursive: true });
    writeFileSync(join(submission, "server.ts"), oneStoreServer());
    const program = realmProgram(join(__dirname, "support/traitorProgram.ts"));
    const runWith = async (processes: number): Promise<string | undefined> => {
      const isolation = { launch: realmLaunch("process", 200, program), processes, secret: "s" };
      const seeds = [1];
      const request = { submission, test: "TestFailover", seeds, stopAtFirstFailure: true };
      const [run] = await runTests(found, [request], { jobs: 1, isolation });
      return run?.ending.kind;
    };
    expect(await runWith(1)).to.equal("passed");
    // It fails, or the two runs of the seed that fails differ, since the processes remember.
    expect(await runWith(2)).to.not.equal("passed");
  });

  it("meets no other submission's in its process", async () => {
    const visitor = (name: string): Traitor => ({
      name,
      code: () =>
        `const { process } = powers; process.visitors = [...(process.visitors ?? []), "${name}"]; tell(process.visitors.join())`,
    });
    const program = realmProgram(join(__dirname, "support/traitorProgram.ts"));
    const isolation = { launch: realmLaunch("process", 200, program), processes: 2, secret: "s" };
    const requests = ["first", "second"].map((name) => ({
      submission: submissionOf(visitor(name), "visitors"),
      test: "TestBasic",
      seeds: [1],
      stopAtFirstFailure: true,
    }));
    const runs = await runTests(lab, requests, { jobs: 1, isolation });
    const [first, second] = runs.map((run) => JSON.stringify(run));
    expect(first).to.contain("told: first");
    expect(second).to.contain("told: second").and.not.contain("first,");
  });

  function submissionOf(traitor: Traitor, tier: string): string {
    const submission = join(folder, `${tier}-${traitor.name.replaceAll(/\W/g, "-")}`);
    cpSync(join(KIT_ROOT, "solutions/lab1"), submission, { recursive: true });
    writeFileSync(join(submission, "server.ts"), traitorServer(traitor, targets));
    return submission;
  }
});
