import { expect } from "chai";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runGradescopeCommand } from "../../src/gradescope/runGradescopeCommand";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { installedEnvironment, installKit } from "../support/installKit";
import { missingPrograms } from "toolkit/tests/missingPrograms";
import { READERS } from "../support/readFormats";
import { runCommand } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const LAB = "lab1";
const SEEDS = ["918273645501", "918273645502"];

const HIDDEN = {
  lab: LAB,
  tests: [
    { name: "TestGetTwice", part: 1, points: 5, description: "gets twice", hint: "Keep it.", seeds: 2 },
  ],
};
/** As a teacher writes it whose folder "hidden" lies in the kit. */
const HIDDEN_SPEC = `import { expectValue } from "labrpc/testing";
import { simulate, startKVService } from "../../${LAB}/tests/support/harness";

simulate("TestGetTwice", {}, async (sim) => {
  const ck = startKVService(sim).clerk("clerk-0");
  await ck.put("k", "v");
  for (const what of ["a get", "another"]) expectValue(what, await ck.get("k"), "v");
});
`;

describe("npm run gradescope", function () {
  this.timeout(180_000);
  const missing = missingPrograms("bash", "unzip");
  if (missing.length > 0) {
    it.skip(`needs ${missing.join(", ")}`);
    return;
  }
  // As Gradescope lays it out below /autograder.
  const root = temporaryFolder({
    "seeds.txt": SEEDS.join("\n"),
    "submission_metadata.json": JSON.stringify({
      created_at: "2026-10-03T00:00:00Z",
      assignment: { due_date: "2026-10-01T12:00:00Z" },
      previous_submissions: [{ score: 1 }, { score: 2 }],
    }),
    [`teacher/${LAB}/hidden.json`]: JSON.stringify(HIDDEN),
    [`teacher/${LAB}/surprise.test.ts`]: HIDDEN_SPEC,
  });
  const at = (...parts: string[]): string => join(root, ...parts);
  const results = (): string => readFileSync(at("results/results.json"), "utf8");
  const env = installedEnvironment();

  function autograde(): { status: number | null; printed: string } {
    const settings = { encoding: "utf8", env: { ...env, AUTOGRADER_ROOT: root }, timeout: 120_000 } as const;
    const { status, stdout, stderr } = spawnSync(at("source/run_autograder"), settings);
    return { status, printed: stdout + stderr };
  }

  before(async () => {
    const hidden = ["--hidden-tests", at("teacher"), "--hidden-visibility", "after_due_date"];
    const args = ["--lab", LAB, at("lab.zip"), "--secret-seeds", at("seeds.txt"), ...hidden];
    const { code, out, errors } = await runCommand(runGradescopeCommand, args, { root: KIT_ROOT });
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out).to.contain("with 2 secret seeds and 1 hidden tests");
    for (const folder of ["source", "submission", "results"]) mkdirSync(at(folder));
    execFileSync("unzip", ["-q", at("lab.zip"), "-d", at("source")]);
    const manifest = at("source/kit", LAB, "lab.json");
    // A teacher may edit the manifest; here it saves time.
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"seeds": 25', '"seeds": 1'));
    installKit(at("source/kit"));
    const { status, stderr } = spawnSync(at("source/setup.sh"), { encoding: "utf8", env });
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
    expect(READERS.gradescope?.(results()).total).to.equal("105/105");
    for (const secret of [...SEEDS, "surprise", "teacher"]) expect(results()).to.not.contain(secret);
    const { tests } = JSON.parse(results()) as { tests: { name: string; visibility: string }[] };
    const later = tests.filter(({ visibility }) => visibility === "after_due_date");
    expect(later.map(({ name }) => name)).to.deep.equal(["TestGetTwice"]);
    expect(results())
      .to.contain('"days": 2')
      .and.to.contain('"36 h 0 min late: 2 late days')
      .and.to.not.contain("points, the last");
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
      [["--lab", LAB, "a.zip", "--hidden-tests", "none"], /none, which is not there/],
      [["--lab", "lab2", "a.zip", "--hidden-tests", "teacher"], /lab2\/hidden\.json, got no such file/],
      [["--lab", LAB, "a.zip", "--hidden-visibility", "hidden"], /expected --hidden-tests with/],
      ...(process.platform === "linux"
        ? [[["--lab", LAB, "/proc/x/a.zip"], /expected to write \/proc\/x\/a\.zip/] as [string[], RegExp]]
        : []),
      [["--lab", LAB, join(KIT_ROOT, LAB, "a.zip")], /expected the archive outside of what students get/],
      [
        ["--lab", LAB, "a.zip", "--hidden-visibility", "soon"],
        /--hidden-visibility: expected one of visible, .*, got "soon"/,
      ],
    ];
    for (const [args, message] of wrong) {
      const { code, errors } = await runCommand(runGradescopeCommand, args, { root: KIT_ROOT, cwd: root });
      expect(code).to.equal(2);
      expect(errors).to.match(message);
    }
  });
});
