import { expect } from "chai";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { FIXTURE_KIT, REPORTS, typesUnchecked } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const half = "export class Adder { sum(n: number[]) { return (n[0] ?? 0) + (n[1] ?? 0); } }\n";
const whole = "export class Adder { sum(n: number[]) { return n.reduce((a, b) => a + b, 0); } }\n";

describe("grade --watch", function () {
  this.timeout(60_000);

  it("grades again after a change: what failed first, then the rest", async () => {
    const folder = temporaryFolder({ "client.ts": half });
    const stop = new AbortController();
    const printed: string[] = [];
    const code = await runGradeCommand(["sum", "--submission", folder, "--watch"], {
      root: FIXTURE_KIT,
      reports: REPORTS,
      checkTypes: typesUnchecked,
      cwd: FIXTURE_KIT,
      printError: (text) => printed.push(text),
      color: false,
      terminal: false,
      signal: stop.signal,
      print: (text) => {
        printed.push(text);
        const rounds = printed.filter((one) => one.startsWith("Waiting")).length;
        if (!text.startsWith("Waiting")) return;
        if (rounds === 1) writeFileSync(join(folder, "client.ts"), whole);
        else stop.abort();
      },
    });
    const scores = printed.map((text) => /Score.*?(\d+ of \d+) points/.exec(text)?.[1] ?? text.slice(0, 7));
    expect(scores).to.deep.equal(["4 of 10", "Waiting", "6 of 6", "10 of 10", "Waiting"]);
    expect(code).to.equal(0);
  });

  it("removes the copy of each round, and goes on after one that could not be graded", async () => {
    const folder = temporaryFolder({ "client.ts": half });
    const temp = temporaryFolder();
    const { TMPDIR, TEMP, TMP } = process.env;
    Object.assign(process.env, { TMPDIR: temp, TEMP: temp, TMP: temp });
    const stop = new AbortController();
    const printed: string[] = [];
    const write = (text: string): void => {
      printed.push(text);
      if (text.startsWith("expected a folder with client.ts")) writeFileSync(join(folder, "client.ts"), half);
      if (!text.startsWith("Waiting")) return;
      if (printed.filter((one) => one.startsWith("Waiting")).length === 1) {
        // Nothing of the folder is left, and then the file is there again.
        writeFileSync(join(folder, "other.ts"), "");
        rmSync(join(folder, "client.ts"));
      } else stop.abort();
    };
    await runGradeCommand(["sum", "--submission", folder, "--watch"], {
      root: FIXTURE_KIT,
      reports: REPORTS,
      checkTypes: typesUnchecked,
      cwd: FIXTURE_KIT,
      printError: write,
      color: false,
      terminal: false,
      signal: stop.signal,
      print: write,
    }).finally(() => {
      for (const [name, value] of Object.entries({ TMPDIR, TEMP, TMP }))
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
    });
    // What failed, and then the rest.
    const round = ["sum: Ad", "sum: Ad", "Waiting"];
    expect(printed.map((text) => text.slice(0, 7))).to.deep.equal([...round.slice(1), "expecte", ...round]);
    expect(readdirSync(temp)).to.deep.equal([]);
  });
});
