import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/** What a command has made in the folder for temporary files; the compiler keeps a cache of its own there. */
function madeIn(temp: string): string[] {
  return readdirSync(temp).filter((name) => !name.startsWith("v8-compile-cache"));
}

describe("the copy of a submission", function () {
  this.timeout(60_000);

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const signals = process.platform === "win32" ? it.skip : it;
    signals(`is gone after ${signal}, wherever the command is`, async () => {
      const temp = temporaryFolder();
      const program = join(KIT_ROOT, "grader/bin/grader.js");
      const args = [
        program,
        "grade",
        "lab1",
        "--submission",
        temporaryFolder({ "client.ts": "for (;;);", "server.ts": "" }),
      ];
      const child = spawn(process.execPath, args, {
        stdio: "ignore",
        env: { ...process.env, TMPDIR: temp },
      });
      const ended = once(child, "exit");
      while (madeIn(temp).length === 0 && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(madeIn(temp)).to.have.length(1);
      child.kill(signal);
      await ended;
      expect(madeIn(temp)).to.deep.equal([]);
    });
  }
});
