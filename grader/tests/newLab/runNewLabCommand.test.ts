import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { runCheckLabCommand } from "../../src/checkLab/runCheckLabCommand";
import { runCorpusCommand } from "../../src/corpus/runCorpusCommand";
import { runDemoCommand } from "../../src/demo/runDemoCommand";
import { runExploreCommand } from "../../src/explore/runExploreCommand";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { runGradescopeCommand } from "../../src/gradescope/runGradescopeCommand";
import { runHandoutCommand } from "../../src/handout/runHandoutCommand";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { labManifest } from "toolkit/labs/LabManifest";
import { runNewLabCommand } from "../../src/newLab/runNewLabCommand";
import { runReplayCommand } from "../../src/replay/runReplayCommand";
import { runVerifyCommand } from "../../src/verify/runVerifyCommand";
import { runCommand, typesUnchecked, type Ran } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { temporaryKit } from "../support/temporaryKit";

const LAB = "lab6";
const CHAFF = `corpus/${LAB}/chaffs/new-number-per-attempt`;
const page = readFileSync(join(KIT_ROOT, "docs", "write-a-lab.md"), "utf8");

const COMMANDS = {
  "new-lab": runNewLabCommand,
  "check-lab": runCheckLabCommand,
  grade: runGradeCommand,
  verify: runVerifyCommand,
  demo: runDemoCommand,
  corpus: runCorpusCommand,
  explore: runExploreCommand,
  replay: runReplayCommand,
  handout: runHandoutCommand,
  gradescope: runGradescopeCommand,
};

/** Every command of the page in its order: its exit code, and what it says. */
const TOLD: readonly [command: string, code: number, says: RegExp][] = [
  [`npm run new-lab ${LAB}`, 0, /lab6: a new working lab, \d+ files\n[^]*npm run grade lab6 -- --solution/],
  [
    `npm run check-lab ${LAB}`,
    1,
    /^✗ handout\n( {4}still to be written: .*\n){5}✓ layout\n✓ types and style\n✓ stubs, solution and wheats over 3 seeds\n$/,
  ],
  [`npm run grade ${LAB} -- --solution`, 0, /Score: 100 of 100 points/],
  [`npm run grade ${LAB}`, 1, /Not written yet:[^]*Score: 0 of 100 points/],
  [`npm run corpus ${LAB}`, 0, /4 of 4 specimens graded as expected/],
  [`npm run grade ${LAB} -- --submission ${CHAFF}`, 1, /✗ TestLostMessages: not linearizable/],
  [
    `npm run replay -- reports/${LAB}/TestLostMessages.replay.json --submission ${CHAFF}`,
    1,
    /the same run as before/,
  ],
  [`npm run corpus ${LAB} -- --only solution,wheat --seeds 1000`, 0, /2 of 2 specimens/],
  [`npm run explore ${LAB} -- --solution --for 5m`, 0, /nothing found/],
  [`npm run explore ${LAB} -- --solution --strategy pct --for 1m`, 0, /nothing found/],
  [`npm run explore ${LAB} -- --solution --strategy exhaustive`, 0, /TwoAdds: .*all \d+ orders were tried/],
  [`npm run corpus ${LAB} -- --only new-number-per-attempt --record`, 0, /1 of 1 specimens/],
  [`npm run verify ${LAB} -- --solution`, 0, /4 of 4 tests passed/],
  [`npm run demo ${LAB} -- --solution`, 0, /all 2 demonstrations finished/],
  [`npm run handout -- ../${LAB}-student --labs ${LAB}`, 0, /a new student repository with lab6/],
  [`npm run gradescope -- --lab ${LAB} ${LAB}.zip`, 0, /the autograder of lab6/],
];

/** Less of what takes long. One process at a time, since each costs more than what it does here. */
function shortened(command: string): string {
  const jobs = /run (grade|corpus|explore) /.test(command) ? " --jobs 1" : "";
  return command.replace("--seeds 1000", "--seeds 4").replace(/--for \d+m/, "--seeds 2") + jobs;
}

function run(root: string, command: string): Promise<Ran> {
  const [, , name = "", ...args] = shortened(command).split(" ");
  return runCommand(
    COMMANDS[name as keyof typeof COMMANDS],
    args.filter((arg) => arg !== "--"),
    { root, reports: root, cwd: root, checkTypes: typesUnchecked },
  );
}

/** A teacher may edit the manifest; here it saves time. */
function fewerSeeds(file: string): void {
  writeFileSync(file, readFileSync(file, "utf8").replace('"seeds": 25', '"seeds": 5'));
}

function everythingIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}

describe("a new lab", function () {
  this.timeout(60_000);
  let root = "";

  before(() => {
    root = temporaryKit();
  });

  it("is the one of the page, whose every command is tried here", () => {
    const blocks = [...page.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, text = ""]) =>
      text.trim().split("\n"),
    );
    expect(blocks).to.deep.equal(TOLD.map(([command]) => command));
  });

  for (const [command, expected, says] of TOLD) {
    it(`can do what the page says: ${command}`, async () => {
      const { code, out, errors } = await run(root, command);
      expect({ code, errors }, out).to.deep.equal({ code: expected, errors: "" });
      expect(out).to.match(says);
      if (command.startsWith("npm run new-lab")) fewerSeeds(join(root, LAB, "lab.json"));
    });
  }

  it("has in its corpus what a student reads now", () => {
    const said = (kit: string, lab: string): unknown =>
      JSON.parse(readFileSync(join(kit, CHAFF.replace(LAB, lab), "explanation.json"), "utf8"));
    // The command above has recorded it again.
    expect(said(root, LAB)).to.deep.equal(said(join(KIT_ROOT, "grader/templates"), "labN"));
  });

  it("names itself everywhere", () => {
    for (const folder of [LAB, `solutions/${LAB}`, `corpus/${LAB}`]) {
      const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
      for (const file of files.filter((entry) => entry.isFile()))
        expect(readFileSync(join(file.parentPath, file.name), "utf8"), file.name).to.not.match(/lab ?N\b/i);
    }
    expect(readFileSync(join(root, LAB, "README.md"), "utf8")).to.match(/^# Lab 6: /);
  });
});

describe("npm run new-lab", () => {
  const refused = async (root: string, name: string, message: RegExp): Promise<void> => {
    const before = everythingIn(root);
    const { code, out, errors } = await runCommand(runNewLabCommand, [name], { root });
    expect({ code, out }, name).to.deep.equal({ code: 2, out: "" });
    expect(errors).to.match(message);
    expect(everythingIn(root), name).to.deep.equal(before);
  };

  it("refuses what is no name of a lab, and writes nothing", async () => {
    const root = temporaryFolder();
    for (const name of ["", "lab", "Lab6", "lab0", "lab06", "lab6x", "6", "../lab6", "labN"])
      await refused(root, name, /expected lab and a number, as lab1, got ".*"; choose such a name/);
  });

  for (const folder of ["lab1", "solutions/lab1", "corpus/lab1"]) {
    it(`refuses a name that is taken by ${folder}, and says which is free`, async () => {
      const root = temporaryFolder();
      mkdirSync(join(root, folder), { recursive: true });
      mkdirSync(join(root, "lab2"));
      await refused(root, "lab1", new RegExp(`got lab1: the folder ${folder} exists already; use lab3`));
    });
  }

  it("leaves nothing behind when it cannot write everything", async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "corpus"), { recursive: true });
    writeFileSync(join(root, "solutions"), "a file where a folder should be");
    await refused(root, "lab1", /expected to write .*solutions/);
    rmSync(join(root, "solutions"));
    expect((await runCommand(runNewLabCommand, ["lab1"], { root })).code).to.equal(0);
    expect(everythingIn(root)).to.include.members(["lab1", "solutions", join("corpus", "lab1")]);
  });

  it("is a program of its own", () => {
    const program = join(KIT_ROOT, "grader/bin/teacher.js");
    const { status, stderr } = spawnSync(process.execPath, [program, "new-lab", "lab1"], {
      encoding: "utf8",
    });
    expect(stderr).to.contain("the folder lab1 exists already");
    expect(status).to.equal(2);
  });
});

describe("a new lab with a name of its own", function () {
  this.timeout(120_000);
  let root = "";
  const ran = (command: typeof runGradeCommand, ...args: string[]): Promise<Ran> =>
    runCommand(command, args, { root, reports: root, cwd: root, checkTypes: typesUnchecked });

  before(async () => {
    root = temporaryKit();
    const { code, errors } = await ran(runNewLabCommand, LAB, "--name", "queue");
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    fewerSeeds(join(root, LAB, "lab.json"));
  });

  it("has that name in classes, files and texts, and the counter's nowhere", () => {
    expect(existsSync(join(root, LAB, "tests/support/queueModel.ts"))).to.equal(true);
    expect(readFileSync(join(root, LAB, "server.ts"), "utf8")).to.include("export class QueueServer");
    for (const folder of [LAB, `solutions/${LAB}`, `corpus/${LAB}`])
      for (const file of everythingIn(join(root, folder))) {
        expect(file).to.not.match(/counter/i);
        const path = join(root, folder, file);
        if (statSync(path).isFile() && !file.endsWith(".judges"))
          expect(readFileSync(path, "utf8"), file).to.not.match(/counter/i);
      }
  });

  it("works as the example does, its judges too", async () => {
    expect((await ran(runGradeCommand, LAB, "--solution", "--jobs", "1")).out).to.match(
      /Score: 100 of 100 points, optional 2 of 2/,
    );
    expect((await ran(runCorpusCommand, LAB, "--jobs", "1", "--seeds", "4")).out).to.match(
      /4 of 4 specimens/,
    );
  });

  it("is looked at by check-lab, which finds what is wrong in each of its parts", async () => {
    const change = (file: string, from: string, to: string): void => {
      const text = readFileSync(join(root, file), "utf8");
      expect(text, file).to.include(from);
      writeFileSync(join(root, file), text.replace(from, to));
    };
    expect((await ran(runCheckLabCommand, LAB)).out).to.match(/✓ layout\n✓ types and style\n✓ stubs/);
    change(`${LAB}/README.md`, "> **Write:** what to do first.", "Write the two methods first.");
    change(`${LAB}/README.md`, "(40 points)", "(41 points)");
    change(`${LAB}/README.md`, "34 lines in `client.ts`", "35 lines in `client.ts`");
    change(`${LAB}/README.md`, "`stage.ts` | given", "stage | given");
    change(`${LAB}/README.md`, "`TestAdds` and ", "");
    change(`solutions/${LAB}/server.ts`, "  #total = 0;", '    #total: number = "none";');
    const { code, out } = await ran(runCheckLabCommand, LAB);
    expect(code).to.equal(1);
    expect(out)
      .to.include('expected a heading "## Part 1: … (40 points)", as lab.json has the points, got none')
      .and.include('expected "34 lines in `client.ts`", as our solution has, got 35')
      .and.include("expected the test `TestAdds` to be named, got nothing of it")
      .and.not.include("still to be written: what to do first");
    expect(out)
      .to.match(/✗ layout\n.*solutions\/lab6\/server\.ts/)
      .and.match(/✗ types and style\n {4}solutions\/lab6\/server\.ts:4: TS2322/)
      .and.match(/✗ stubs, solution and wheats/);
    expect((await ran(runCheckLabCommand, "lab7")).code).to.equal(2);
  });

  for (const word of ["Queue", "two words", "", "9lives", "total", "class", "server"])
    it(`cannot be ${JSON.stringify(word)}`, async () => {
      const empty = temporaryFolder();
      const { code, out, errors } = await runCommand(runNewLabCommand, ["lab1", "--name", word], {
        root: empty,
      });
      expect({ code, out }).to.deep.equal({ code: 2, out: "" });
      expect(errors).to.match(/--name: expected .*, such as queue/);
      expect(everythingIn(empty)).to.deep.equal([]);
    });
});

describe("docs/write-a-lab.md", () => {
  it("has a row for each field of the manifest, and no other", () => {
    const fieldsOf = (schema: z.core.JSONSchema._JSONSchema, at: string): string[] => {
      if (typeof schema === "boolean") return [at];
      if (schema.properties !== undefined)
        return Object.entries(schema.properties).flatMap(([name, inner]) =>
          fieldsOf(inner, at === "" ? name : `${at}.${name}`),
        );
      const { items } = schema;
      const inner = typeof items === "object" && !Array.isArray(items) ? fieldsOf(items, `${at}[]`) : [at];
      return inner.length > 1 ? inner : [at];
    };
    const fields = fieldsOf(z.toJSONSchema(labManifest, { io: "input" }), "");
    const [, table = ""] = page.split("\n| field | value | meaning |\n");
    const rows = [...(table.split("\n\n")[0] ?? "").matchAll(/^\| `([^`]+)` \|/gm)].map(([, field]) => field);
    expect(rows).to.have.members(fields);
  });
});
