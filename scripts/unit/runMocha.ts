import { spawn } from "node:child_process";
import { join } from "node:path";

/** How some files' tests went. */
export type MochaOutcome =
  | { readonly kind: "passed" }
  /** `told` is what mocha says at its end about the tests that failed, or all that it said when it did not get there. */
  | { readonly kind: "failed"; readonly told: string };

/** Runs files in one process, and prints what it says when it has ended. */
export async function runMocha(
  root: string,
  files: readonly string[],
  { env, print }: { env: NodeJS.ProcessEnv; print: (text: string) => void },
): Promise<MochaOutcome> {
  const hooks = ["ownCoverage.js", "testTimes.js"].flatMap((name) => [
    "--require",
    join(root, "tests/support", name),
  ]);
  const mocha = join(root, "node_modules/mocha/bin/mocha.js");
  const child = spawn(process.execPath, [mocha, ...hooks, ...files], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
    (resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        resolve({ code, signal });
      });
    },
  );
  print(said);
  if (ended.code === 0) return { kind: "passed" };
  const how = ended.signal === null ? `exit code ${String(ended.code)}` : `killed by ${ended.signal}`;
  return {
    kind: "failed",
    told: toldOfFailures(said) ?? `${said}\nmocha ended with ${how}: ${files.join(" ")}\n`,
  };
}

/** The part of mocha's output that tells which tests failed, and how; undefined when there is none. */
function toldOfFailures(said: string): string | undefined {
  // Mocha's own line, coloured or not; a test's title may look alike, so it is the last one that counts.
  const start = [...said.matchAll(/^(?:\x1b\[[\d;]*m|\s)*\d+ failing\b/gm)].at(-1)?.index;
  return start === undefined ? undefined : said.slice(start);
}
