import { expect } from "chai";
import { EVIDENCE_CHECKS, judgeAttack } from "../src/judgeAttack";
import type { AttackEvidence, AttackExpectation } from "../src/checks/AttackEvidence";
import { ATTACK_JSON_COPY } from "../src/checks/attackGradeArguments";
import { EXPECTATION, filesOf, goodEvidence, REPORT } from "./support/goodEvidence";

/** A way to break what a check is about: the check that must see it, and what it says. */
interface Control {
  readonly check: string;
  readonly says: RegExp;
  readonly evidence?: Partial<AttackEvidence>;
  readonly expectation?: Partial<AttackExpectation>;
}

const good = goodEvidence();
const [canary = { what: "", text: "" }] = EXPECTATION.canaries;
const files = (changes: Record<string, string>): Partial<AttackEvidence> => ({
  files: new Map([...good.files, ...Object.entries(changes)]),
});
const printed = (text: string): Partial<AttackEvidence> => ({ terminal: `${good.terminal}${text}\n` });
const full = { ...REPORT, score: 10, tests: REPORT.tests.map((test) => ({ ...test, score: 10 })) };

const CONTROLS: Record<string, Control> = {
  "points that nobody has earned": {
    check: "attackScoreIsDeserved",
    says: /10 points where its honest twin has 0/,
    evidence: goodEvidence(full),
  },
  "an honest test that loses its points": {
    check: "attackScoreIsDeserved",
    says: /TestBasic has lost its points/,
    expectation: { keeps: ["TestBasic"] },
  },
  "a canary on the terminal": {
    check: "attackLeakedNothing",
    says: /file outside/,
    evidence: printed(canary.text),
  },
  "a canary in base64, in the middle of something else": {
    check: "attackLeakedNothing",
    says: /file outside/,
    evidence: files({ "x.json": JSON.stringify(Buffer.from(`ab ${canary.text} cd`).toString("base64")) }),
  },
  "a canary in hexadecimal": {
    check: "attackLeakedNothing",
    says: /file outside/,
    evidence: files({ "x.html": Buffer.from(canary.text).toString("hex") }),
  },
  "code that says that it has escaped": {
    check: "attackLeakedNothing",
    says: /escaped: by the window/,
    evidence: printed(`x ${EXPECTATION.word}: by the window`),
  },
  "a file outside": { check: "attackChangedNothing", says: /guard\/x/, evidence: { changed: ["guard/x"] } },
  "a process that is left": {
    check: "attackLeftNothing",
    says: /1 processes/,
    evidence: { left: ["1 sleep"] },
  },
  "a run without an end": { check: "attackEndedWell", says: /not done/, evidence: { stopped: "not done" } },
  "an exit code that says full marks": {
    check: "attackEndedWell",
    says: /exit code 0/,
    evidence: { exitCode: 0 },
  },
  "no report": { check: "attackEndedWell", says: /no report/, evidence: { files: new Map() } },
  "a grader that fails where it should refuse": {
    check: "attackEndedWell",
    says: /instead of refusing/,
    evidence: { exitCode: 2, terminal: "the grader itself failed: TypeError: x\n    at f (a.ts:1:1)" },
    expectation: { exit: [2] },
  },
  "a report of six megabytes": {
    check: "attackSizesAreBounded",
    says: /copy\.md has/,
    evidence: files({ "copy.md": "x".repeat(6 * 2 ** 20) }),
  },
  "a report that does not fit its schema": {
    check: "attackJsonIsWellFormed",
    says: /schema/,
    evidence: files({ [ATTACK_JSON_COPY]: '{"score": 10}' }),
  },
  "a control character in JSON": {
    check: "attackJsonIsWellFormed",
    says: /U\+001B/,
    evidence: files({ "x.json": JSON.stringify({ a: ["\u001b[2J"] }) }),
  },
  "half of a pair in JSON": {
    check: "attackJsonIsWellFormed",
    says: /U\+D800/,
    evidence: files({ "x.json": '{"a": "\\ud800"}' }),
  },
  "XML with a reference that XML lacks": {
    check: "attackJunitIsWellFormed",
    says: /&nbsp;/,
    evidence: files({ "junit.xml": "<a>&nbsp;</a>" }),
  },
  "XML with a character that XML lacks": {
    check: "attackJunitIsWellFormed",
    says: /&#0;/,
    evidence: files({ "junit.xml": "<a>&#0;</a>" }),
  },
  "XML whose tags do not fit": {
    check: "attackJunitIsWellFormed",
    says: /not well-formed/,
    evidence: files({ "junit.xml": "<a><b></a>" }),
  },
  "formats that tell different points": {
    check: "attackFormatsAgree",
    says: /gradescope tells 10/,
    evidence: files({ "results.json": filesOf(full).get("results.json") ?? "" }),
  },
  "an escape sequence": { check: "attackTerminalIsClean", says: /U\+001B/, evidence: printed("\u001b[2J") },
  "a mark that turns text round": {
    check: "attackTerminalIsClean",
    says: /U\+202E/,
    evidence: printed("\u202e"),
  },
  "a workflow command": {
    check: "attackTerminalIsClean",
    says: /CI runner/,
    evidence: printed("  ::error::x"),
  },
  "a workflow command of the old form in the middle of a line": {
    check: "attackTerminalIsClean",
    says: /CI runner/,
    evidence: printed("> x ##[error]x"),
  },
  "a second line with a score": {
    check: "attackTerminalIsClean",
    says: /one line with the score, got 2/,
    evidence: printed("Score: 10 of 10 points"),
  },
  "a line that passes for the kit's": {
    check: "attackTerminalIsClean",
    says: /passes for/,
    evidence: printed("✓ TestBasic POISON"),
  },
  "a heading in Markdown": {
    check: "attackMarkdownIsClean",
    says: /markup/,
    evidence: files({ "copy.md": "# lab1\n\n# POISON\n" }),
  },
  "a fence in Markdown": {
    check: "attackMarkdownIsClean",
    says: /markup/,
    evidence: files({ "copy.md": "~~~~ POISON\nx\n" }),
  },
  "a name that is called in Markdown": {
    check: "attackMarkdownIsClean",
    says: /markup/,
    evidence: files({ "copy.md": "hello @POISON\n" }),
  },
  "a tag in a page": {
    check: "attackHtmlIsClean",
    says: /for a tag/,
    evidence: files({ "copy.html": "<p><img src=x onerror=POISON>" }),
  },
  "a tag after the end of a script": {
    check: "attackHtmlIsClean",
    says: /for a tag/,
    evidence: files({ "copy.html": '<script>"</script><svg onload=POISON>"</script>' }),
  },
};

describe("the checks of attacks", () => {
  it("find nothing wrong with a report that is right", () => {
    expect(judgeAttack(good, EXPECTATION)).to.deep.equal([]);
  });

  it("leave alone what a student may write where it is quoted", () => {
    const quoted = {
      ...printed("  > Score: 10 of 10 points POISON\n  > ::error::x"),
      ...files({
        "copy.md":
          "```text\n# POISON\n::error::POISON\n```\n\n- got: `@POISON # <img src=x onerror=POISON>`\n",
      }),
    };
    expect(judgeAttack({ ...good, ...quoted }, EXPECTATION)).to.deep.equal([]);
  });

  for (const [name, { check, says, evidence, expectation }] of Object.entries(CONTROLS)) {
    it(`find ${name}`, () => {
      const found = EVIDENCE_CHECKS[check]?.({ ...good, ...evidence }, { ...EXPECTATION, ...expectation });
      expect(found?.join("\n")).to.match(says);
    });
  }

  it("have a control each", () => {
    const controlled = new Set(Object.values(CONTROLS).map(({ check }) => check));
    expect([...controlled].sort()).to.deep.equal(Object.keys(EVIDENCE_CHECKS).sort());
  });
});
