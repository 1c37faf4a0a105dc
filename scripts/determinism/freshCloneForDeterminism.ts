import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Clones a kit as it was committed last, with its packages and without any cache. Gone when this process ends. */
export function freshCloneForDeterminism(root: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), "kit-clone-")), "kit");
  process.on("exit", () => {
    rmSync(join(folder, ".."), { recursive: true, force: true });
  });
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, folder], { stdio: "inherit" });
  cpSync(join(root, "node_modules"), join(folder, "node_modules"), {
    recursive: true,
    // The packages of the kit itself are links that mean the clone's.
    verbatimSymlinks: true,
    filter: (path) => !path.startsWith(join(root, "node_modules", ".cache")),
  });
  return folder;
}
