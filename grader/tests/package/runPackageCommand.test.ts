import { expect } from "chai";
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { labNames } from "toolkit/labs/readLab";
import { missingPrograms } from "toolkit/tests/missingPrograms";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { handoutFiles } from "../../src/handout/handoutFiles";
import { runPackageCommand } from "../../src/package/runPackageCommand";
import { packageFiles } from "../../src/package/packageFiles";
import { installKit } from "../support/installKit";
import { runCommand } from "../support/runGrade";

const LAB = "lab1";
const LABS = labNames(KIT_ROOT);

describe("npm run package", function () {
  this.timeout(240_000);
  const missing = missingPrograms("npm", "tar");
  if (missing.length > 0) {
    it.skip(`needs ${missing.join(", ")}`);
    return;
  }
  const out = temporaryFolder();
  const home = temporaryFolder();
  const student = temporaryFolder();
  const unpacked = join(out, "package");
  /** As npx starts it, in a folder of the user's. */
  const npx = (...args: string[]): { status: number | null; printed: string } => {
    const program = join(unpacked, "bin/distributed-kv-labs.js");
    const env = { ...process.env, KV_LABS_HOME: home, INIT_CWD: "/elsewhere", npm_execpath: undefined };
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: student,
      encoding: "utf8",
      env,
    });
    return { status, printed: stdout + stderr };
  };
  let names: readonly string[] = [];

  before(async () => {
    const { code, errors, out: told } = await runCommand(runPackageCommand, [out], { root: KIT_ROOT });
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    const [archive = ""] = readdirSync(out);
    expect(told).to.include(archive);
    execFileSync("tar", ["-xzf", archive], { cwd: out });
    names = readdirSync(unpacked, { recursive: true, encoding: "utf8" }).map((name) =>
      name.replaceAll("\\", "/"),
    );
  });

  it("packs all that it means to, and the lock file too", () => {
    const meant = [...packageFiles(KIT_ROOT, LABS).keys()];
    expect(meant.filter((name) => !names.includes(name))).to.deep.equal([]);
    expect(names).to.include.members(["kit/package-lock.json", "kit/.kit.json", "kit/lab1/lab.json"]);
  });

  it("packs no solution, no wheat or chaff, no hidden test, no teacher's command, and no real system", () => {
    const own = /^kit\/(?:toolkit|grader|labrpc|checker|harness|picture)\/tests\//;
    const teachers = /(?:^|\/)(?:solutions|corpus|hidden|attacks|bench|templates|real)\/|teacher/;
    const commands = /grader\/src\/(?:class|package|handout|checkLab)\//;
    const wrong = names.filter((name) => [own, teachers, commands].some((kind) => kind.test(name)));
    expect(wrong).to.deep.equal([]);
    // What a student repository has is looked through for lines of solutions elsewhere.
    const handed = handoutFiles(KIT_ROOT, { labs: LABS, ways: [] });
    const made = ["kit/package.json", "kit/package-lock.json", "kit/.kit.json"];
    const others = names.filter((name) => {
      const file = join(unpacked, name);
      if (!name.startsWith("kit/") || made.includes(name) || !statSync(file).isFile()) return false;
      const content = handed.get(name.slice("kit/".length));
      return content === undefined || !readFileSync(file).equals(Buffer.from(content));
    });
    expect(others).to.deep.equal([]);
  });

  it("grades, verifies and replays the folder that the student is in", () => {
    // What `npm ci` would install, as links: no test needs the network.
    const { kitFolder } = JSON.parse(readFileSync(join(unpacked, "kit/package.json"), "utf8")) as {
      kitFolder: string;
    };
    cpSync(join(unpacked, "kit"), join(home, kitFolder), { recursive: true });
    installKit(join(home, kitFolder));
    mkdirSync(join(student, LAB));
    cpSync(join(KIT_ROOT, LAB, "client.ts"), join(student, LAB, "client.ts"));
    cpSync(join(KIT_ROOT, LAB, "server.ts"), join(student, LAB, "server.ts"));
    const stubs = npx("verify", LAB, "--test", "TestBasic");
    expect(stubs.status, stubs.printed).to.equal(1);
    cpSync(join(KIT_ROOT, "solutions", LAB), join(student, LAB), { recursive: true });
    const verified = npx("verify", LAB, "--test", "TestBasic,TestConcurrent");
    expect(verified.printed).to.match(/2 of 2 tests passed/);
    expect(verified.status).to.equal(0);
    // The server forgets what it has seen.
    const server = readFileSync(join(student, LAB, "server.ts"), "utf8");
    const forgetful = server.replace("if (last === undefined ||", "if (last !== null ||");
    expect(forgetful).to.not.equal(server);
    writeFileSync(join(student, LAB, "server.ts"), forgetful);
    const failed = npx("grade", LAB, "--test", "TestLostReplies", "--seed", "1", "--json", "result.json");
    expect(failed.status, failed.printed).to.equal(1);
    expect(existsSync(join(student, "result.json"))).to.equal(true);
    expect(failed.printed)
      .to.include(`npx distributed-kv-labs grade ${LAB} --submission . --test TestLostReplies --seed 1`)
      .and.not.include("npm run");
    const replays = readdirSync(join(student, "reports", LAB)).filter((name) =>
      name.endsWith(".replay.json"),
    );
    const replayed = npx("replay", `reports/${LAB}/${replays[0] ?? "none"}`);
    expect(replayed.status, replayed.printed).to.equal(1);
    expect(replayed.printed).to.include("the same run as before");
  });

  it("puts the kit where it works whole or not at all, and once", () => {
    const other = temporaryFolder();
    rmSync(other, { recursive: true });
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        "-e",
        `process.argv.splice(1, 0, "x"); require(${JSON.stringify(join(unpacked, "bin/distributed-kv-labs.js"))})`,
      ],
      { env: { ...process.env, KV_LABS_HOME: other, PATH: "" }, encoding: "utf8", timeout: 60_000 },
    );
    // Without npm it cannot install, and says so.
    expect(status).to.equal(2);
    expect(stderr).to.include("npm ci");
    expect(readdirSync(other).filter((name) => name.startsWith("unfinished"))).to.deep.equal([]);
    expect(readdirSync(other)).to.have.length(1);
  });

  it("refuses a folder that students get, and a lab that there is not", async () => {
    const into = await runCommand(runPackageCommand, [join(KIT_ROOT, LAB)], { root: KIT_ROOT });
    expect(into.code).to.equal(2);
    const none = await runCommand(runPackageCommand, [out, "--labs", "lab9"], { root: KIT_ROOT });
    expect(none.code).to.equal(2);
    expect(none.errors).to.include("lab9");
    // A file is in the way; below /proc of Linux, Node's own way of making folders would try for ever.
    for (const place of [join(out, "file", "x"), ...(process.platform === "linux" ? ["/proc/x/y"] : [])]) {
      writeFileSync(join(out, "file"), "");
      const { code, errors } = await runCommand(runPackageCommand, [place], { root: KIT_ROOT });
      expect(code, errors).to.equal(2);
      expect(errors).to.include(`expected a folder ${place} for the archive`);
    }
  });
});
