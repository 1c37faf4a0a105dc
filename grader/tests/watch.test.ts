import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { grade } from "../src/grade";
import { FIXTURE_KIT, REPORTS, typesUnchecked } from "./support/runGrade";
import { temporaryFolder } from "./support/temporaryFolder";

const half = "export class Adder { sum(n: number[]) { return (n[0] ?? 0) + (n[1] ?? 0); } }\n";
const whole = "export class Adder { sum(n: number[]) { return n.reduce((a, b) => a + b, 0); } }\n";

describe("grade --watch", function () {
  this.timeout(20_000);

  it("grades again after a change: what failed first, then the rest", async () => {
    const folder = temporaryFolder({ "client.ts": half });
    const stop = new AbortController();
    const printed: string[] = [];
    const code = await grade(["sum", "--submission", folder, "--watch"], {
      root: FIXTURE_KIT,
      reports: REPORTS,
      checkTypes: typesUnchecked,
      cwd: FIXTURE_KIT,
      complain: (text) => printed.push(text),
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
});
