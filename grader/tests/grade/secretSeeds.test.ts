import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPORT_FORMATS } from "../../src/formats/REPORT_FORMATS";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { parseSecretSeeds, secretSeedsOf } from "../../src/grade/secretSeeds";
import { ToolError } from "toolkit/cli/ToolError";
import { runCommand, typesUnchecked, type Ran } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { gradeReport } from "../../src/report/GradeReport";

const SEEDS = ["918273645501", "918273645502", "918273645503"];
/** Wrong for two numbers whose sum is 100 or more, which the seeds 1 to 4 do not have. */
const LUCKY = `export class Adder {
  sum(n: number[]) {
    const sum = n.reduce((a, b) => a + b, 0);
    console.log("student code prints " + sum);
    return n.length === 2 && [KNOWN].includes(sum) ? sum : n.length === 2 ? -1 : sum;
  }
}
`;

describe("secret seeds", function () {
  this.timeout(60_000);

  async function run(client: string, ...args: string[]): Promise<Ran & { reports: string; out: string }> {
    const reports = temporaryFolder();
    const folder = temporaryFolder({
      "client.ts": client,
      "seeds.txt": `# of this term\n${SEEDS.join("\n")}\n`,
    });
    const formats = REPORT_FORMATS.filter(({ name }) => name !== "classroom50").flatMap(({ name }) => [
      "--format",
      name,
    ]);
    const ran = await runCommand(runGradeCommand, ["sum", "--submission", folder, ...formats, ...args], {
      checkTypes: typesUnchecked,
      reports,
      env: { KIT_SECRET_SEEDS: join(folder, "seeds.txt") },
    });
    return { ...ran, reports: join(reports, "reports", "sum") };
  }

  const reportIn = (folder: string): ReturnType<typeof gradeReport.parse> =>
    gradeReport.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")));

  it("cost a test its points, and are reported apart", async () => {
    const { code, out, reports } = await run(await lucky());
    const { score, openScore, tests } = reportIn(reports);
    expect({ code, score, openScore }).to.deep.equal({ code: 1, score: 6, openScore: 10 });
    expect(tests[0]).to.deep.include({
      status: "failed",
      score: 0,
      seeds: { run: 4, failed: 0 },
      secretSeeds: { run: 3, failed: 3, hint: "Use +." },
    });
    expect(tests[0]).to.not.have.property("failure");
    expect(tests[1]).to.deep.include({
      status: "passed",
      secretSeeds: { run: 3, failed: 0, hint: "Go over all." },
    });
    expect(out).to.contain("fails with 3 of 3 secret seeds").and.to.contain("10 without secret seeds");
  });

  it("are shown nowhere, nor what the code did with them", async () => {
    const { out, errors, reports } = await run(await lucky());
    const files = readdirSync(reports).map((file) => readFileSync(join(reports, file), "utf8"));
    expect(files).to.have.length.greaterThan(8);
    const encoded = files.join("\n").match(/result=(\S+)/)?.[1] ?? "";
    const all = [out, errors, ...files, Buffer.from(encoded, "base64").toString("utf8")].join("\n");
    for (const seed of SEEDS) expect(all).to.not.contain(seed);
    expect(all).to.not.contain("student code prints").and.to.not.contain("seeds.txt");
    for (const [index, text] of files.entries()) {
      if (/secret seeds|secretSeeds/.test(text)) expect(text, String(index)).to.contain("Use +.");
    }
  });

  it("cost nothing when they pass", async () => {
    const { code, reports } = await run(RIGHT);
    expect(code).to.equal(0);
    expect(reportIn(reports)).to.include({ score: 10, openScore: 10 });
  });

  it("are left alone by a replay", async () => {
    const { reports } = await run(RIGHT, "--seed", "1");
    expect(reportIn(reports)).to.not.have.property("openScore");
  });

  it("come from the option before the environment", () => {
    const cwd = temporaryFolder({ a: "1000001\n", b: "1000002\n" });
    const env = { KIT_SECRET_SEEDS: join(cwd, "b") };
    expect(secretSeedsOf({ secretSeeds: "a", watch: false }, { root: cwd, cwd, env })).to.deep.equal([
      1000001,
    ]);
    expect(secretSeedsOf({ watch: false }, { root: cwd, cwd, env })).to.deep.equal([1000002]);
    expect(secretSeedsOf({ watch: true }, { root: cwd, cwd, env })).to.deep.equal([]);
    expect(secretSeedsOf({ watch: false }, { root: cwd, cwd })).to.deep.equal([]);
    expect(() => secretSeedsOf({ secretSeeds: "c", watch: false }, { root: cwd, cwd })).to.throw(
      ToolError,
      /c, .*ENOENT/,
    );
  });

  it("are read as PowerShell writes them", () => {
    const root = temporaryFolder({ seeds: Buffer.from("\ufeff1000001\r\n1000002\r\n", "utf16le") });
    const read = secretSeedsOf({ secretSeeds: "seeds", watch: false }, { root, cwd: root });
    expect(read).to.deep.equal([1000001, 1000002]);
  });

  it("are refused where students would get them", () => {
    const root = temporaryFolder({ "lab1/lab.json": "{}", "lab1/seeds.txt": "1000001\n" });
    for (const secretSeeds of ["lab1/seeds.txt", "lab1/none.txt"])
      expect(() => secretSeedsOf({ secretSeeds, watch: false }, { root, cwd: root })).to.throw(
        ToolError,
        /expected secret seeds outside of what students get, got lab1\/.*; put it outside of lab1\//,
      );
  });

  for (const wrong of ["17", "1000000", "x", "1000001 1000002", "-1000001", "99999999999999999999"]) {
    it(`are refused without showing them: ${wrong}`, () => {
      expect(() => parseSecretSeeds(`1000001\n${wrong}\n`, "seeds.txt"))
        .to.throw(ToolError, /^seeds\.txt, line 2: expected one whole number/)
        .with.property("message")
        .that.does.not.match(
          wrong.length > 2 && wrong !== "1000000" ? new RegExp(`\\b${wrong}\\b`) : /\b17\b/,
        );
    });
  }

  it("are at least one", () => {
    expect(() => parseSecretSeeds("# none yet\n", "s")).to.throw(
      ToolError,
      /expected 1 to 10000 secret seeds, got 0/,
    );
  });
});

const RIGHT = "export class Adder { sum(n: number[]) { return n.reduce((a, b) => a + b, 0); } }\n";

/** A submission that knows the answers of the open seeds by heart. */
async function lucky(): Promise<string> {
  const noting = `export class Adder { sum(n: number[]) { const s = n.reduce((a, b) => a + b, 0); console.log("SUM" + s); return -1; } }\n`;
  const folder = temporaryFolder({ "client.ts": noting });
  const sums: string[] = [];
  for (const seed of ["1", "2", "3", "4"]) {
    const args = ["sum", "--submission", folder, "--test", "TestTwo", "--seed", seed];
    const { out } = await runCommand(runGradeCommand, args, { checkTypes: typesUnchecked });
    sums.push(/SUM(\d+)/.exec(out)?.[1] ?? "missing");
  }
  return LUCKY.replace("KNOWN", sums.join(", "));
}
