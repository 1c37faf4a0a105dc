import { existsSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { linkedLibraries, underMemoryLimit } from "labrpc/isolation";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { BEHIND_WALLS } from "../node/isNodeBehindWalls";
import { CHANNEL_FD, FILTER_FD, PID_FD, REGISTER, type NodeLaunch } from "./NodeLaunch";
import { SEEN_OF_KIT, seenOfLab } from "./seenOfKit";

const NODE = "/node";
/** Nobody in particular. */
const NOBODY = "65534";
/** Megabytes of JavaScript heap, and of heap and buffers together. */
const [HEAP_MB, MEMORY_MB] = [1_024, 1_536];
/** Of processor time: a node in a loop that nobody ends by hand is ended by the system. */
const PROCESSOR_SECONDS = 3_600;
/** Of a file that it writes, as the shell counts: 512 bytes each; 1 GB. */
const FILE_BLOCKS = 2 * 1_024 * 1_024;

/** What a node behind walls is told, and what it is to see. All paths are absolute. */
export interface SandboxedNode {
  readonly program: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder with the student's files. */
  readonly code: string;
  /** Folders that it may write in. */
  readonly writes: readonly string[];
  /** What the compiler made of the kit; see `copyCompiledKit`. */
  readonly compiled: string;
  /** A process in the network that it is to be in. */
  readonly networkPid: number;
  /** See `NodeLaunch`. Default: none. */
  readonly filter?: string;
}

/**
 * Node in bubblewrap's namespaces and in the network of another process. As `bubblewrapLaunch` of labrpc does it for
 * simulated hosts; but a node needs a network, its packages, and sometimes a folder to write in.
 */
export function sandboxedNodeLaunch(node: SandboxedNode): NodeLaunch {
  const { filter, networkPid } = node;
  const bubblewrap = [
    "--unshare-user",
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--die-with-parent",
    "--new-session",
    "--clearenv",
    // Signals reach it under the number that is told.
    "--as-pid-1",
    ...["--info-fd", String(PID_FD)],
    ...["--uid", NOBODY, "--gid", NOBODY],
    ...["--cap-drop", "ALL"],
    ...filesOfSandbox(node),
    ...["--remount-ro", "/"],
    ...["--chdir", "/"],
    ...Object.entries(environmentOf(node)).flatMap(([name, value]) => ["--setenv", name, value]),
    ...(filter === undefined ? [] : ["--seccomp", String(FILTER_FD)]),
    ...[NODE, ...nodeFlags(node.writes), "-r", REGISTER, node.program],
  ];
  const enter = ["--preserve-credentials", "--user", "--net", "--target", String(networkPid), "bwrap"];
  const { command, args } = underMemoryLimit(
    { command: "nsenter", args: [...enter, ...bubblewrap] },
    MEMORY_MB,
  );
  return {
    command: "/bin/sh",
    args: [
      "-c",
      `ulimit -t ${String(PROCESSOR_SECONDS)}; ulimit -f ${String(FILE_BLOCKS)}; exec "$@"`,
      "sh",
      command,
      ...args,
    ],
    env: { PATH: process.env.PATH },
    walls: filter === undefined ? {} : { filter },
  };
}

function filesOfSandbox({ program, code, writes, compiled }: SandboxedNode): string[] {
  const seen = (file: string, as = file): string[] => ["--ro-bind", file, as];
  const packages = join(KIT_ROOT, "node_modules");
  const lab = relative(KIT_ROOT, program).split(sep)[0] ?? "";
  const ofKit = ["package.json", "tsconfig.json", ...SEEN_OF_KIT, ...seenOfLab(lab)];
  return [
    ...linkedLibraries().flatMap((file) => seen(file)),
    ...seen(realpathSync(process.execPath), NODE),
    ...["--dev-bind", "/dev/null", "/dev/null"],
    ...["--dev-bind", "/dev/urandom", "/dev/urandom"],
    ...(existsSync("/etc/hosts") ? seen("/etc/hosts") : []),
    ...seen(packages),
    // The kit's caches hold what others handed in.
    ...["--tmpfs", join(packages, ".cache")],
    ...seen(compiled, join(packages, ".cache", "kit-typescript")),
    ...["--remount-ro", join(packages, ".cache")],
    ...ofKit.flatMap((place) => seen(join(KIT_ROOT, place))),
    ...seen(code),
    ...writes.flatMap((folder) => ["--bind", folder, folder]),
  ];
}

function environmentOf({ env }: SandboxedNode): Record<string, string> {
  return {
    ...env,
    [BEHIND_WALLS]: "1",
    NODE_CHANNEL_FD: String(CHANNEL_FD),
    NODE_CHANNEL_SERIALIZATION_MODE: "json",
  };
}

/** Node's own permissions are the second belt: no processes, and nothing written outside of the folders named. */
function nodeFlags(writes: readonly string[]): string[] {
  const knows = (flag: string): boolean => process.allowedNodeEnvironmentFlags.has(flag);
  return [
    `--max-old-space-size=${String(HEAP_MB)}`,
    "--no-warnings",
    knows("--permission") ? "--permission" : "--experimental-permission",
    "--allow-fs-read=*",
    ...writes.map((folder) => `--allow-fs-write=${folder}${sep}*`),
    // The thread that ends a stuck node, and ZeroMQ.
    "--allow-worker",
    ...(knows("--allow-addons") ? ["--allow-addons"] : []),
    ...(knows("--allow-net") ? ["--allow-net"] : []),
  ];
}
