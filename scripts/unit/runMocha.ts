import { spawn } from "node:child_process";
import { join } from "node:path";

/** Runs files in one process, and prints what it says when it has ended. Resolves to whether all tests passed. */
export async function runMocha(
  root: string,
  files: readonly string[],
  { env, print }: { env: NodeJS.ProcessEnv; print: (text: string) => void },
): Promise<boolean> {
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
  const passed = await new Promise<boolean>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve(code === 0);
    });
  });
  print(said);
  return passed;
}
