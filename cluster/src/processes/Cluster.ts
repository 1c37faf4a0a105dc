import { ToolError } from "toolkit/cli/ToolError";
import type { NodeAddress, NodePlan, NodesPlan } from "../plan/ClusterPlan";
import { plainNodeLaunch } from "../sandbox/NodeLaunch";
import type { NodeSandbox } from "../sandbox/NodeSandbox";
import type { SandboxDoor } from "../sandbox/SandboxDoor";
import { describeNodeEnding, NodeProcess, type NodeEnding, type NodeStarted } from "./NodeProcess";

export interface ClusterOptions {
  /** A line that a node printed. Default: lines are kept for messages about a start that failed, and not shown. */
  readonly onLine?: (node: string, line: string) => void;
  /** A node has ended that was not told to. */
  readonly onEnd?: (node: string, ending: NodeEnding) => void;
  /**
   * What a node sends after its report; see `tellParentOfNode`. A node whose message makes this throw is ended by force:
   * it runs student code, which may send anything.
   */
  readonly onMessage?: (node: string, message: unknown) => void;
  /** How long a node may take to start, ms. Default: 60,000. */
  readonly startMs?: number;
  /** When it is aborted before all nodes have started, they are stopped and the start fails. Default: never. */
  readonly signal?: AbortSignal | undefined;
  /** Walls around the nodes; several clusters may share them. Whoever opened it closes it. Default: none. */
  readonly sandbox?: NodeSandbox | undefined;
}

/** How many of a node's last lines are shown when it does not start. */
const LAST_LINES = 10;

/** How long a node that has said why it cannot start may take to end, ms. */
const LAST_WORDS_MS = 2_000;

/** A node, and how to start it again. */
interface Slot {
  readonly plan: NodePlan;
  process?: NodeProcess;
  address?: NodeAddress;
  /** Its last lines. */
  lines: string[];
  /** Whether its end was asked for, so that it is no failure. */
  stopRequested: boolean;
  /** Whether it has said that it listens. */
  listens: boolean;
  /** Gives back what is held for a node behind walls. */
  giveBack?: () => void;
}

/** Nodes as child processes of this one. They end with it, however it ends. */
export class Cluster implements AsyncDisposable {
  readonly #plan: NodesPlan;
  readonly #options: ClusterOptions;
  readonly #slots: ReadonlyMap<string, Slot>;

  private constructor(plan: NodesPlan, options: ClusterOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#slots = new Map(
      plan.nodes.map((node) => [node.name, { plan: node, lines: [], stopRequested: false, listens: false }]),
    );
  }

  /** Starts all nodes and waits until each listens. Throws ToolError when one does not; then none is left. */
  static async start(plan: NodesPlan, options: ClusterOptions = {}): Promise<Cluster> {
    const cluster = new Cluster(plan, options);
    try {
      await Promise.race([cluster.#startAll(), interruptionOfStart(options.signal)]);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Names in the order of the plan. */
  get names(): string[] {
    return [...this.#slots.keys()];
  }

  /** Throws ToolError for a name that there is not. */
  address(name: string): NodeAddress {
    const { address } = this.#slot(name);
    if (address === undefined) throw new ToolError(`expected ${name} to listen somewhere, but it does not`);
    return address;
  }

  /** The process that runs as this node now, or ran last. */
  process(name: string): NodeProcess {
    const { process } = this.#slot(name);
    if (process === undefined) throw new ToolError(`expected ${name} to have been started, got none`);
    return process;
  }

  /** Sends a node a message that JSON can carry; see `onMessageToNode`. One that has ended gets nothing. */
  send(name: string, message: object): void {
    this.process(name).send(message);
  }

  /** Whether the node listens, as far as its process knows: it may be paused. */
  isUp(name: string): boolean {
    const { process, listens } = this.#slot(name);
    return listens && process?.ending === undefined;
  }

  /** Whether the node has ended without having been told to. */
  hasFailed(name: string): boolean {
    const { process, stopRequested } = this.#slot(name);
    return process?.ending !== undefined && !stopRequested;
  }

  /** Ends a node by force, as a crash does. Resolves when it has ended. */
  async kill(name: string): Promise<void> {
    const slot = this.#slot(name);
    slot.stopRequested = true;
    slot.process?.signal("SIGKILL");
    await slot.process?.ended;
  }

  /** Starts a node that has ended, at its old address; what was only in its memory is lost. Throws ToolError. */
  async restart(name: string): Promise<void> {
    const slot = this.#slot(name);
    if (slot.process?.ending === undefined)
      throw new ToolError(`expected ${name} to have ended, but it runs; kill it first`);
    await this.#startOne(slot);
  }

  /** Ends all nodes. Resolves to how those ended that still ran. */
  async stop(): Promise<ReadonlyMap<string, NodeEnding>> {
    const endings = await Promise.all(
      [...this.#slots].map(async ([name, slot]): Promise<[string, NodeEnding][]> => {
        slot.stopRequested = true;
        if (slot.process === undefined || slot.process.ending !== undefined) return [];
        return [[name, await slot.process.stop()]];
      }),
    );
    for (const slot of this.#slots.values()) {
      slot.giveBack?.();
      delete slot.giveBack;
    }
    return new Map(endings.flat());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** All at once, except that a node waits for the addresses that it must know and that are not fixed beforehand. */
  async #startAll(): Promise<void> {
    const starting = new Map<string, Promise<void>>();
    const start = (slot: Slot): Promise<void> => {
      const known = starting.get(slot.plan.name);
      if (known !== undefined) return known;
      const open = slot.plan.knows.map((name) => this.#slot(name)).filter(({ plan }) => plan.port === 0);
      const started = Promise.all(open.map(start)).then(() => this.#startOne(slot));
      starting.set(slot.plan.name, started);
      return started;
    };
    const results = await Promise.allSettled([...this.#slots.values()].map(start));
    for (const result of results) if (result.status === "rejected") throw result.reason;
  }

  async #startOne(slot: Slot): Promise<void> {
    const { plan } = slot;
    slot.lines = [];
    slot.stopRequested = false;
    slot.listens = false;
    const { sandbox } = this.#options;
    const { program, graceMs } = this.#plan;
    const wanted = slot.address?.port ?? plan.port;
    if (sandbox !== undefined) slot.giveBack ??= plan.walls.hold?.() ?? (() => undefined);
    const door = sandbox === undefined ? undefined : await this.#openDoor(sandbox, plan.name, wanted);
    const addresses = new Map(plan.knows.map((name) => [name, this.#addressFor(name)]));
    const env = { ...plan.env(addresses), PORT: String(door?.port ?? wanted) };
    const child = new NodeProcess(
      sandbox === undefined ? plainNodeLaunch(program, env) : sandbox.launch(program, plan, env),
      {
        graceMs,
        onLine: (line) => {
          slot.lines = [...slot.lines, line].slice(-LAST_LINES);
          this.#options.onLine?.(plan.name, line);
        },
        onMessage: (message) => this.#take(slot, message),
      },
    );
    slot.process = child;
    if (door !== undefined) void child.ended.then(() => door.close());
    const started = await child.started(this.#options.startMs ?? 60_000);
    if (started.kind !== "listening" && started.kind !== "ready") {
      slot.stopRequested = true;
      // Who says why it cannot start ends by itself, and tidies up.
      if (started.kind === "failed" || started.kind === "port-in-use") await child.endedWithin(LAST_WORDS_MS);
      child.signal("SIGKILL");
      await child.ended;
      throw new ToolError(problemOfNode(plan.name, started, slot.lines, this.#plan.otherPorts));
    }
    if (started.kind === "listening") {
      // Behind walls it is what was opened for it, whatever it says.
      slot.address =
        door === undefined
          ? { host: started.host, port: started.port }
          : { host: "127.0.0.1", port: door.port };
      slot.listens = true;
    } else await door?.close();
    void child.ended.then((ending) => {
      if (!slot.stopRequested && slot.process === child) this.#options.onEnd?.(plan.name, ending);
    });
  }

  async #openDoor(sandbox: NodeSandbox, name: string, port: number): Promise<SandboxDoor> {
    try {
      return await sandbox.openDoor(port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      throw new ToolError(problemOfNode(name, { kind: "port-in-use", port }, [], this.#plan.otherPorts));
    }
  }

  #take({ plan, process }: Slot, message: unknown): void {
    try {
      this.#options.onMessage?.(plan.name, message);
    } catch {
      const said = JSON.stringify(message).slice(0, 200);
      this.#options.onLine?.(
        plan.name,
        `is ended by force, since it sent what no node sends, ${said}; leave process.send alone, it is the kit's`,
      );
      process?.signal("SIGKILL");
    }
  }

  /** A fixed port is known before the node runs. */
  #addressFor(name: string): NodeAddress {
    const { address, plan } = this.#slot(name);
    return address ?? { host: "127.0.0.1", port: plan.port };
  }

  #slot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (slot === undefined)
      throw new ToolError(`expected a node of ${this.names.join(", ")}, got ${JSON.stringify(name)}`);
    return slot;
  }
}

/** Rejects when the start is interrupted, and never resolves. */
function interruptionOfStart(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(new ToolError("stopped before all nodes had started"));
    if (signal?.aborted === true) fail();
    else signal?.addEventListener("abort", fail, { once: true });
  });
}

function problemOfNode(
  name: string,
  started: Exclude<NodeStarted, { kind: "listening" | "ready" }>,
  lines: readonly string[],
  otherPorts = "choose others with --port",
): string {
  const last = lines.length === 0 ? "" : `\n${lines.map((line) => `  ${line}`).join("\n")}`;
  switch (started.kind) {
    case "port-in-use":
      return `expected port ${String(started.port)} to be free for ${name}, got EADDRINUSE; stop what uses it, or ${otherPorts}`;
    case "failed":
      return `${name} did not start: ${started.message}`;
    case "ended":
      return `expected ${name} to start, got an end: ${describeNodeEnding(started.ending)}${last}`;
    case "silent":
      return `expected ${name} to listen, but it did not in time; if the machine is not busy, look for an endless loop or a promise that never settles in what runs at its start${last}`;
  }
}
