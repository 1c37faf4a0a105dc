import { Chalk } from "chalk";
import { expect } from "chai";
import { stripVTControlCharacters } from "node:util";
import { renderWatchStart } from "../../src/grade/renderWatch";
import { handoutEditorFiles } from "../../src/handout/handoutEditorFiles";
import { renderCodeProblems } from "../../src/report/render/renderCodeProblems";
import { renderReportFailure } from "../../src/report/render/renderReportFailure";
import { SLIP_CODES } from "../../src/types/TypeCheck";

const files = handoutEditorFiles(["lab1", "lab2"]);

interface Pattern extends Readonly<
  Record<"file" | "line" | "column" | "code" | "message", number | undefined>
> {
  readonly regexp: string;
}
interface Matcher {
  readonly pattern: Pattern | readonly Pattern[];
  readonly background?: { readonly beginsPattern: string; readonly endsPattern: string };
}

function matchersOf(task: string): Matcher[] {
  const { tasks } = JSON.parse(files.get(".vscode/tasks.json")?.toString() ?? "") as {
    tasks: { label: string; problemMatcher: Matcher[] }[];
  };
  return tasks.find(({ label }) => label === task)?.problemMatcher ?? [];
}

/** What an editor finds: patterns of a matcher fit lines that follow each other; a problem without a message is none. */
function problemsIn(text: string, matcher: Matcher | undefined): Record<string, string | undefined>[] {
  const patterns = [matcher?.pattern ?? []].flat() as readonly Pattern[];
  const lines = stripVTControlCharacters(text).split("\n");
  return lines.flatMap((_, at) => {
    const found: Record<string, string | undefined> = {};
    for (const [i, { regexp, ...groups }] of patterns.entries()) {
      const match = new RegExp(regexp).exec(lines[at + i] ?? "");
      if (match === null) return [];
      for (const [name, group] of Object.entries(groups)) found[name] = match[group ?? 0];
    }
    return found["message"] === undefined || found["message"] === "" ? [] : [found];
  });
}

describe("the tasks of an editor", () => {
  it("finds the places in what grade prints", () => {
    const [oneLine, lines, failure] = matchersOf("grade the lab");
    const place = { file: "lab1/client.ts", line: 17, column: 11 };
    const printed = (code: string | undefined, message: string): string =>
      renderCodeProblems("Type errors", [{ ...place, ...(code === undefined ? {} : { code }), message }], {
        paint: (text) => text,
        frames: false,
      }).join("\n");
    for (const code of ["TS2322", undefined, ...SLIP_CODES])
      expect(problemsIn(printed(code, "')' expected."), oneLine)).to.deep.equal([
        { file: "lab1/client.ts", line: "17", column: "11", code, message: "')' expected." },
      ]);
    const long = printed("TS2345", "Argument of type 'a'.\n  Type 'null' is not assignable.");
    expect(problemsIn(long, oneLine)).to.deep.equal([]);
    expect(problemsIn(long, lines)).to.deep.equal([
      { file: "lab1/client.ts", line: "17", column: "11", code: "TS2345", message: "Argument of type 'a'." },
    ]);
    const failed = renderReportFailure(
      "TestBasic",
      {
        kind: "failed",
        message: "clerk-0's get threw Error: x",
        seed: 1,
        replay: "npm run grade lab1",
        details: ["called at lab1/client.ts:3:4"],
        lastEvents: [],
        console: [],
        ...place,
      },
      { paint: new Chalk({ level: 0 }), folder: "reports/lab1" },
    );
    const message = "TestBasic: clerk-0's get threw Error: x";
    expect(problemsIn(failed, failure)).to.deep.equal([
      { file: "lab1/client.ts", line: "17", column: "11", message },
    ]);
    for (const matcher of [oneLine, lines]) expect(problemsIn(failed, matcher)).to.deep.equal([]);
  });

  it("knows when a round of watching begins, and takes no failure for it", () => {
    const [{ background } = { background: undefined }] = matchersOf("grade the lab at each save");
    const begins = new RegExp(background?.beginsPattern ?? "");
    for (const failing of [0, 1, 2]) {
      const start = { changed: ["a.ts", "b.ts"], failing, terminal: true, color: true };
      expect(stripVTControlCharacters(renderWatchStart("lab1", start)).trimEnd()).to.match(begins);
    }
    expect("✗ TestBasic: the value of a key has changed").not.to.match(begins);
    expect("Waiting for changes; Ctrl-C ends.").to.match(new RegExp(background?.endsPattern ?? ""));
  });
});
