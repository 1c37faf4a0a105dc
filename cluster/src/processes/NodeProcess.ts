import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { BoundedLines } from "toolkit/text/BoundedLines";
import type { NodeLaunch } from "../sandbox/NodeLaunch";
import { readChildPid } from "../sandbox/readChildPid";
import { endNodesAtExit } from "./endNodesAtExit";
import { NODE_ENDING } from "../node/endNodeInGoodOrder";
import { nodeReport, type NodeReport } from "../node/NodeReport";

/** How a process ended. */
export type NodeEnding =
  { readonly kind: "exited"; readonly code: number } | { readonly kind: "killed"; readonly signal: string };

/** How a start ended. */
export type NodeStarted =
  NodeReport | { readonly kind: "ended"; readonly ending: NodeEnding } | { readonly kind: "silent" };

export interface NodeProcessOptions {
  /** A line that the node printed. */
  readonly onLine: (line: string) => void;
  /** What the node sends after its report; see `tellParentOfNode`. Default: nobody looks at it. */
  readonly onMessage?: ((message: unknown) => void) | undefined;
  /** See `NodesPlan`. */
  readonly graceMs?: number | undefined;
}

/** How long a node may take to end when it is asked to, ms of real time, where its plan says nothing. */
export const NODE_GRACE_MS = 2_000;
/** How long a node that has more time may take to say that it has begun to end, ms: one in an endless loop never does. */
const ENDING_SAID_MS = 5_000;

/** So many characters of a line that a node prints are shown: it may print without ever ending a line. */
const LINE_OF_NODE = 65_536;

/** One node as a child process. */
export class NodeProcess {
  readonly #child: ChildProcess;
  readonly #graceMs: number;
  /** Settles when the process has ended. */
  readonly ended: Promise<NodeEnding>;
  /** What it reports of its start. */
  readonly #report: Promise<NodeReport>;
  #ending: NodeEnding | undefined;
  /** Whether it has said that it ends. */
  #saysEnding = false;
  /** Of the process behind the walls, once it is told. */
  #innerPid: number | undefined;

  constructor(launch: NodeLaunch, { onLine, onMessage, graceMs = NODE_GRACE_MS }: NodeProcessOptions) {
    this.#child = spawnNode(launch);
    this.#graceMs = graceMs;
    const { walls } = launch;
    if (walls !== undefined) void readChildPid(this.#child).then((pid) => (this.#innerPid = pid));
    endNodesAtExit(this.#child);
    for (const stream of [this.#child.stdout, this.#child.stderr]) readNodeLines(stream, onLine);
    this.#report = new Promise((resolve) => {
      let reported = false;
      this.#child.on("message", (message: unknown) => {
        if (isNodeEnding(message)) this.#saysEnding = true;
        else if (reported) onMessage?.(message);
        else resolve(readNodeReport(message));
        reported ||= !isNodeEnding(message);
      });
    });
    this.ended = new Promise((resolve) => {
      const end = (ending: NodeEnding): void => resolve((this.#ending ??= ending));
      // "close" and not "exit": what it has printed last has been read by then.
      this.#child.once("close", (code, signal) =>
        end(
          signal !== null
            ? { kind: "killed", signal }
            : walls === undefined
              ? { kind: "exited", code: code ?? 0 }
              : endingBehindWalls(code ?? 0),
        ),
      );
      this.#child.once("error", () => end({ kind: "exited", code: 2 }));
    });
  }

  get pid(): number {
    return this.#innerPid ?? this.#child.pid ?? 0;
  }

  /** How it ended; undefined while it runs. */
  get ending(): NodeEnding | undefined {
    return this.#ending;
  }

  /** Waits for the node's report. */
  async started(withinMs: number): Promise<NodeStarted> {
    let timer: NodeJS.Timeout | undefined;
    const reported = new Promise<NodeStarted>((resolve) => {
      void this.#report.then(resolve);
      void this.ended.then((ending) => resolve({ kind: "ended", ending }));
      timer = setTimeout(() => resolve({ kind: "silent" }), withinMs);
    });
    try {
      return await reported;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves when it has ended, or after so long, ms. */
  async endedWithin(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.ended, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
    clearTimeout(timer);
  }

  /** Sends a message that JSON can carry. A node that has ended, or ends before it reads it, gets nothing. */
  send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Sends a signal; nothing happens when the process has ended. */
  signal(signal: NodeJS.Signals): void {
    if (this.#ending !== undefined) return;
    // What stands around it would not pass a signal on. Until it is known which process it is, all of it ends.
    if (this.#innerPid === undefined) this.#child.kill(signal);
    else {
      try {
        process.kill(this.#innerPid, signal);
      } catch {
        // It has just ended.
      }
    }
  }

  /** Asks it to end, and ends it by force when it does not, or is stuck. Resolves when it has ended. */
  async stop(): Promise<NodeEnding> {
    this.signal("SIGTERM");
    // A process that was stopped by SIGSTOP would not see it.
    if (process.platform !== "win32") this.signal("SIGCONT");
    const force = setTimeout(() => this.signal("SIGKILL"), this.#graceMs);
    const forceStuck = setTimeout(() => {
      if (!this.#saysEnding) this.signal("SIGKILL");
    }, ENDING_SAID_MS);
    try {
      return await this.ended;
    } finally {
      clearTimeout(force);
      clearTimeout(forceStuck);
    }
  }
}

function spawnNode({ command, args, env, walls }: NodeLaunch): ChildProcess {
  const filter = walls?.filter === undefined ? undefined : openSync(walls.filter, "r");
  // In the order of `CHANNEL_FD`, `FILTER_FD` and `PID_FD`.
  const stdio: StdioOptions = ["ignore", "pipe", "pipe", "ipc"];
  if (walls !== undefined) stdio.push(filter ?? "ignore", "pipe");
  try {
    // Ctrl-C in a terminal reaches all processes at once, and would end the walls, and the node with them.
    return spawn(command, args, { env, stdio, windowsHide: true, detached: walls !== undefined });
  } finally {
    if (filter !== undefined) closeSync(filter);
  }
}

/** bubblewrap says of a signal as shells do, by a code of 128 and more. */
function endingBehindWalls(code: number): NodeEnding {
  const signal = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
  return signal === undefined ? { kind: "exited", code } : { kind: "killed", signal };
}

function isNodeEnding(message: unknown): boolean {
  return (message as Partial<typeof NODE_ENDING> | null)?.kind === NODE_ENDING.kind;
}

/** A node runs student code, which may send anything. */
function readNodeReport(message: unknown): NodeReport {
  const read = nodeReport.safeParse(message);
  if (read.success) return read.data;
  const said = JSON.stringify(message).slice(0, 200);
  return {
    kind: "failed",
    message: `expected a report of its start, got ${said}; leave process.send alone, it is the kit's`,
  };
}

function readNodeLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream === null) return;
  const lines = new BoundedLines(LINE_OF_NODE);
  stream.setEncoding("utf8");
  stream.on("data", (piece: string) => lines.add(piece).forEach(onLine));
  stream.once("end", () => lines.end().forEach(onLine));
}

/** An ending in words, such as "killed by SIGKILL". */
export function describeNodeEnding(ending: NodeEnding): string {
  return ending.kind === "killed" ? `killed by ${ending.signal}` : `exit code ${String(ending.code)}`;
}
