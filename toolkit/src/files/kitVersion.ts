import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { KIT_ROOT } from "./kitRoot";

/** Which kit graded. */
export const kitVersion = z.strictObject({
  /** As in package.json. */
  version: z.string(),
  /** The commit of the kit, in hex; of a student repository, the one that it was made from. Absent where it is not known. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/)
    .exactOptional(),
});

export type KitVersion = Readonly<z.infer<typeof kitVersion>>;

/** Where a kit that was packed says what it was made from: a KitVersion. */
export const KIT_VERSION_FILE = ".kit.json";
/** Where a student repository says so; see HandoutRecord. */
const HANDED_OUT = ".handout.json";
const handedOut = z.object({ kit: kitVersion });

const MADE_FROM: readonly (readonly [string, (file: string) => KitVersion | undefined])[] = [
  [KIT_VERSION_FILE, fileWithKit((data) => kitVersion.parse(data))],
  [HANDED_OUT, fileWithKit((data) => handedOut.parse(data).kit)],
];

/** Real milliseconds for git, which takes a few. */
const LIMIT_MS = 5_000;

let known: KitVersion | undefined;

/** Which kit this is. Never throws. */
export function versionOfKit(): KitVersion {
  known ??= readKitVersion(KIT_ROOT);
  return known;
}

/** @param root folder of the kit's package.json, absolute */
export function readKitVersion(root: string): KitVersion {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  for (const [file, read] of MADE_FROM)
    // A student's commits say nothing of the kit.
    if (existsSync(join(root, file))) return read(join(root, file)) ?? { version };
  if (!existsSync(join(root, ".git"))) return { version };
  const { status, stdout } = spawnSync("git", ["rev-parse", "--verify", "HEAD"], {
    cwd: root,
    encoding: "utf8",
    windowsHide: true,
    timeout: LIMIT_MS,
    stdio: ["ignore", "pipe", "ignore"],
    env: withoutGitVariables(process.env),
  });
  const commit = status === 0 ? stdout.trim() : "";
  const read = kitVersion.safeParse({ version, commit });
  return read.success ? read.data : { version };
}

/** In a hook, git's variables name another repository. */
function withoutGitVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GIT_")));
}

/** The same in a few words: "0.2.0 (a1b2c3d4e5f6)". */
export function kitInWords({ version, commit }: KitVersion): string {
  return commit === undefined ? version : `${version} (${commit.slice(0, 12)})`;
}

function fileWithKit(read: (data: unknown) => KitVersion): (file: string) => KitVersion | undefined {
  return (file) => {
    try {
      return read(JSON.parse(readFileSync(file, "utf8")));
    } catch {
      return undefined;
    }
  };
}
