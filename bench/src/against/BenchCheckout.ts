import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ToolError } from "toolkit/cli/ToolError";
import { ensureInstalled } from "../../../toolkit/bin/setup.js";
import { linkBenchPackages } from "./linkBenchPackages";

/** Another commit of the kit in a temporary folder, ready to run. It is removed with the process at the latest. */
export class BenchCheckout {
  readonly #remove = (): void => {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  };

  private constructor(
    /** Absolute. */
    readonly folder: string,
    /** Its hash, shortened. */
    readonly commit: string,
  ) {
    process.on("exit", this.#remove);
  }

  /**
   * Checks a commit out of the repository in `root`. Packages are linked to those of `root` when the other lock file
   * names no others, and installed otherwise. Throws ToolError when there is no such commit, or `npm ci` fails.
   */
  static of(root: string, name: string, progress: (what: string) => void): BenchCheckout {
    const hash = benchCommitHash(root, name);
    const checkout = new BenchCheckout(mkdtempSync(join(tmpdir(), "bench-against-")), hash.slice(0, 7));
    const { folder, commit } = checkout;
    try {
      progress(`checking out ${commit}`);
      // A clone leaves nothing behind in the repository, and its objects stay where they are.
      runBenchGit(root, ["clone", "--quiet", "--shared", "--no-checkout", root, folder]);
      runBenchGit(folder, ["checkout", "--quiet", "--detach", hash]);
      if (linkBenchPackages(root, folder)) progress(`packages of ${commit}: the same as here, linked`);
      else progress(`packages of ${commit}: others than here, installing them`);
      const problem = ensureInstalled(folder);
      if (problem !== undefined) throw new ToolError(problem);
      return checkout;
    } catch (error) {
      checkout.remove();
      throw error;
    }
  }

  remove(): void {
    process.off("exit", this.#remove);
    this.#remove();
  }
}

function benchCommitHash(root: string, name: string): string {
  try {
    return runBenchGit(root, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${name}^{commit}`,
    ]).trim();
  } catch {
    throw new ToolError(`--against: expected a commit of this repository, got ${JSON.stringify(name)}`);
  }
}

function runBenchGit(cwd: string, args: readonly string[]): string {
  return execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
