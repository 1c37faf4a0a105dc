import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cluster, type NodeEnding, type KnownNodeAddresses } from "labcluster";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { cluster as lab } from "../../cluster";
import { TcpEnd } from "../../tcp/TcpEnd";

export interface RealServersOptions {
  /** Default: 1. */
  readonly servers?: number;
  readonly log?: boolean;
  readonly password?: string;
  /** Default: the document's 10,000. */
  readonly saveEveryMs?: number;
  /** Default: a folder of its own, which is removed at the end. */
  readonly data?: string;
}

/** Servers with the reference solution, as processes, on free ports. */
export class RealServers implements AsyncDisposable {
  readonly cluster: Cluster;
  /** The folder with a folder for each server. */
  readonly data: string;
  /** What they printed, and how they ended. */
  readonly lines: readonly string[];
  readonly #dispose: () => void;
  readonly #ends: TcpEnd[] = [];

  private constructor(cluster: Cluster, data: string, lines: readonly string[], dispose: () => void) {
    this.cluster = cluster;
    this.data = data;
    this.lines = lines;
    this.#dispose = dispose;
  }

  static async start(options: RealServersOptions = {}): Promise<RealServers> {
    const { servers = 1, log = false, password, saveEveryMs: saveEvery } = options;
    const data = options.data ?? mkdtempSync(join(tmpdir(), "lab5-"));
    const dispose = (): void => {
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    };
    const lines: string[] = [];
    const plan = lab.plan({
      code: join(KIT_ROOT, "solutions", "lab5"),
      port: 0,
      options: { data, log, password, saveEvery, servers },
    });
    try {
      // Measuring the coverage of processes that are killed would only cost time.
      const nodes = plan.nodes.map((node) => ({
        ...node,
        env: (known: KnownNodeAddresses) => ({ ...node.env(known), NODE_V8_COVERAGE: "" }),
      }));
      const cluster = await Cluster.start(
        { ...plan, nodes },
        {
          onLine: (_node, line) => void lines.push(line),
          onEnd: (node, ending: NodeEnding) => void lines.push(`${node} ended: ${JSON.stringify(ending)}`),
        },
      );
      return new RealServers(cluster, data, lines, dispose);
    } catch (error) {
      dispose();
      throw error;
    }
  }

  port(server = 1): number {
    return this.cluster.address(`server${String(server)}`).port;
  }

  /** Where the servers are, as `--servers` takes it. */
  get places(): string {
    return this.cluster.names.map((_name, index) => `localhost:${String(this.port(index + 1))}`).join(",");
  }

  /** A new connection to a server; it is closed at the end. */
  end(server = 1): TcpEnd {
    const end = new TcpEnd({ host: "localhost", port: this.port(server) });
    this.#ends.push(end);
    return end;
  }

  async kill(server = 1): Promise<void> {
    await this.cluster.kill(`server${String(server)}`);
  }

  async restart(server = 1): Promise<void> {
    await this.cluster.restart(`server${String(server)}`);
  }

  /** Ends servers and connections, and removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#ends) end.close();
    await this.cluster.stop();
    this.#dispose();
  }
}
