import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

interface BenchLock {
  readonly packages: Readonly<Record<string, BenchLockEntry>>;
}

interface BenchLockEntry {
  readonly version?: string;
  /** A workspace, whose folder is in `resolved`. */
  readonly link?: boolean;
  readonly resolved?: string;
}

/**
 * Gives the kit in `folder` the packages that are installed in `root`, by links: none is copied, and its workspaces are
 * its own. Does nothing, and returns false, when its lock file names a package that `root` does not have in the same
 * version.
 */
export function linkBenchPackages(root: string, folder: string): boolean {
  const [own, other] = [readBenchLock(root), readBenchLock(folder)];
  const packages = Object.entries(other.packages).filter(([key]) => key.includes("node_modules/"));
  const isSame = packages.every(
    ([key, { link, version }]) => link === true || own.packages[key]?.version === version,
  );
  if (!isSame) return false;
  for (const [key, { link, resolved = "" }] of packages) {
    const target = link === true ? join(folder, resolved) : join(root, key);
    // What is inside of another package comes with it. Packages for other systems are not installed.
    if (key.split("node_modules/").length === 2 && existsSync(target))
      linkBenchFolder(target, join(folder, key));
  }
  for (const name of [".bin", ".package-lock.json"]) {
    const file = join(root, "node_modules", name);
    if (existsSync(file))
      cpSync(file, join(folder, "node_modules", name), { recursive: true, verbatimSymlinks: true });
  }
  return true;
}

function linkBenchFolder(target: string, link: string): void {
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(target, link, "junction");
}

function readBenchLock(root: string): BenchLock {
  return JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as BenchLock;
}
