import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seccompFilter } from "labrpc/isolation";
import { ToolError } from "toolkit/cli/ToolError";
import { freshFolder, type FreshFolder } from "toolkit/files/freshFolder";
import type { NodePlan } from "../plan/ClusterPlan";
import { copyCompiledKit } from "./copyCompiledKit";
import type { NodeLaunch } from "./NodeLaunch";
import { readChildPid } from "./readChildPid";
import { SandboxDoor } from "./SandboxDoor";
import { sandboxedNodeLaunch } from "./sandboxedNodeLaunch";

/** So long the walls may take until they stand, real ms. */
const START_MS = 30_000;

/**
 * A network of its own, which reaches nothing but itself, and walls around each node in it: a node sees Node, the kit's
 * code, the student's files and the folders that its plan names; it starts no process, and has limits of memory and
 * processor time. Ports of nodes are to be reached from this machine through doors, at 127.0.0.1 alone.
 *
 * Nodes of several clusters may share one, as clients and servers do.
 */
export class NodeSandbox implements AsyncDisposable {
  readonly #fresh: FreshFolder;
  readonly #gate: ChildProcess;
  readonly #networkPid: number;

  private constructor(fresh: FreshFolder, gate: ChildProcess, networkPid: number) {
    this.#fresh = fresh;
    this.#gate = gate;
    this.#networkPid = networkPid;
  }

  /** Throws ToolError where there can be none. */
  static async open(): Promise<NodeSandbox> {
    if (process.platform !== "linux")
      throw new ToolError(`expected Linux for --sandbox, got ${process.platform}; run it without`);
    if (spawnSync("nsenter", ["--version"], { stdio: "ignore" }).error !== undefined)
      throw new ToolError(
        "expected nsenter for --sandbox, got none; install Debian's package util-linux, or run without --sandbox",
      );
    const fresh = freshFolder("node-sandbox");
    const { folder } = fresh;
    try {
      mkdirSync(join(folder, "compiled"));
      copyCompiledKit(join(folder, "compiled"));
      const filter = seccompFilter(process.arch, "own");
      if (filter !== undefined) writeFileSync(filterIn(folder), filter);
      const { gate, pid } = await startGate(socketIn(folder));
      return new NodeSandbox(fresh, gate, pid);
    } catch (error) {
      fresh.dispose();
      throw error;
    }
  }

  /** How a node is started here. */
  launch(program: string, { walls }: NodePlan, env: Readonly<Record<string, string>>): NodeLaunch {
    return sandboxedNodeLaunch({
      program,
      env,
      code: walls.code,
      writes: walls.writes ?? [],
      compiled: join(this.#fresh.folder, "compiled"),
      networkPid: this.#networkPid,
      ...(seccompFilter(process.arch, "own") === undefined ? {} : { filter: filterIn(this.#fresh.folder) }),
    });
  }

  /**
   * Opens a door of this machine to a port of that network, of the same number.
   *
   * @param port 0 takes any that is free. Rejects with EADDRINUSE
   */
  openDoor(port: number): Promise<SandboxDoor> {
    return SandboxDoor.open(port, socketIn(this.#fresh.folder));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#gate.exitCode === null && this.#gate.signalCode === null) {
      const ended = once(this.#gate, "close");
      this.#gate.kill("SIGKILL");
      await ended;
    }
    this.#fresh.dispose();
  }
}

function socketIn(folder: string): string {
  return join(folder, "gate");
}

function filterIn(folder: string): string {
  return join(folder, "filter.bpf");
}

/** The process that holds the network. It is the kit's own code, and has no walls but those of its network. */
async function startGate(socket: string): Promise<{ gate: ChildProcess; pid: number }> {
  const gate = spawn(
    "bwrap",
    [
      ...["--unshare-user", "--uid", "0", "--gid", "0", "--unshare-net", "--die-with-parent"],
      ...["--dev-bind", "/", "/", "--info-fd", "3"],
      ...[process.execPath, join(__dirname, "sandboxGate.js"), socket],
    ],
    {
      env: { PATH: process.env.PATH },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      cwd: "/",
      // Ctrl-C in a terminal is for this process, and not for the network.
      detached: true,
    },
  );
  let said = "";
  gate.stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2_000)));
  const pid = readChildPid(gate);
  const problem = await new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(`nothing after ${String(START_MS / 1000)} s`), START_MS);
    timer.unref();
    gate.stdout?.once("data", () => resolve(undefined));
    gate.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ENOENT" ? "no bwrap" : error.message),
    );
    gate.once("close", (code) => resolve(said.trim().split("\n").at(-1) ?? `exit code ${String(code)}`));
  });
  if (problem === undefined) return { gate, pid: await pid };
  gate.kill("SIGKILL");
  throw new ToolError(
    `expected bubblewrap to work for --sandbox, got ${problem || "an end without a word"}; install Debian's package bubblewrap, allow user namespaces, or run without --sandbox`,
  );
}
