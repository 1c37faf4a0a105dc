import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { z } from "zod";

/** How some files' tests went. */
export type MochaOutcome = { readonly kind: "passed" } | FailedFiles;

export interface FailedFiles {
  readonly kind: "failed";
  /** Those with tests that failed; all when mocha did not come to its end. Relative to the root, with forward slashes. */
  readonly files: readonly string[];
  /** What mocha says at its end about the tests that failed, or all that it said when it did not get there. */
  readonly told: string;
}

/** Runs files in one process, and prints what it says when it has ended. */
export async function runMocha(
  root: string,
  files: readonly string[],
  { env, print }: { env: NodeJS.ProcessEnv; print: (text: string) => void },
): Promise<MochaOutcome> {
  const support = join(root, "tests/support");
  const hooks = ["ownCoverage.js", "testTimes.js"].flatMap((name) => ["--require", join(support, name)]);
  const mocha = join(root, "node_modules/mocha/bin/mocha.js");
  const folder = mkdtempSync(join(tmpdir(), "kit-unit-"));
  const failed = join(folder, "failed.json");
  const reporter = ["--reporter", join(support, "specWithFiles.js"), "--reporter-option", `failed=${failed}`];
  try {
    const { code, signal, said } = await runToItsEnd([mocha, ...hooks, ...reporter, ...files], {
      cwd: root,
      env,
    });
    print(said);
    if (code === 0) return { kind: "passed" };
    const listed = filesListedIn(failed)?.map((file) => relative(root, file).split(sep).join("/"));
    if (listed !== undefined) return { kind: "failed", files: listed, told: toldOfFailures(said) ?? said };
    const how = signal === null ? `exit code ${String(code)}` : signal;
    return { kind: "failed", files, told: `${said}\nmocha ended with ${how}: ${files.join(" ")}\n` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it wrote to both of its streams. */
  readonly said: string;
}

function runToItsEnd(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({ code, signal, said });
    });
  });
}

/** Absolute paths; undefined where mocha did not come to its end, or failed in none of its files. */
function filesListedIn(place: string): string[] | undefined {
  try {
    const files = z
      .array(z.string())
      .min(1)
      .safeParse(JSON.parse(readFileSync(place, "utf8")));
    return files.success ? files.data : undefined;
  } catch {
    return undefined;
  }
}

/** The part of mocha's output that tells which tests failed, and how; undefined when there is none. */
function toldOfFailures(said: string): string | undefined {
  // Mocha's own line, coloured or not; a test's title may look alike, so it is the last one that counts.
  const start = [...said.matchAll(/^(?:\x1b\[[\d;]*m|\s)*\d+ failing\b/gm)].at(-1)?.index;
  return start === undefined ? undefined : said.slice(start);
}
