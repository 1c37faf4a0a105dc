import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeInOneGo } from "../process/writeInOneGo";
import type { RealmLaunch } from "../process/RealmProcess";
import { linkedLibraries } from "./linkedLibraries";
import { realmNodeFlags } from "./realmNodeFlags";
import { seccompFilter } from "./seccompFilter";

const NODE = "/node";
const PROGRAM = "/realm.js";
/** Nobody in particular. */
const NOBODY = "65534";
/** The descriptor on which bubblewrap reads the filter. */
const FILTER_FD = 3;
/** The one on which it tells which process it has started. */
const PID_FD = 4;

/**
 * Node in bubblewrap: namespaces of its own for users, processes, network, mounts and the rest; nothing to be seen but
 * Node, the libraries that it is linked with, and the program; nothing that can be written; no new processes. It ends
 * with the process that starts it.
 *
 * @param program absolute; see `realmProgram`
 */
export function bubblewrapLaunch(program: string, heapMb: number): RealmLaunch {
  const filter = seccompFilter(process.arch);
  const seen = (file: string, as = file): string[] => ["--ro-bind", file, as];
  return {
    command: "bwrap",
    args: [
      "--unshare-all",
      "--die-with-parent",
      "--new-session",
      "--clearenv",
      // The program is the first process that it sees, and the one whose number is told.
      "--as-pid-1",
      ...["--info-fd", String(PID_FD)],
      ...["--uid", NOBODY, "--gid", NOBODY],
      ...["--cap-drop", "ALL"],
      ...linkedLibraries().flatMap((file) => seen(file)),
      ...seen(realpathSync(process.execPath), NODE),
      ...seen(program, PROGRAM),
      ...["--dev-bind", "/dev/null", "/dev/null"],
      ...["--dev-bind", "/dev/urandom", "/dev/urandom"],
      ...["--remount-ro", "/"],
      ...["--chdir", "/"],
      ...(filter === undefined ? [] : ["--seccomp", String(FILTER_FD)]),
      NODE,
      ...realmNodeFlags({ program: PROGRAM, heapMb }),
      PROGRAM,
    ],
    tellsPid: true,
    ...(filter === undefined ? {} : { third: keptBesideProgram(program, filter) }),
  };
}

/** bubblewrap reads its filter from a file. */
function keptBesideProgram(program: string, filter: Buffer): string {
  const file = join(dirname(program), `seccomp-${process.arch}.bpf`);
  if (!existsSync(file) || !readFileSync(file).equals(filter)) writeInOneGo(file, filter);
  return file;
}
