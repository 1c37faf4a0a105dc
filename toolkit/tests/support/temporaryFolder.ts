import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const made: string[] = [];

/** Makes a folder with these files, by relative path; it is gone when the process ends. */
export function temporaryFolder(files: Record<string, string | Buffer> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kit-test-")));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

// Not a hook of mocha's: with several processes, this file is loaded once and serves many test files.
process.on("exit", () => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});
