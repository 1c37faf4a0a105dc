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
      "a module with a wrong name",
      'import { TimeoutError } from "labrcp";\nexport class Adder { sum() { return TimeoutError; } }\n',
      /correct its name/,
    ],
    [
      "a file that is not there",
      'import { add } from "./adding";\nexport class Adder { sum() { return add(); } }\n',
      /or add the file/,
    ],
    [
      "a recursion without an end",
      "export class Adder { sum(n) { return this.sum(n) + 1; } }\n",
      /^A function calls itself/,
    ],
    ["a file without the class", "export const x = 1;\n", /must export the class/],
    [
      "a missing import",
      "export class Adder { sum() { throw new TimeoutError(); } }\n",
      /used but not declared in this file: import it/,
    ],
    [
      "an error of the language that nobody catches",
      "export class Adder { sum() { setTimeout(() => (5)(), 1); return new Promise(() => {}); } }\n",
      /error in the code/,
    ],
    ["an error of the language", "export class Adder { sum() { return (5)(); } }\n", /error in the code/],
    [
      "a method without its object",
      "export class Adder { #zero = 0; sum() { const run = this.run; return run(); } run() { return this.#zero; } }\n",
      /takes for an object is undefined.*If it is `this`/,
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
      /^An endless loop that waits with timers: the one at client\.ts:1:\d+ has fired \d{3,} times\./,
    ],
    [
      "a rejection that nobody catches",
      'export class Adder { sum() { Promise.reject(new Error("x")); return new Promise((go) => setTimeout(go, 5)); } }\n',
      /^Nobody caught/,
    ],
    [
      "a changed built-in",
      "Object.prototype.toString = () => 1; export class Adder { sum() { return 1; } }\n",
      /error in the code itself/,
    ],
    ["code that does not parse", "export class Adder {{{\n", /fix this line first/],
  ] as const) {
    it(`says what to do next about ${what}`, async () => {
      expect(await hintAbout(code)).to.match(hint);
    });
  }

  it("is the manifest's for the lab's own errors, which are about the protocol", () => {
    const details: string[] = [];
    expect(
      reportHintForFailure(OWN, {
        kind: "failed",
        message: "a's put threw Error: ErrVersion",
        details,
        error: "Error",
      }),
    ).to.match(/^This is an Error whose text is "ErrVersion".* throw new ErrVersion/);
    for (const error of ["ErrNoKey", "Error", "RemoteError"])
      expect(
        reportHintForFailure(OWN, { kind: "failed", message: `a's get threw ${error}: x`, details, error }),
      ).to.equal(OWN);
  });

  it("names a handler that waits for something of its own", () => {
    const waits =
      "server-0 has not answered get({}) of a, since 2.0 ms; it first waited at Mutex.ts:7:43; so is 1 later one";
    const idle = `${waits}; server-0 has no timer and no call under way`;
    const hintOf = (detail: string): string | undefined =>
      reportHintForFailure(OWN, { kind: "no-progress", message: "no progress", details: [detail] });
    expect(hintOf(idle)).to.match(/^A handler on server-0 waits at Mutex\.ts:7:43 for something of its own/);
    expect(hintOf(waits)).to.match(/never finishes/);
    // Unless an error of the code ended a handler: that is why nobody did what it waits for.
    const broken = "a handler threw TypeError: Cannot read private member #clock from an object (a.ts:3:1)";
    expect(
      reportHintForFailure(OWN, {
        kind: "failed",
        message: "it did not return within 20 s",
        details: [broken, idle],
      }),
    ).to.match(/^A handler threw, .*begin with its line\. Something .* is undefined\..* If it is `this`/);
    // A caller that takes this error for a lost message hides it.
    const again =
      "a is still in get(), since 2.0 ms; it has sent 9 requests since then, all of them answered with an error";
    expect(
      reportHintForFailure(OWN, { kind: "no-progress", message: "no progress", details: [broken, again] }),
    ).to.match(/^A handler threw, .*its caller sends the request again and again.*catch TimeoutError only/);
    expect(
      hintOf("a is still in get(), since 2.0 ms; it has sent 9 requests since then, all of them answered"),
    ).to.match(/^The clerk gets answers, and asks again/);
  });

  it("says what the lab knows of a handler that waits, where the test waited in vain", () => {
    const idle =
      "server-0 has not answered set() of a, since 2.0 ms; it first waited at a.ts:7:43; server-0 has no timer and no call under way";
    const own = [
      { when: { kind: "no-progress" as const }, text: "Two servers wait." },
      { when: { says: "did not return", twin: "order" as const }, text: "Early ones are kept." },
      { when: { says: "did not return" }, text: "Look at the queue." },
    ];
    const hintOf = (kind: "failed" | "no-progress", twin?: string): string | undefined =>
      reportHintForFailure(own, {
        kind,
        message: "a's set did not return within 20 s",
        details: [idle],
        ...(twin === undefined ? {} : { twin }),
      });
    expect(hintOf("failed")).to.match(/^A handler on server-0 .* that never comes\. Look at the queue\.$/);
    expect(
      hintOf("failed", "if b's x reaches a before c's y, and not after it, the test passes: then it is 1"),
    ).to.match(/never comes\. Early ones are kept\.$/);
    expect(hintOf("failed", "none: the 3 nearest runs fail as well")).to.match(/Look at the queue\.$/);
    // Of servers that wait for each other, a handler that waits for something of its own is not one.
    expect(hintOf("no-progress")).to.match(/never comes\. It is a promise .*a lock/);
  });

  it("says of servers that wait in a ring what that means, whatever else the lab says", () => {
    const details = ["server-0 → server-3 → server-0: each waits for the next one, in a ring"];
    const failure = {
      kind: "failed",
      message: 'a\'s get("k") did not return within 60 s of virtual time',
    } as const;
    expect(reportHintForFailure(OWN, { ...failure, details })).to.match(
      /^Servers wait for each other in a ring/,
    );
    expect(reportHintForFailure(OWN, { ...failure, details: [] })).to.not.match(/in a ring/);
  });

  it("names who keeps sending what is answered, unless it is the clerk that is waited for", () => {
    const details = [
      "leader keeps sending sync: 9000 requests to a and 4 other hosts, 9000 of them answered, the last one with 1",
    ];
    const hintOf = (more: readonly string[]): string | undefined =>
      reportHintForFailure(OWN, {
        kind: "no-progress",
        message: "no progress",
        details: [...details, ...more],
      });
    expect(hintOf([])).to.match(/^leader sends sync again and again, although it is answered/);
    expect(
      hintOf([
        "leader is still in get(), since 2.0 ms; it has sent 9000 requests since then, all of them answered",
      ]),
    ).to.match(/^The clerk gets answers/);
  });

  it("names a timer that does not wait, unless the code threw an error at a line", () => {
    const details = ["a set a timer of NaN ms at sleepy.ts:6:36, and it fires after 1 ms, as in Node"];
    const hintOf = (kind: "failed" | "no-progress", error?: string): string | undefined =>
      reportHintForFailure(OWN, {
        kind,
        message: "wrong",
        details,
        ...(error === undefined ? {} : { error }),
      });
    expect(hintOf("failed")).to.match(/^The timer that the details name does not wait: NaN /);
    expect(hintOf("no-progress")).to.match(/^The timer that the details name/);
    expect(hintOf("failed", "TypeError")).to.match(/^This is an error in the code itself/);
    const forever = ["a set a timer of Infinity ms at sleepy.ts:6:36, and it fires after 1 ms, as in Node"];
    expect(reportHintForFailure(OWN, { kind: "failed", message: "wrong", details: forever })).to.match(
      /does not wait: what is too long for Node/,
    );
  });

  it("adds what the lab says of answers that a clerk is not content with", () => {
    const own = [
      { when: { kind: "no-progress" as const, details: "OF THEM answered" }, text: "Ask the next one." },
      { when: { kind: "no-progress" as const }, text: "Two servers wait." },
    ];
    const hintOf = (sent: string): string | undefined =>
      reportHintForFailure(own, { kind: "no-progress", message: "no progress", details: [sent] });
    expect(hintOf("a is still in get(); it has sent 9 requests since then, all of them answered")).to.match(
      /^The clerk gets answers, .* Ask the next one\.$/,
    );
    expect(hintOf("a waits for b to answer get(), since 2.0 ms")).to.equal("Two servers wait.");
  });

  it("says that a clerk is not content with most of its answers", () => {
    const hintOf = (answers: string): string | undefined =>
      reportHintForFailure(OWN, {
        kind: "no-progress",
        message: "no progress",
        details: [
          `a is still in get(), since 2.0 ms; it has sent 900 requests since then, ${answers} of them answered`,
        ],
      });
    expect(hintOf("700")).to.match(/^The clerk gets answers, and asks again/);
    expect(hintOf("300")).to.match(/never finishes/);
    expect(hintOf("none")).to.match(/never finishes/);
  });

  it("names a field that is missing from an answer which is right otherwise", () => {
    const hintOf = (expected: string, got: string): string | undefined =>
      reportHintForFailure(OWN, { kind: "failed", message: "answered wrongly", details: [], expected, got });
    expect(hintOf('200 {"count":0,"data":{}}', '200 {"data":{}}')).to.match(/^The answer lacks `count`: /);
    expect(hintOf('{"a":1,"b":2,"c":3}', '{"b":2}')).to.match(/^The answer lacks `a`, `c`: /);
    for (const got of [
      '500 {"data":{}}',
      '200 {"data":{"k":"v"}}',
      '200 {"count":1,"data":{}}',
      "null",
      '200 {"da…',
    ])
      expect(hintOf('200 {"count":0,"data":{}}', got)).to.equal(OWN);
  });

  it("names the call where nobody caught a timeout", () => {
    const thrown = "TimeoutError: no reply from b to get within 26 ms";
    const host = reportHintForFailure(OWN, {
      kind: "host-error",
      message: `a failed with ${thrown}`,
      details: [],
    });
    expect(host).to.match(/^A call got no reply/);
    const clerk = reportHintForFailure(OWN, {
      kind: "failed",
      message: `c's set threw ${thrown}`,
      details: [],
      error: "TimeoutError",
    });
    expect(clerk).to.match(/A call got no reply/);
    const message = "c's set threw RemoteError: no reply from b to get within 26 ms";
    const details = [`a handler threw ${thrown}`];
    const handler = reportHintForFailure(OWN, { kind: "failed", message, details, error: "RemoteError" });
    expect(handler).to.match(/^The caller heard of it: A call got no reply/);
    const nothing = reportHintForFailure(OWN, {
      kind: "failed",
      message: "c's get threw RemoteError: Cannot read properties of undefined (reading 'get')",
      details: [
        "a handler threw TypeError: Cannot read properties of undefined (reading 'get') (server.ts:3:1)",
      ],
      error: "RemoteError",
    });
    expect(nothing).to.match(/^The server's handler threw.* is undefined\. Was it given a value/);
  });

  it("is about the call that nobody waited for, where there is one", () => {
    const details = [
      "a's put(1) finished at 0.0 ms, before the reply to the put that it sent at client.ts:3:1 had come: is an `await` missing?",
    ];
    expect(reportHintForFailure(OWN, { kind: "failed", message: "the sum is wrong", details })).to.match(
      /^The method that the details name ended before the call/,
    );
    expect(reportHintForFailure(OWN, { kind: "failed", message: "x", details, error: "TypeError" })).to.match(
      /error in the code itself/,
    );
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

  it("is told of a call that does not return, whatever found that out", () => {
    const message = "a's get did not return within 60 s of virtual time";
    expect(
      reportHintForFailure([{ when: { says: "is wrong" }, text: OWN }], {
        kind: "failed",
        message,
        details: [],
      }),
    ).to.match(/never finishes/);
  });
});
