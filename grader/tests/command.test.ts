import { expect } from "chai";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FIXTURE_KIT } from "./support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const ROOT = join(__dirname, "../..");

interface Ended {
  code: number | null;
  out: string;
  errors: string;
}

function run(
  program: "grader" | "teacher",
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, "grader/bin", `${program}.js`), ...args], {
    env: { ...process.env, ...env },
    cwd: ROOT,
  });
  let out = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((resolve) =>
    child.on("close", (code) => {
      resolve({ code, out, errors });
    }),
  );
}

describe("the commands as processes", function () {
  this.timeout(60_000);

  it("grade prints help", async () => {
    const { code, out, errors } = await run("grader", ["grade", "--help"]);
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out).to.include("Usage: npm run grade LAB");
  });

  it("grade ends with 2 and only a message for an unknown lab", async () => {
    const { code, out, errors } = await run("grader", ["grade", "lab77"]);
    expect({ code, out }).to.deep.equal({ code: 2, out: "" });
    expect(errors).to.match(/^expected the name of a lab .*"lab77".*\n$/);
  });

  it("grade looks for the submission where the user is", async () => {
    const { errors } = await run("grader", ["grade", "lab1", "--submission", "mine"], {
      INIT_CWD: temporaryFolder({ "mine/nothing.txt": "" }),
    });
    expect(errors).to.match(/mine/);
    expect(errors).to.not.match(/does not exist/);
  });

  it("grade gives lab1's solution its points", async () => {
    const { code, out } = await run("grader", ["grade", "lab1", "--solution", "--part", "1", "--seeds", "2"]);
    expect(code).to.equal(0);
    expect(out).to.match(/TestBasic.*10\/10/);
  });

  it("an unknown command ends with 2 and the names of those that there are", async () => {
    const { code, errors } = await run("grader", ["grad"]);
    expect(code).to.equal(2);
    expect(errors).to.equal(
      'expected a command of grade, verify, debug, demo, explore, scenarios, tour, completion, puzzle, replay, got "grad"\n',
    );
  });

  it("leaves no process behind when it is killed, even a stuck one", async () => {
    const program = `
      require(${JSON.stringify(join(ROOT, "toolkit/bin/register.js"))});
      const { WorkerProcess } = require(${JSON.stringify(join(ROOT, "grader/src/process/WorkerProcess.ts"))});
      const kit = ${JSON.stringify(FIXTURE_KIT)};
      const worker = new WorkerProcess({
        specs: [kit + "/behave/tests/behave.test.ts"], given: [], silenceMs: 300, heapMb: 200, onEnd: () => {},
        onReport: ({ type }) => {
          if (type === "ready") worker.run({ id: 0, submission: kit + "/behave", student: [], test: "TestLoop", seeds: [1] });
          if (type === "seed-start") console.log(worker.pid);
        },
      });`;
    const grader = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = await new Promise<number>((resolve) =>
      grader.stdout.once("data", (bytes: Buffer) => {
        resolve(Number(bytes.toString()));
      }),
    );
    grader.kill("SIGKILL");
    expect(await isGoneWithin(pid, 5_000)).to.equal(true);
  });

  it("corpus ends with 2 for an unknown option", async () => {
    const { code, errors } = await run("teacher", ["corpus", "lab1", "--nope"]);
    expect(code).to.equal(2);
    expect(errors).to.include("unknown option");
  });
});

async function isGoneWithin(pid: number, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await sleep(50);
  }
  return false;
}

describe("npm scripts", () => {
  it("run the grader without a shell", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    expect(scripts.grade).to.equal("node grader/bin/grader.js grade");
    expect(readdirSync(join(ROOT, "grader/bin"))).to.include.members(["grader.js", "teacher.js"]);
  });
});
