import { expect } from "chai";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gradescope } from "../src/gradescope/gradescope";
import { KIT_ROOT } from "../src/kitRoot";
import { READERS } from "./support/readFormats";
import { runCommand } from "./support/runGrade";
import { temporaryFolder } from "./support/temporaryFolder";

const LAB = "lab1";
const SEEDS = ["918273645501", "918273645502"];

describe("npm run gradescope", function () {
  this.timeout(180_000);
  // As Gradescope lays it out below /autograder.
  const root = temporaryFolder({ "seeds.txt": SEEDS.join("\n") });
  const at = (...parts: string[]): string => join(root, ...parts);
  const results = (): string => readFileSync(at("results/results.json"), "utf8");
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD)/.test(name)),
  );

  function autograde(): { status: number | null; printed: string } {
    const settings = { encoding: "utf8", env: { ...env, AUTOGRADER_ROOT: root }, timeout: 120_000 } as const;
    const { status, stdout, stderr } = spawnSync(at("source/run_autograder"), settings);
    return { status, printed: stdout + stderr };
  }

  before(async () => {
    const args = ["--lab", LAB, at("lab.zip"), "--secret-seeds", at("seeds.txt")];
    const { code, errors } = await runCommand(gradescope, args, { root: KIT_ROOT });
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    for (const folder of ["source", "submission", "results"]) mkdirSync(at(folder));
    execFileSync("unzip", ["-q", at("lab.zip"), "-d", at("source")]);
    const manifest = at("source/kit", LAB, "lab.json");
    // A teacher may edit the manifest; here it saves time.
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"seeds": 25', '"seeds": 2'));
    const { status, stderr } = spawnSync(at("source/setup.sh"), {
      encoding: "utf8",
      env: { ...env, npm_config_prefer_offline: "true" },
    });
    expect(status, stderr).to.equal(0);
  });

  it("makes programs of the two files that Gradescope runs", () => {
    for (const file of ["setup.sh", "run_autograder"]) {
      expect(statSync(at("source", file)).mode & 0o111, file).to.not.equal(0);
    }
  });

  it("gives full marks to files that a student uploads", () => {
    for (const file of ["client.ts", "server.ts", "types.ts"])
      cpSync(join(KIT_ROOT, "solutions", LAB, file), at("submission", file));
    const { status, printed } = autograde();
    expect({ status, printed }).to.deep.equal({ status: 0, printed: "" });
    expect(READERS.gradescope?.(results()).total).to.equal("100/100");
    for (const seed of SEEDS) expect(results()).to.not.contain(seed);
  });

  it("tells a student whose upload cannot be graded why", () => {
    rmSync(at("submission/server.ts"));
    const { status } = autograde();
    expect(status).to.equal(0);
    expect(JSON.parse(results())).to.include({ score: 0 });
    expect(results()).to.contain("expected a file server.ts");
  });

  it("refuses a name that is no archive, an unknown lab, and bad seeds", async () => {
    const wrong: [string[], RegExp][] = [
      [["--lab", LAB, "lab.tar"], /expected a name that ends in \.zip, got lab\.tar/],
      [["--lab", "lab99", "a.zip"], /expected the name of a lab/],
      [["a.zip"], /required option '--lab <lab>'/],
      [["--lab", LAB, "a.zip", "--secret-seeds", "none"], /none, which cannot be read/],
    ];
    for (const [args, message] of wrong) {
      const { code, errors } = await runCommand(gradescope, args, { root: KIT_ROOT, cwd: root });
      expect(code).to.equal(2);
      expect(errors).to.match(message);
    }
  });
});
