import { relative, sep } from "node:path";
import { watch } from "chokidar";
import type { Lab } from "toolkit/labs/readLab";
import { labFile } from "toolkit/labs/labFile";
import { findSubmission, type Submission, type SubmissionChoice } from "toolkit/submission/findSubmission";
import { gradingIsolation, type IsolationChoice } from "../grade/gradingIsolation";
import type { WorkerIsolation } from "../protocol/protocol";
import type { DebugWelcome, DebugWhat } from "./worker/debugProtocol";

/** Real milliseconds of quiet after a change before the code is loaded again: editors write in several steps. */
const QUIET_MS = 100;
const UNWATCHED = new Set(["node_modules", ".git", "reports"]);

export interface DebugPlaceParts {
  readonly root: string;
  readonly lab: Lab;
  readonly choice: SubmissionChoice;
  readonly what: DebugWhat;
  /** Default: in a process of its own, in bubblewrap where that works. */
  readonly isolation?: IsolationChoice;
}

/** The programs of puzzles are the kit's own. */
function isolationOf({ lab, what, isolation = "process" }: DebugPlaceParts): WorkerIsolation | undefined {
  if (what.kind === "puzzle") return undefined;
  return gradingIsolation(lab, isolation, { hasSecrets: false }).worker;
}

/** The code that is debugged: copied anew for each process, so that each sees what is saved by then. */
export class DebugPlace {
  readonly #root: string;
  readonly #lab: Lab;
  readonly #choice: SubmissionChoice;
  readonly #what: DebugWhat;
  readonly #isolation: WorkerIsolation | undefined;
  #copy: Submission;

  /** Throws ToolError when there is no such code, or there are not the walls that are asked for. */
  constructor(parts: DebugPlaceParts) {
    this.#root = parts.root;
    this.#lab = parts.lab;
    this.#choice = parts.choice;
    this.#what = parts.what;
    this.#isolation = isolationOf(parts);
    this.#copy = this.#find();
  }

  /** For the next process. */
  welcome(): Omit<DebugWelcome, "token"> {
    const copy = this.#find();
    this.#copy.dispose();
    this.#copy = copy;
    const debug = labFile(this.#lab, "debug.ts");
    return {
      what: this.#what,
      submission: copy.folder,
      specs: this.#lab.specs,
      ...(debug === undefined ? {} : { debug }),
      ...(this.#isolation === undefined ? {} : { isolation: this.#isolation }),
    };
  }

  /** Calls back when a file has been saved. Resolves to what ends that. */
  async watch(changed: () => void): Promise<() => Promise<void>> {
    const { original } = this.#copy;
    const watcher = watch(original, {
      ignoreInitial: true,
      followSymlinks: false,
      ignored: (path) =>
        relative(original, path)
          .split(/[\\/]/)
          .some((name) => UNWATCHED.has(name)),
    });
    let timer: NodeJS.Timeout | undefined;
    watcher.on("all", (_, path) => {
      // Whatever else lies there changes nothing of what runs.
      if (!relative(original, path).split(sep).join("/").endsWith(".ts")) return;
      clearTimeout(timer);
      timer = setTimeout(changed, QUIET_MS);
    });
    await new Promise<void>((resolve) => watcher.once("ready", resolve));
    return async () => {
      clearTimeout(timer);
      await watcher.close();
    };
  }

  dispose(): void {
    this.#copy.dispose();
  }

  #find(): Submission {
    return findSubmission(this.#root, this.#lab, this.#choice);
  }
}
