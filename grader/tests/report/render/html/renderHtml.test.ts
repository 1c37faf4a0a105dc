import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml } from "picture/escapeHtml";
import { closeBrowser, openPage } from "toolkit/tests/chromium";
import type { TestFailure } from "../../../../src/report/testFailure";
import type { GradeReport, TestReport } from "../../../../src/report/GradeReport";
import { renderHtml } from "../../../../src/report/render/html/renderHtml";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const EVIL = `</pre><script>document.title = "hurt"</script><img src=x onerror=alert(1)>"'&`;

function test(name: string, changes: Partial<TestReport> = {}): TestReport {
  return {
    name,
    part: 1,
    description: `what ${name} asks for`,
    status: "passed",
    score: 5,
    maxScore: 5,
    seeds: { run: 25, failed: 0 },
    elapsedMs: 1234,
    ...changes,
  };
}

const failure: Extract<TestFailure, { kind: "failed" }> = {
  kind: "failed",
  message: "the value after both appends is wrong",
  seed: 7,
  expected: `"a1 b1 "`,
  got: `"a1 b1 a1 "`,
  host: "clerk-a",
  file: "server.ts",
  line: 12,
  column: 5,
  hint: "What does the server do with a request that it has executed before?",
  replay: "npm run grade lab1 -- --test TestLostReplies --seed 7",
  details: ["a handler threw Error: no"],
  lastEvents: ["1.0 ms  clerk-a → server-0  sends append"],
  console: ["0.5 ms  server-0 log: hello"],
};

function report(changes: Partial<GradeReport> = {}): GradeReport {
  return {
    schema: "grade-report/v1",
    lab: "lab1",
    title: "Exactly once",
    score: 5,
    maxScore: 15,
    optional: { score: 0, maxScore: 3 },
    complete: true,
    parts: [
      { part: 1, title: "Without failures", score: 5, maxScore: 10 },
      { part: 2, title: "More", optional: true, score: 0, maxScore: 3 },
    ],
    tests: [
      test("TestBasic"),
      test("TestLostReplies", { status: "failed", score: 0, seeds: { run: 20, failed: 3 }, failure }),
      test("TestStub", {
        status: "failed",
        score: 0,
        failure: { ...failure, message: "threw NotImplemented: KVServer.get" },
      }),
      test("TestGone", {
        part: 2,
        optional: true,
        status: "not-run",
        score: 0,
        seeds: { run: 0, failed: 0 },
      }),
    ],
    syntaxErrors: [],
    typeErrors: [{ file: "client.ts", line: 3, column: 1, code: "TS2322", message: "not assignable" }],
    lateDays: { days: 2, problem: "late.txt has more than one line" },
    startedAt: "2030-01-02T03:04:05.000Z",
    elapsedMs: 2500,
    ...changes,
  };
}

/** The report with a picture of the failure of TestLostReplies. */
function pictured(picture: string, more: Partial<TestFailure> = {}): GradeReport {
  const tests = report().tests.map((one) =>
    one.name === "TestLostReplies" && one.failure !== undefined
      ? { ...one, failure: { ...one.failure, ...more, picture } }
      : one,
  );
  return report({ tests });
}

describe("the report as HTML", () => {
  after(closeBrowser);

  it("says everything that is in the report", () => {
    const html = renderHtml(report());
    const { tests, parts, typeErrors, lateDays } = report();
    const { kind, line, column, seed, ...texts } = failure;
    const values = [
      ...tests.map(({ name }) => name),
      ...tests.map(({ description }) => description),
      ...parts.map(({ title }) => title),
      ...Object.values(texts).flat(),
      ...typeErrors.map(({ message }) => message),
      String(lateDays.problem),
      `server.ts:${String(line)}:${String(column)}`,
      "client.ts:3:1",
      "TS2322",
      "3 of 20 failed",
      "optional 0 of 3",
      "2 late days",
      "not run",
      "1.23 s",
    ];
    expect(values.filter((value) => !html.includes(escapeHtml(value)))).to.deep.equal([]);
    expect(html).to.contain(`<dd class="seed">${String(seed)}</dd>`);
    expect(html).to.not.contain(`>${kind}<`);
  });

  it("links tests to their failures and pictures", () => {
    const html = renderHtml(pictured("pictures/Test LostReplies.html"));
    expect(html).to.contain('href="#TestLostReplies"').and.to.contain('id="TestLostReplies"');
    expect(html).to.contain('href="pictures/Test%20LostReplies.html"');
    expect(renderHtml(report())).to.not.contain('class="picture"');
  });

  it("tells the smallest counterexample, why an operation has no place, and how to see it again", () => {
    const [cause, reasons] = [["fails with 2 faults:", "- one", "- two"], ["it began after put returned"]];
    const html = renderHtml(
      pictured("a.html", { cause, reasons, replayCause: "npm run replay -- reports/a/b.json" }),
    );
    expect(html).to.contain("<li>fails with 2 faults:</li>\n<li>one</li>\n<li>two</li>");
    expect(html).to.contain("<li>it began after put returned</li>");
    expect(html).to.contain("npm run replay -- reports/a/b.json");
  });

  it("shows a syntax error once, and no failure of the tests that it stopped", () => {
    const html = renderHtml(
      report({ syntaxErrors: [{ file: "server.ts", line: 4, column: 2, message: "'}' expected." }] }),
    );
    expect(html).to.contain("server.ts:4:2").and.to.contain("no test can run");
    expect(html).to.not.contain("both appends").and.not.to.contain('href="#');
  });

  it("says nothing of a stub that nobody had to fill in", () => {
    const [basic, , stub] = report().tests;
    const html = renderHtml(report({ tests: [basic!, { ...stub!, optional: true }] }));
    expect(html).to.not.contain("NotImplemented").and.not.to.contain('href="#');
  });

  it("keeps student text from becoming markup", () => {
    const { tests } = report();
    const hurt: GradeReport = report({
      title: EVIL,
      typeCheckProblem: EVIL,
      lateDays: { days: 0, problem: EVIL },
      typeErrors: [{ file: EVIL, line: 1, column: 1, code: EVIL, message: EVIL }],
      tests: tests.map((one) => ({
        ...one,
        description: EVIL,
        ...(one.failure === undefined
          ? {}
          : {
              failure: {
                ...one.failure,
                message: EVIL,
                expected: EVIL,
                got: EVIL,
                host: EVIL,
                file: EVIL,
                hint: EVIL,
                replay: EVIL,
                cause: [EVIL],
                reasons: [EVIL],
                replayCause: EVIL,
                picture: EVIL,
                details: [EVIL],
                lastEvents: [EVIL],
                console: [EVIL],
              },
            }),
      })),
    });
    const html = renderHtml(hurt);
    expect(html).to.not.match(/<script|<img/);
    expect(html.match(/&lt;script&gt;/g)?.length).to.be.above(15);
  });

  it("opens in a browser without a script, light and dark", async function () {
    const file = join(temporaryFolder(), "index.html");
    writeFileSync(file, renderHtml(pictured("TestLostReplies.html")));
    expect(readFileSync(file, "utf8")).to.not.contain("<script");
    for (const [colorScheme, ground] of [
      ["light", "rgb(255, 255, 255)"],
      ["dark", "rgb(20, 24, 31)"],
    ] as const) {
      const { page, problems } = await openPage(this, file, { colorScheme, javaScriptEnabled: false });
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).to.equal(ground);
      expect(await page.locator(".score").innerText()).to.equal("5 of 15 points");
      expect(await page.locator("tr.failed").count()).to.equal(2);
      await page.locator('a[href="#TestLostReplies"]').click();
      expect(await page.locator("#TestLostReplies").innerText())
        .to.contain("server.ts:12:5")
        .and.to.contain('"a1 b1 a1 "')
        .and.to.contain("npm run grade lab1 -- --test TestLostReplies --seed 7")
        .and.to.contain("hello");
      await page.emulateMedia({ media: "print" });
      expect(await page.evaluate("getComputedStyle(document.body).color")).to.equal("rgb(0, 0, 0)");
      expect(problems).to.deep.equal([]);
      await page.close();
    }
  });

  for (const colorScheme of ["light", "dark"] as const)
    it(`does not scroll sideways on a telephone, ${colorScheme}`, async function () {
      const file = join(temporaryFolder(), "index.html");
      writeFileSync(file, renderHtml(pictured("TestLostReplies.html")));
      const { page, problems } = await openPage(this, file, { colorScheme, width: 400, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).to.be.at.most(400);
      expect(problems).to.deep.equal([]);
      await page.close();
    });
});
