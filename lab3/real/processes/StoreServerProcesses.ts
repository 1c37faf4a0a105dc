import { join } from "node:path";
import { Cluster, type NodeEnding, type NodeSandbox } from "labcluster";
import { ToolError } from "toolkit/cli/ToolError";
import type { StoreConfiguration } from "./configuration";
import { StoreProcessMailbox } from "./StoreProcessMailbox";
import {
  fromStoreServer,
  type FromStoreServer,
  type StoreServerSetting,
  type ToStoreServer,
} from "./messages";

/** What happens to processes while they run, for who watches. */
export interface StoreProcessEvents {
  readonly onLine: (node: string, line: string) => void;
  /** A process has ended that was not told to. */
  readonly onEnd: (node: string, ending: NodeEnding) => void;
  /** Walls around servers and clients, the same for both. Default: none. */
  readonly sandbox?: NodeSandbox | undefined;
}

/** A server that runs. */
export interface RunningStoreServer {
  readonly name: string;
  readonly pid: number;
  readonly requests: number;
  readonly broadcasts: number;
}

/** What a server answers when it is asked how many messages have passed and what it holds. */
export type StoreServerState = Extract<FromStoreServer, { readonly kind: "state" }>;

/** How long servers may take to hear each other, and to answer the runner, real ms. */
const HANDSHAKE_MS = 20_000;
const ANSWER_MS = 2_000;

export function storeServerName(server: number): string {
  return `server-${String(server)}`;
}

/** The servers of a run, as processes that hear each other. */
export class StoreServerProcesses implements AsyncDisposable {
  readonly #cluster: Cluster;
  readonly #mail: StoreProcessMailbox<FromStoreServer>;
  readonly #silent = new Set<string>();

  private constructor(
    cluster: Cluster,
    mail: StoreProcessMailbox<FromStoreServer>,
    readonly running: readonly RunningStoreServer[],
  ) {
    this.#cluster = cluster;
    this.#mail = mail;
  }

  /**
   * Starts all servers. When this resolves, every one of them hears every other one and answers clients. Throws
   * ToolError when that does not come about; then no process is left.
   *
   * @param code the folder with the student's files, absolute
   * @param program what each process runs; it understands `messages.ts`
   */
  static async start(
    { level, servers }: StoreConfiguration,
    code: string,
    { onLine, onEnd, sandbox }: StoreProcessEvents,
    program = join(__dirname, "serverProcess.ts"),
  ): Promise<StoreServerProcesses> {
    const mail = new StoreProcessMailbox<FromStoreServer>();
    const names = servers.map((_, me) => storeServerName(me));
    const plan = {
      program,
      otherPorts: 'choose others in "port_number", or leave it out',
      nodes: servers.map(({ requests, broadcasts }, me) => {
        const setting: StoreServerSetting = { me, servers: servers.length, level, broadcasts };
        const env = { CODE: code, SERVER: JSON.stringify(setting) };
        return { name: storeServerName(me), port: requests, knows: [], walls: { code }, env: () => env };
      }),
    };
    const cluster = await Cluster.start(plan, {
      sandbox,
      onLine,
      onMessage: (node, message) => mail.put(node, fromStoreServer.parse(message)),
      onEnd: (node, ending) => {
        mail.end(node);
        onEnd(node, ending);
      },
    });
    try {
      const bound = await expectFromAllStoreServers(mail, names, "bound");
      const others = bound.map(({ broadcasts }, server) => ({ server, broadcasts }));
      for (const [me, name] of names.entries())
        sendToStoreServer(cluster, name, {
          kind: "connect",
          others: others.filter(({ server }) => server !== me),
        });
      await expectFromAllStoreServers(mail, names, "hears-all");
      for (const name of names) sendToStoreServer(cluster, name, { kind: "begin" });
      await expectFromAllStoreServers(mail, names, "serves");
      const running = bound.map(({ requests, broadcasts }, me) => {
        const name = storeServerName(me);
        return { name, pid: cluster.process(name).pid, requests, broadcasts };
      });
      return new StoreServerProcesses(cluster, mail, running);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /**
   * Asks all servers at once how many messages have passed and what they hold for these keys. One that has ended, or
   * does not answer, has no entry; it is not asked again.
   */
  async askStates(keys: readonly string[]): Promise<ReadonlyMap<string, StoreServerState>> {
    const states = new Map<string, StoreServerState>();
    await Promise.all(
      this.running.map(async ({ name }) => {
        if (this.#silent.has(name)) return;
        sendToStoreServer(this.#cluster, name, { kind: "ask-state", keys: [...keys] });
        const mail = await this.#mail.next(name, "state", ANSWER_MS);
        if (mail.kind === "message") states.set(name, mail.message);
        else this.#silent.add(name);
      }),
    );
    return states;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cluster.stop();
  }
}

function sendToStoreServer(cluster: Cluster, name: string, message: ToStoreServer): void {
  cluster.send(name, message);
}

/** The message of each. Throws ToolError when one does not come. */
async function expectFromAllStoreServers<Kind extends FromStoreServer["kind"]>(
  mail: StoreProcessMailbox<FromStoreServer>,
  names: readonly string[],
  kind: Kind,
): Promise<Extract<FromStoreServer, { readonly kind: Kind }>[]> {
  return Promise.all(
    names.map(async (name) => {
      const got = await mail.next(name, kind, HANDSHAKE_MS);
      if (got.kind === "message") return got.message;
      throw new ToolError(
        got.kind === "ended"
          ? `${name} ended before it could serve; what it printed says why`
          : `expected ${name} to say ${JSON.stringify(kind)} within ${String(HANDSHAKE_MS / 1000)} s, but it did not; try again on a less busy machine`,
      );
    }),
  );
}
