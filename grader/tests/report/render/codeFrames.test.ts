import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runReplayCommand } from "../../../src/replay/runReplayCommand";
import { REPORTS, runCommand, runGrade } from "../../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const THROWS = `export class Adder {
  sum(n: number[]) {
    if (n.length > 0) throw new Error("a < b & c");
    return 0;
  }
}
`;

describe("code frames", function () {
  this.timeout(60_000);

  it("stand in the terminal, in report.md, in index.html, in the picture and in what replay says", async () => {
    const folder = temporaryFolder({ "client.ts": THROWS });
    const { out } = await runGrade("sum", "--submission", folder);
    const frame = [
      /2 \| {3}sum\(n: number\[\]\) \{/,
      /> 3 \| {5}if \(n\.length/,
      / {2}\| {29}\^/,
      /4 \| {5}return 0;/,
    ];
    const page = readFileSync(join(REPORTS, "reports/sum/index.html"), "utf8");
    const markdown = readFileSync(join(REPORTS, "reports/sum/report.md"), "utf8");
    for (const line of frame) for (const text of [out, markdown]) expect(text).to.match(line);
    expect(page).to.contain('<pre class="frame">');
    expect(page).to.contain("throw new Error(&quot;a &lt; b &amp; c&quot;)");
    const picture = readFileSync(join(REPORTS, "reports/sum/TestTwo.html"), "utf8");
    expect(picture).to.match(/"frame":\["  2 \| {3}sum\(n: number\[\]\) \{","\\u003e 3 \| {5}if \(n\.length/);
    expect(picture).not.to.contain("a < b & c");
    const file = join(REPORTS, "reports/sum/TestTwo.replay.json");
    const replayed = await runCommand(runReplayCommand, [file, "--submission", folder]);
    for (const line of frame) expect(replayed.out).to.match(line);
  });
});
