import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { KnownAddresses, NodePlan } from "./ClusterPlan";
import { endAtExit } from "./endAtExit";
import { nodeReport, type NodeReport } from "./NodeReport";

/** How a process ended. */
export type Ending =
  { readonly kind: "exited"; readonly code: number } | { readonly kind: "killed"; readonly signal: string };

/** How a start ended. */
export type Started =
  NodeReport | { readonly kind: "ended"; readonly ending: Ending } | { readonly kind: "silent" };

export interface NodeProcessOptions {
  /** TypeScript, absolute. */
  readonly program: string;
  /** A line that the node printed. */
  readonly onLine: (line: string) => void;
  /** What the node sends after its report; see `tellParent`. Default: nobody looks at it. */
  readonly onMessage?: ((message: unknown) => void) | undefined;
  /** See `NodesPlan`. */
  readonly graceMs?: number | undefined;
}

const REGISTER = join(__dirname, "../../toolkit/bin/register.js");
const GRACE_MS = 2_000;

/** One node as a child process. */
export class NodeProcess {
  readonly #child: ChildProcess;
  readonly #graceMs: number;
  /** Settles when the process has ended. */
  readonly ended: Promise<Ending>;
  #ending: Ending | undefined;

  constructor(
    plan: NodePlan,
    addresses: KnownAddresses,
    { program, onLine, onMessage, graceMs = GRACE_MS }: NodeProcessOptions,
  ) {
    this.#child = spawn(process.execPath, ["-r", REGISTER, program], {
      env: { ...process.env, ...plan.env(addresses) },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      windowsHide: true,
    });
    this.#graceMs = graceMs;
    endAtExit(this.#child);
    for (const stream of [this.#child.stdout, this.#child.stderr]) readLines(stream, onLine);
    this.#child.once("message", () => {
      if (onMessage !== undefined) this.#child.on("message", onMessage);
    });
    this.ended = new Promise((resolve) => {
      const end = (ending: Ending): void => resolve((this.#ending ??= ending));
      // "close" and not "exit": what it has printed last has been read by then.
      this.#child.once("close", (code, signal) =>
        end(signal === null ? { kind: "exited", code: code ?? 0 } : { kind: "killed", signal }),
      );
      this.#child.once("error", () => end({ kind: "exited", code: 2 }));
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** How it ended; undefined while it runs. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Waits for the node's report. */
  async started(withinMs: number): Promise<Started> {
    let timer: NodeJS.Timeout | undefined;
    const reported = new Promise<Started>((resolve) => {
      this.#child.once("message", (message) => resolve(nodeReport.parse(message)));
      void this.ended.then((ending) => resolve({ kind: "ended", ending }));
      timer = setTimeout(() => resolve({ kind: "silent" }), withinMs);
    });
    try {
      return await reported;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends a message that JSON can carry. A node that has ended, or ends before it reads it, gets nothing. */
  send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Sends a signal; nothing happens when the process has ended. */
  signal(signal: NodeJS.Signals): void {
    if (this.#ending === undefined) this.#child.kill(signal);
  }

  /** Asks it to end, and ends it by force when it does not. Resolves when it has ended. */
  async stop(): Promise<Ending> {
    this.signal("SIGTERM");
    // A process that was stopped by SIGSTOP would not see it.
    if (process.platform !== "win32") this.signal("SIGCONT");
    const force = setTimeout(() => this.signal("SIGKILL"), this.#graceMs);
    try {
      return await this.ended;
    } finally {
      clearTimeout(force);
    }
  }
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on("line", onLine);
}

/** An ending in words, such as "killed by SIGKILL". */
export function describeEnding(ending: Ending): string {
  return ending.kind === "killed" ? `killed by ${ending.signal}` : `exit code ${String(ending.code)}`;
}
