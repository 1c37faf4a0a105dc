import { expect } from "chai";
import { reportHintForFailure } from "../../src/report/reportHintForFailure";
import { reportFailureOfTest } from "../../src/report/reportFailureOfTest";
import { readLab } from "toolkit/labs/readLab";
import { selectTests } from "../../src/labs/selectTests";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import { runTests } from "../../src/run/runTests";
import type { TestRun } from "../../src/protocol/TestRun";
import { FIXTURE_KIT } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const OWN = "Use +.";

/** The hint of TestTwo about an adder with this code, which fails. */
async function hintAbout(code: string): Promise<string | undefined> {
  const lab = readLab(FIXTURE_KIT, "sum");
  const [test] = selectTests(lab, { tests: ["TestTwo"] }) as [ManifestTest];
  const submission = temporaryFolder({ "client.ts": code });
  const request = { submission, test: test.name, seeds: [1], stopAtFirstFailure: true };
  const [run] = (await runTests(lab, [request], { jobs: 1 })) as [TestRun];
  return reportFailureOfTest(test, run, () => "")?.hint;
}

describe("the hint of a failure", function () {
  this.timeout(60_000);

  it("is the manifest's when the test found something wrong", async () => {
    expect(await hintAbout("export class Adder { sum(numbers) { return 77; } }\n")).to.equal(OWN);
  });

  for (const [what, code, hint] of [
    [
      "a stub",
      'import { NotImplemented } from "labrpc";\nexport class Adder { sum() { throw new NotImplemented("sum"); } }\n',
      /^This part is still a stub/,
    ],
    [
      "a module that nodes do not have",
      'import "node:fs";\nexport class Adder { sum() { return 0; } }\n',
      /^A node has/,
    ],
    [
      "an error of the language",
      "export class Adder { sum() { return undefined.length; } }\n",
      /error in the code/,
    ],
    [
      "a promise that nobody resolves",
      "export class Adder { sum() { return new Promise(() => {}); } }\n",
      /never resolved/,
    ],
    ["an endless loop", "export class Adder { sum() { for (;;); } }\n", /^Look at the loop/],
    [
      "waiting in a loop",
      "export class Adder { sum() { const t = Date.now(); while (Date.now() < t + 9); } }\n",
      /Wait with await/,
    ],
    [
      "timers without an end",
      "export class Adder { async sum() { for (;;) await new Promise((go) => setTimeout(go, 500)); } }\n",
      /^The nodes are busy/,
    ],
    [
      "a rejection that nobody catches",
      'export class Adder { sum() { Promise.reject(new Error("x")); return new Promise((go) => setTimeout(go, 5)); } }\n',
      /^Nobody caught/,
    ],
    [
      "a changed built-in",
      "Object.prototype.toString = () => 1; export class Adder { sum() { return 1; } }\n",
      /^Nobody caught this error/,
    ],
    ["code that does not parse", "export class Adder {{{\n", /fix this line first/],
  ] as const) {
    it(`says what to do next about ${what}`, async () => {
      expect(await hintAbout(code)).to.match(hint);
    });
  }

  it("is the manifest's for the lab's own errors and for timeouts, which are about the protocol", () => {
    const details: string[] = [];
    for (const error of ["TimeoutError", "ErrNoKey", "Error", "RemoteError"])
      expect(
        reportHintForFailure(OWN, { kind: "failed", message: `a's get threw ${error}: x`, details, error }),
      ).to.equal(OWN);
  });

  it("names the call where nobody caught a timeout, which has no line", () => {
    const thrown = "TimeoutError: no reply from b to get within 26 ms";
    const host = reportHintForFailure(OWN, {
      kind: "host-error",
      message: `a failed with ${thrown}`,
      details: [],
    });
    expect(host).to.match(/^A call got no reply/);
    const message = "c's set threw RemoteError: no reply from b to get within 26 ms";
    const details = [`a handler threw ${thrown}`];
    const handler = reportHintForFailure(OWN, { kind: "failed", message, details, error: "RemoteError" });
    expect(handler).to.match(/^The caller heard of it: A call got no reply/);
  });

  it("leads to the handler that threw", () => {
    const message = "a's get threw RemoteError: boom";
    const details = ["a handler threw TypeError: boom (server.ts:3:1)"];
    const hint = reportHintForFailure(OWN, { kind: "failed", message, details, error: "RemoteError" });
    expect(hint).to.match(/^The server's handler threw/);
    const stub = reportHintForFailure(OWN, {
      kind: "deadlock",
      message,
      details: ["a handler threw NotImplemented: get"],
    });
    expect(stub).to.match(/^This part is still a stub/);
  });

  for (const kind of ["stuck", "crashed", "out-of-memory"] as const)
    it(`is about the process when it was ${kind}`, () => {
      expect(reportHintForFailure(OWN, { kind, message: "x", details: [] })).not.to.equal(OWN);
    });
});
