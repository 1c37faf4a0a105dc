import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { TcpEnd } from "../../tcp/TcpEnd";

/** How servers are started: one by `npm run server lab5`, three by `npm run cluster lab5`; npm may stand in between. */
export type LaunchWay = "server" | "cluster";

/** Servers as somebody at a terminal starts them, in a process group of their own, so that it can get signals. */
export class LaunchedServers implements AsyncDisposable {
  readonly data: string;
  readonly #group: ChildProcess;
  readonly #ended: Promise<number | NodeJS.Signals>;
  readonly #ends: TcpEnd[] = [];
  #output = "";

  private constructor(group: ChildProcess, data: string) {
    this.#group = group;
    this.data = data;
    for (const stream of [group.stdout, group.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => (this.#output += text));
    this.#ended = new Promise((resolve) => {
      group.once("close", (code, signal) => {
        resolve(signal ?? code ?? 0);
      });
    });
  }

  /**
   * @param through what is called: npm, or the program itself
   * @param more further options
   */
  static async start(
    way: LaunchWay,
    through: "npm" | "node",
    more: readonly string[] = [],
  ): Promise<LaunchedServers> {
    const folder = mkdtempSync(join(tmpdir(), "lab5-launched-"));
    const command = way === "server" ? ["lab5", "1", "0"] : ["lab5", "--port", "0"];
    const options = ["--solution", "--data", folder, ...more];
    const [program, args] =
      through === "npm"
        ? ["npm", ["run", "--silent", way, "--", ...command, ...options]]
        : [
            process.execPath,
            [
              ...(way === "server" ? ["lab5/real/run.js", "server"] : ["cluster/bin/cluster.js"]),
              ...command,
              ...options,
            ],
          ];
    const group = spawn(program, args, {
      cwd: KIT_ROOT,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, INIT_CWD: KIT_ROOT, NODE_V8_COVERAGE: "" },
    });
    const servers = new LaunchedServers(group, folder);
    await servers.#listening(way === "server" ? 1 : 3);
    return servers;
  }

  get output(): string {
    return this.#output;
  }

  /** A connection to each server. */
  get ends(): readonly TcpEnd[] {
    if (this.#ends.length === 0)
      for (const port of this.#ports()) this.#ends.push(new TcpEnd({ host: "localhost", port }));
    return this.#ends;
  }

  /** Sends a signal to the whole group, as a terminal that is closed does, or a supervisor. */
  signal(signal: NodeJS.Signals): void {
    process.kill(-(this.#group.pid ?? 0), signal);
  }

  /** Sends a signal to the process that was started, and to nobody else. */
  signalFirst(signal: NodeJS.Signals): void {
    this.#group.kill(signal);
  }

  /** The exit code or signal of the process that was started, once nobody has its outputs any more. */
  ended(): Promise<number | NodeJS.Signals> {
    for (const end of this.#ends) end.close();
    return this.#ended;
  }

  /** What lies in the folder of data although no server runs. */
  locks(): string[] {
    return readdirSync(this.data).filter((name) => name.includes(".lock."));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#ends) end.close();
    try {
      this.signal("SIGKILL");
    } catch {
      // Nobody is left in the group.
    }
    await this.#ended;
    rmSync(this.data, { recursive: true, force: true, maxRetries: 3 });
  }

  #ports(): number[] {
    return [...this.#output.matchAll(/listens on port (\d+)/g)].map(([, port]) => Number(port));
  }

  async #listening(count: number): Promise<void> {
    for (let i = 0; i < 600 && this.#ports().length < count; i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    if (this.#ports().length < count)
      throw new Error(`expected ${String(count)} servers to listen, got:\n${this.#output}`);
  }
}
