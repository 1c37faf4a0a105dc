import type { StoreConfiguration, StoreRequest } from "./configuration";
import type { DoneStoreRequest } from "./messages";
import { StoreClientProcesses, type StoreClientRecord } from "./StoreClientProcesses";
import {
  StoreServerProcesses,
  type StoreProcessEvents,
  type RunningStoreServer,
  type StoreServerState,
} from "./StoreServerProcesses";

export interface StoreRunOptions extends StoreProcessEvents {
  /** The folder with the student's files, absolute. */
  readonly code: string;
  /** How long a call waits for an answer, ms. */
  readonly timeoutMs: number;
  /** What servers and clients run, absolute. Default: the store, with the student's code. */
  readonly programs?: { readonly server: string; readonly client: string };
  /** All processes are up, and the clients begin now. `beganNs` is the run's 0 on the shared clock. */
  readonly onBegin?: (
    servers: readonly RunningStoreServer[],
    clients: ReadonlyMap<string, number>,
    beganNs: bigint,
  ) => void;
  readonly onDone?: (client: string, server: string, request: StoreRequest, done: DoneStoreRequest) => void;
}

/** What was seen of a run. */
export interface StoreRun {
  readonly clients: readonly StoreClientRecord[];
  /** How many messages passed between servers; undefined when a server has ended, since nobody knows what it sent. */
  readonly messages: StoreBroadcastCounts | undefined;
  /** The state of each server at the end, by its name; one that has ended or is silent is missing. Values if eventual. */
  readonly held: ReadonlyMap<string, StoreServerState>;
  /** The names of all servers. */
  readonly servers: readonly string[];
}

/** A message that is published is received once by each other server. */
export interface StoreBroadcastCounts {
  readonly published: number;
  readonly received: number;
}

/** How long servers may take until all messages have arrived, and how often they are asked, real ms. */
const QUIET_WITHIN_MS = 2_000;
const QUIET_POLL_MS = 10;
/** Without all servers nobody can say how many messages have to arrive: so often the counts must stay as they are. */
const STEADY_POLLS = 10;

/** A configuration's servers and clients as processes, whose requests are carried out in parts, or all at once. */
export class RunningStore implements AsyncDisposable {
  readonly #configuration: StoreConfiguration;
  readonly #options: StoreRunOptions;
  readonly #servers: StoreServerProcesses;
  readonly #clients: StoreClientProcesses;
  readonly #beganNs: bigint;

  private constructor(
    configuration: StoreConfiguration,
    options: StoreRunOptions,
    servers: StoreServerProcesses,
    clients: StoreClientProcesses,
  ) {
    this.#configuration = configuration;
    this.#options = options;
    this.#servers = servers;
    this.#clients = clients;
    this.#beganNs = process.hrtime.bigint();
    options.onBegin?.(servers.running, clients.pids, this.#beganNs);
  }

  /** Starts all processes, and connects them. Throws ToolError when that fails; then no process is left. */
  static async start(configuration: StoreConfiguration, options: StoreRunOptions): Promise<RunningStore> {
    const { code, timeoutMs, programs } = options;
    const [startedServers, startedClients] = await Promise.allSettled([
      StoreServerProcesses.start(configuration, code, options, programs?.server),
      StoreClientProcesses.start(configuration, code, options, programs?.client),
    ]);
    const servers = startedServers.status === "fulfilled" ? startedServers.value : null;
    const clients = startedClients.status === "fulfilled" ? startedClients.value : null;
    try {
      if (servers === null) throw (startedServers as PromiseRejectedResult).reason;
      if (clients === null) throw (startedClients as PromiseRejectedResult).reason;
      await clients.connect(servers.running, timeoutMs);
      return new RunningStore(configuration, options, servers, clients);
    } catch (error) {
      await Promise.all([servers?.[Symbol.asyncDispose](), clients?.[Symbol.asyncDispose]()]);
      throw error;
    }
  }

  /**
   * Lets all clients carry out their next requests at once. Resolves when each has finished, or will not any more. A
   * client that has failed or ended does nothing further.
   *
   * @param count how many requests of each client. Default: all that are left
   */
  async work(count = Number.POSITIVE_INFINITY): Promise<void> {
    const { timeoutMs, onDone = () => undefined } = this.#options;
    await this.#clients.work({ timeoutMs, beganNs: this.#beganNs, onDone, count });
  }

  /** Waits until no message is under way any more, and asks the servers what they hold. */
  async seen(): Promise<StoreRun> {
    const states = await quietStoreServerStates(this.#servers);
    // Only an eventual store is judged by what it holds. Asking another one would cost messages.
    const held =
      this.#configuration.level === "eventual"
        ? await this.#servers.askStates(keysOfStoreRequests(this.#configuration))
        : states;
    const names = this.#servers.running.map(({ name }) => name);
    return {
      clients: this.#clients.records,
      messages: storeBroadcastCountsOf(states, names),
      held,
      servers: names,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#clients[Symbol.asyncDispose](), this.#servers[Symbol.asyncDispose]()]);
  }
}

/** Waits until everything that was published has arrived, or time is up. Returns the last states. */
async function quietStoreServerStates(
  servers: StoreServerProcesses,
): Promise<ReadonlyMap<string, StoreServerState>> {
  const names = servers.running.map(({ name }) => name);
  const deadline = performance.now() + QUIET_WITHIN_MS;
  let last = "";
  let steady = 0;
  for (;;) {
    const states = await servers.askStates([]);
    const messages = storeBroadcastCountsOf(states, names);
    const counts = JSON.stringify(
      [...states.values()].map(({ published, received }) => [published, received]),
    );
    steady = counts === last ? steady + 1 : 0;
    last = counts;
    const arrived = messages !== undefined && messages.received === messages.published * (names.length - 1);
    // What arrives may make a server publish more, so one look is not enough.
    if (steady >= (arrived ? 1 : STEADY_POLLS) || performance.now() > deadline) return states;
    await new Promise((resolve) => setTimeout(resolve, QUIET_POLL_MS));
  }
}

function storeBroadcastCountsOf(
  states: ReadonlyMap<string, StoreServerState>,
  servers: readonly string[],
): StoreBroadcastCounts | undefined {
  if (states.size < servers.length) return undefined;
  const sum = (counts: number[]): number => counts.reduce((one, other) => one + other, 0);
  return {
    published: sum([...states.values()].map(({ published }) => published)),
    received: sum([...states.values()].map(({ received }) => received)),
  };
}

/** The keys that clients ask for, each once. */
export function keysOfStoreRequests({ clients }: StoreConfiguration): string[] {
  const calls = clients.flatMap(({ requests }) => requests.filter((request) => request.kind !== "sleep"));
  return [...new Set(calls.map(({ key }) => key))];
}
