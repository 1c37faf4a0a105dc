import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runGradeCommand } from "grader/runGradeCommand";
import { KIT_ROOT } from "toolkit/files/kitRoot";

/** A failing test as a student sees it. */
export interface FailingExample {
  /** What the terminal shows, from the command to the path of the picture; without the list of events. */
  readonly terminal: string;
  /** The page with the picture, as HTML. */
  readonly page: string;
  /** SHA-256, in hexadecimal, of the run that the page shows. */
  readonly digest: string;
}

const CHAFF = ["--submission", "corpus/lab1/chaffs/no-duplicate-check"];
const TEST = ["--test", "TestLostReplies", "--seed", "1"];

/**
 * Grades one test of lab 1 on a server that executes each request again that arrives again. Takes some seconds.
 *
 * @throws Error when the report has not the parts that the example shows
 */
export async function failingExample(): Promise<FailingExample> {
  const reports = mkdtempSync(join(tmpdir(), "kit-example-"));
  let printed = "";
  try {
    await runGradeCommand(["lab1", ...CHAFF, ...TEST], {
      root: KIT_ROOT,
      reports,
      cwd: KIT_ROOT,
      env: {},
      print: (text) => (printed += text),
      printError: () => undefined,
      color: false,
      terminal: false,
      checkTypes: () => Promise.resolve({ kind: "checked", errors: [] }),
    });
    const page = readFileSync(join(reports, "reports", "lab1", "TestLostReplies.html"), "utf8");
    const record = /<script type="application\/json" id="record">([^]*?)<\/script>/.exec(page)?.[1];
    if (record === undefined) throw new Error("expected the picture's page to hold its record, got none");
    const digest = createHash("sha256").update(record).digest("hex");
    return { terminal: terminalOfFailingExample(printed.replaceAll(`${reports}/`, "")), page, digest };
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

/** The failure's block in what was printed, as if the code lay in the lab's own folder. */
function terminalOfFailingExample(printed: string): string {
  const block = /^✗ [^]*?^ {2}picture .*$/m.exec(printed)?.[0];
  if (block === undefined) throw new Error(`expected a failing test with a picture, got:\n${printed}`);
  const lines = block
    .replaceAll(` ${CHAFF.join(" ")}`, "")
    // "-- " is left over where the submission was the only option.
    .replace(/ --$/gm, "")
    .split("\n")
    .filter((line) => !line.startsWith("    ") && !line.startsWith("  the last events"));
  return [`$ npm run grade lab1 -- ${TEST.join(" ")}`, ...lines].join("\n");
}
