import { join } from "node:path";
import { Cluster } from "labcluster";
import { ToolError } from "toolkit/cli/ToolError";
import type { StoreConfiguration } from "./configuration";
import { fromStoreClient, type DoneStoreRequest, type FromStoreClient, type ToStoreClient } from "./messages";
import { StoreProcessMailbox } from "./StoreProcessMailbox";
import { storeServerName, type StoreProcessEvents, type RunningStoreServer } from "./StoreServerProcesses";

type StoreClientPlan = StoreConfiguration["clients"][number];

/** How a client's work came to its end. */
export type StoreClientEnding =
  | { readonly kind: "finished" }
  /** Its process ended before its work did. */
  | { readonly kind: "ended" }
  /** Nothing was heard of it for too long, so it was ended by force. */
  | { readonly kind: "silent"; readonly afterMs: number };

/** What a client did. */
export interface StoreClientRecord {
  readonly name: string;
  /** Its server. */
  readonly server: string;
  readonly requests: StoreClientPlan["requests"];
  /** Those that it has told of, in their order. */
  readonly done: readonly DoneStoreRequest[];
  readonly ending: StoreClientEnding;
}

export interface StoreClientWork {
  /** How long a call waits for an answer, ms. */
  readonly timeoutMs: number;
  readonly beganNs: bigint;
  readonly onDone: (
    client: string,
    server: string,
    request: StoreClientPlan["requests"][number],
    done: DoneStoreRequest,
  ) => void;
  /** How many requests of each client. */
  readonly count: number;
}

/** A record that grows. */
interface GrowingRecord extends StoreClientRecord {
  readonly done: DoneStoreRequest[];
  ending: StoreClientEnding;
  /** How many requests it was asked to do so far. */
  asked: number;
}

/** A client is asked to do with three time-outs per request; a fourth one is for a machine with much to do. */
const SILENT_TIMEOUTS = 4;
const RANDOM_SLEEP_MS = 1_000;

export function storeClientName(client: number): string {
  return `client-${String(client)}`;
}

/** How long a client may need to reach its server, ms. */
const CONNECT_MS = 20_000;

/** The clients of a run, as processes that wait for their requests. */
export class StoreClientProcesses implements AsyncDisposable {
  readonly #plans: readonly StoreClientPlan[];
  readonly #records: readonly GrowingRecord[];
  readonly #cluster: Cluster;
  readonly #listeners: ReadonlyMap<string, StoreClientListener>;
  readonly #mail: StoreProcessMailbox<FromStoreClient>;

  private constructor(
    plans: readonly StoreClientPlan[],
    cluster: Cluster,
    listeners: ReadonlyMap<string, StoreClientListener>,
    mail: StoreProcessMailbox<FromStoreClient>,
  ) {
    this.#plans = plans;
    this.#records = plans.map(({ client, server, requests }) => ({
      name: storeClientName(client),
      server: storeServerName(server),
      requests,
      done: [],
      ending: { kind: "finished" },
      asked: 0,
    }));
    this.#cluster = cluster;
    this.#listeners = listeners;
    this.#mail = mail;
  }

  /**
   * Starts all clients. Throws ToolError when one does not start; then none is left.
   *
   * @param program what each process runs; it understands `messages.ts`
   */
  static async start(
    { clients }: StoreConfiguration,
    code: string,
    { onLine, onEnd, sandbox }: StoreProcessEvents,
    program = join(__dirname, "clientProcess.ts"),
  ): Promise<StoreClientProcesses> {
    const mail = new StoreProcessMailbox<FromStoreClient>();
    const listeners = new Map(
      clients.map(({ client }) => [storeClientName(client), new StoreClientListener()]),
    );
    const cluster = await Cluster.start(
      {
        program,
        nodes: clients.map(({ client }) => ({
          name: storeClientName(client),
          port: 0,
          knows: [],
          walls: { code },
          env: () => ({ CODE: code }),
        })),
      },
      {
        sandbox,
        onLine,
        onMessage: (node, received) => {
          const message = fromStoreClient.parse(received);
          if (message.kind === "connected") mail.put(node, message);
          else listeners.get(node)?.take(message);
        },
        onEnd: (node, ending) => {
          mail.end(node);
          listeners.get(node)?.end({ kind: "ended" });
          onEnd(node, ending);
        },
      },
    );
    return new StoreClientProcesses(clients, cluster, listeners, mail);
  }

  /** The process of each client, by its name. */
  get pids(): ReadonlyMap<string, number> {
    return new Map(this.#cluster.names.map((name) => [name, this.#cluster.process(name).pid]));
  }

  /** Connects each client with its server. Throws ToolError when a server does not answer. */
  async connect(servers: readonly RunningStoreServer[], timeoutMs: number): Promise<void> {
    await Promise.all(
      this.#plans.map(async ({ client, server }) => {
        const name = storeClientName(client);
        this.#send(name, { kind: "connect", port: servers[server]?.requests ?? 0, timeoutMs });
        const mail = await this.#mail.next(name, "connected", CONNECT_MS);
        if (mail.kind === "message") return;
        throw new ToolError(
          mail.kind === "ended"
            ? `${name} ended before it could begin; what it printed says why`
            : `expected ${name} to reach its server within ${String(CONNECT_MS / 1000)} s, but it did not; try again on a less busy machine`,
        );
      }),
    );
  }

  /** What each client has done so far. */
  get records(): readonly StoreClientRecord[] {
    return this.#records;
  }

  /** Lets all clients carry out their next requests at once. Resolves when each has finished, or will not any more. */
  async work({ timeoutMs, beganNs, onDone, count }: StoreClientWork): Promise<void> {
    await Promise.all(
      this.#records.map(async (record) => {
        const { name, server, requests, done, asked } = record;
        const listener = this.#listeners.get(name);
        const part = requests.slice(asked, asked + count);
        if (listener === undefined || (part.length === 0 && asked > 0) || !goesOn(record)) return;
        record.asked += part.length;
        this.#send(name, { kind: "run", requests: part, beganNs: String(beganNs) });
        record.ending = await listener.listen(storeClientSilenceMs(part, timeoutMs), (news) => {
          const told = { ...news, at: news.at + asked };
          done.push(told);
          const request = requests[told.at];
          if (request !== undefined) onDone(name, server, request, told);
        });
        if (record.ending.kind === "silent") await this.#cluster.kill(name);
      }),
    );
  }

  #send(name: string, message: ToStoreClient): void {
    this.#cluster.send(name, message);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cluster.stop();
  }
}

/** Whether a client may be asked for more: one that has failed or ended stops. */
function goesOn({ ending, done }: StoreClientRecord): boolean {
  return ending.kind === "finished" && done.at(-1)?.outcome.kind !== "failed";
}

/** Hears one client until its work is at an end. */
class StoreClientListener {
  #ending: StoreClientEnding | undefined;
  #onDone: (done: DoneStoreRequest) => void = () => undefined;
  #onChange: () => void = () => undefined;

  take(message: Exclude<FromStoreClient, { kind: "connected" }>): void {
    if (message.kind === "finished") this.end({ kind: "finished" });
    else for (const done of message.requests) this.#onDone(done);
    this.#onChange();
  }

  end(ending: StoreClientEnding): void {
    this.#ending ??= ending;
    this.#onChange();
  }

  /** @param silenceMs after so long without a word it is given up */
  async listen(silenceMs: number, onDone: (done: DoneStoreRequest) => void): Promise<StoreClientEnding> {
    this.#onDone = onDone;
    // Of the part before.
    if (this.#ending?.kind === "finished") this.#ending = undefined;
    while (this.#ending === undefined) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
        timer = setTimeout(() => {
          this.#ending ??= { kind: "silent", afterMs: silenceMs };
          resolve();
        }, silenceMs);
      });
      clearTimeout(timer);
    }
    return this.#ending;
  }
}

function storeClientSilenceMs(requests: StoreClientPlan["requests"], timeoutMs: number): number {
  const sleeps = requests.map((request) => (request.kind === "sleep" ? (request.ms ?? RANDOM_SLEEP_MS) : 0));
  return Math.max(0, ...sleeps) + SILENT_TIMEOUTS * timeoutMs;
}
