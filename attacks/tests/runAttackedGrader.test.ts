import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import type { Attack } from "../src/stage/Attack";
import type { AttackEvidence } from "../src/checks/AttackEvidence";
import { openAttackStage } from "../src/stage/openAttackStage";
import { ATTACKS_FOLDER } from "../src/runAttacksCommand";
import { readAttacks } from "../src/readAttacks";
import { runAttackedGrader } from "../src/runAttackedGrader";
import type { AttackStage } from "../src/stage/AttackStage";

const ROOT = join(__dirname, "..", "..");

/** Runs a program in the place of the grader, in a stage of its own. */
async function run(program: string, limitMs = 60_000): Promise<AttackEvidence & { stage: AttackStage }> {
  const [attack] = readAttacks(ATTACKS_FOLDER).filter(({ base }) => base === "throws") as [Attack];
  const stage = openAttackStage(ROOT, attack, { kind: "twin", of: "throws" });
  const file = join(temporaryFolder({ "fake.js": `"use strict";\n${program}` }), "fake.js");
  const evidence = await runAttackedGrader({
    stage,
    root: ROOT,
    program: file,
    args: [],
    limitMs,
    types: false,
  });
  rmSync(stage.folder, { recursive: true, force: true });
  return { ...evidence, stage };
}

/** Whether a process is gone in two seconds; one that nobody has asked about its end still has its number on Linux. */
async function hasEnded(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++) {
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    if (stdout.trim() === "" || stdout.trim().startsWith("Z")) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** What a program that is not the grader may do, and the grader never. */
describe("the runner of attacks", function () {
  // Processes are looked for by the system's own means.
  const posix = process.platform === "win32" ? it.skip : it;

  it("sees nothing wrong with a program that writes its output only", async () => {
    const { exitCode, terminal, files, left, changed } = await run(
      'require("fs").writeFileSync("out/a.txt", "b"); console.log("hello"); process.exitCode = 1;',
    );
    expect({ exitCode, terminal, left, changed }).to.deep.equal({
      exitCode: 1,
      terminal: "hello\n",
      left: [],
      changed: [],
    });
    expect([...files]).to.deep.equal([["a.txt", "b"]]);
  });

  it("sees files that are made, changed and taken away beside the submission, and in it", async () => {
    const { changed } = await run(`const fs = require("fs");
      fs.writeFileSync("guard/new", "");
      fs.appendFileSync("guard/secret.txt", "x");
      fs.rmSync("submission/lab1/evil.ts");
      fs.writeFileSync("tmp/left", "");`);
    expect(changed).to.deep.equal([
      "guard/new beside the submission",
      "guard/secret.txt beside the submission",
      "submission/lab1/evil.ts beside the submission",
      "tmp/left beside the submission",
    ]);
  });

  posix("finds a process that is left, also one that has cut itself loose, and ends it", async () => {
    const { left } = await run(`const { spawn } = require("child_process");
      for (const env of [process.env, {}])
        spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { detached: true, stdio: "ignore", env, cwd: "/" }).unref();
      setTimeout(() => {}, 1500);`);
    expect(left).to.have.length(2);
    for (const line of left) expect(await hasEnded(Number.parseInt(line, 10)), line).to.equal(true);
  });

  it("ends what takes too long", async () => {
    const { stopped, elapsedMs } = await run("setInterval(() => {}, 1000);", 1500);
    expect(stopped).to.match(/not done after 1.5 s/);
    expect(elapsedMs).to.be.lessThan(30_000);
  });

  posix("holds the size of files and the memory of processes", async () => {
    const { terminal } = await run(`const fs = require("fs");
      process.on("SIGXFSZ", () => {});
      try { fs.writeFileSync("out/large", Buffer.alloc(100 * 2 ** 20)); console.log("wrote"); } catch (error) { console.log(error.code); }
      fs.truncateSync("out/large", 0);`);
    expect(terminal).to.match(/EFBIG/);
  });

  it("gives the grader nothing of the user's environment", async () => {
    process.env.SOMETHING_OF_THE_USER = "1";
    const { terminal, stage } = await run("console.log(JSON.stringify(process.env));");
    delete process.env.SOMETHING_OF_THE_USER;
    expect(terminal).not.to.contain("SOMETHING_OF_THE_USER");
    expect(terminal).to.contain(stage.canaries.variable);
  });
});
