import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/**
 * Installs a hand-out's packages without copying them: npm says whether its lock file fits its package.json, and
 * each package of the lock file is a link to the kit's own copy. A hand-out's own packages are links to its folders.
 */
export function installKit(handout: string): void {
  const args = ["ci", "--dry-run", "--offline", "--no-audit", "--no-fund"];
  const { status, stderr, error } = spawnSync("npm", args, {
    cwd: handout,
    encoding: "utf8",
    env: plainEnvironment(),
  });
  if (status !== 0)
    throw new Error(`expected npm ci to accept the student repository, got ${error?.message ?? stderr}`);
  const lock = readFileSync(join(handout, "package-lock.json"), "utf8");
  const { packages } = JSON.parse(lock) as {
    packages: Record<string, { link?: boolean; resolved?: string; optional?: boolean }>;
  };
  for (const [key, { link, resolved = "" }] of Object.entries(packages)) {
    if (!key.includes("node_modules/")) continue;
    const place = join(handout, key);
    const target = link === true ? join(handout, resolved) : join(KIT_ROOT, key);
    // What is for another system is not installed; what lies in another package came with it.
    if (existsSync(place) || !existsSync(target)) continue;
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(target, place, "dir");
  }
  // Here npm writes what it has installed.
  writeFileSync(join(handout, "node_modules/.package-lock.json"), lock);
}

/** The environment without what npm and a test put there; in it `npm ci` does nothing, for `installKit` did it. */
export function installedEnvironment(): NodeJS.ProcessEnv {
  const bin = temporaryFolder();
  const npm = `#!/bin/sh\n[ "$1" = ci ] && exit 0\nPATH=\${PATH#*${delimiter}} exec npm "$@"\n`;
  writeFileSync(join(bin, "npm"), npm);
  chmodSync(join(bin, "npm"), 0o755);
  const env = plainEnvironment();
  return { ...env, PATH: `${bin}${delimiter}${env.PATH ?? ""}` };
}

function plainEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD|NODE_V8|GITHUB_|KIT_)/.test(name),
  );
  return Object.fromEntries(own);
}
