import type { Operation, VersionedKVInput, VersionedKVOutput } from "checker";
import { RecordedCalls, testsOfLab } from "harness";
import { StudentError, Violation, type Host, type Remote, type Simulation } from "labrpc/simulation";
import { expectInTime } from "labrpc/testing";
import type { Clerk } from "../../client";
import type { Crowd } from "../../given/Crowd";
import type { NotedLock } from "../../given/NotedLock";
import type { ErrorCode } from "../../errors";
import type { Lease } from "../../lease";
import type { Lock } from "../../lock";
import { LockWatch } from "./LockWatch";
import { watchLateRequest } from "./watchLateRequest";
import type { Programs } from "../../given/programs";
import type { KVServer } from "../../server";
import type { ClerkOptions, ClerkStatistics, KVService, LeaseOptions, LockOptions } from "../../types";

/**
 * What the tests of lab 2 are written with.
 *
 *     simulate(name, options, scenario)              one mocha test, run once per seed
 *     const kv = startKVService(sim)                 one server, on the host "server"
 *     const ck = kv.clerk("clerk-0", { maxRetries }) a clerk on a host of its own; its calls enter kv.history
 *     kv.observer("observer")                        looks at a key; no call of kv.history
 *     const lock = kv.lock(ck, "name")               a lock on that host; kv.watch sees who holds it
 *     kv.programs(ck)                                programs.ts on that host
 */
export const simulate = testsOfLab(__dirname);

/** What every scenario may use up; far more than a right solution needs. */
export const BUDGET = { virtualMs: 200_000, events: 250_000 };

/** How long a call may take that nothing holds up for long, virtual ms; worlds in which something does say otherwise. */
const SOON_MS = 60_000;

export type KVOperation = Operation<VersionedKVInput, VersionedKVOutput>;

/** How a put ended. */
export type PutOutcome = "done" | Extract<ErrorCode, "ErrNoKey" | "ErrVersion" | "ErrMaybe">;
/** How a get ended. */
export type GetOutcome =
  | { readonly kind: "value"; readonly value: string; readonly version: number }
  | { readonly kind: Extract<ErrorCode, "ErrNoKey" | "ErrTimeout"> };

/** A clerk whose calls are written down. */
export interface RecordedClerk {
  readonly host: Host;
  readonly remote: Remote<Clerk>;
  get(key: string): Promise<GetOutcome>;
  put(key: string, value: string, version: number): Promise<PutOutcome>;
  statistics(): Promise<ClerkStatistics>;
}

/** A lock whose holders are watched: two at a time fail the test at once. */
export interface WatchedLock {
  readonly host: Host;
  /** Waits for as long as it takes, but fails when that is very long. */
  enter(): Promise<void>;
  /** Resolves to whether the lock is held now. */
  acquire(timeoutMs: number): Promise<boolean>;
  release(): Promise<void>;
  /** The end of `await using`. */
  dispose(): Promise<void>;
}

export interface KVClusterOptions {
  /** The server's host. Default: "server". */
  readonly name?: string;
  /** How long a lock's call may take that nobody holds up, virtual ms. Default: a minute. */
  readonly soonMs?: number;
  /** Whether a lock fails the test that calls its clerk as it may not. Default: no. */
  readonly notesCalls?: boolean;
}

export class KVCluster {
  readonly watch: LockWatch;
  readonly server: Host;
  readonly #sim: Simulation;
  readonly #calls: RecordedCalls<VersionedKVInput, VersionedKVOutput>;
  /** Requests that arrive when their put has been answered. */
  readonly #late: KVOperation[] = [];
  readonly #served: Remote<KVServer>;
  readonly #soonMs: number;
  readonly #notesCalls: boolean;
  #locks = 0;

  constructor(sim: Simulation, { name = "server", soonMs = SOON_MS, notesCalls = false }: KVClusterOptions) {
    this.#sim = sim;
    this.#soonMs = soonMs;
    this.#notesCalls = notesCalls;
    this.watch = new LockWatch(sim);
    this.#calls = new RecordedCalls(sim);
    this.server = sim.host(name);
    this.#served = this.server.construct<KVServer>("./server", "KVServer");
    this.server.serve(this.#served);
  }

  /**
   * Every call of every clerk. One that ended with ErrMaybe has no output. A put that was refused while a copy of its
   * request was still on its way has a second entry, without an output: the copy may be executed later.
   */
  get history(): readonly KVOperation[] {
    return [...this.#calls.history, ...this.#late].sort((a, b) => a.called - b.called);
  }

  /** Forgets the calls so far. */
  forgetHistory(): void {
    this.#calls.forget();
    this.#late.length = 0;
  }

  statistics(): ReturnType<Remote<KVServer>["statistics"]> {
    return this.#served.statistics();
  }

  /** @param machine the host that it is on. Default: one of its own, of its name */
  clerk(name: string, options: ClerkOptions = {}, machine = name): RecordedClerk {
    const host = this.#sim.host(machine);
    const remote = host.construct<Clerk>("./client", "Clerk", host.end<KVService>(this.server.name), options);
    return {
      host,
      remote,
      get: (key) =>
        this.#calls.make<GetOutcome>(name, {
          input: { op: "get", key },
          call: () => this.#get(name, remote, key),
          outputOf: getOutput,
          leftOut: { kind: "ErrNoKey" },
          host: machine,
        }),
      put: (key, value, version) =>
        this.#calls.make<PutOutcome>(name, {
          input: { op: "put", key, value, version },
          call: () => this.#put({ name, machine }, remote, { op: "put", key, value, version }),
          outputOf: putOutput,
          leftOut: "done",
          host: machine,
        }),
      statistics: () => remote.statistics(),
    };
  }

  /** Looks at a key from outside. The test relies on these gets: they are in no history, and never left out. */
  observer(name: string): (key: string) => Promise<GetOutcome> {
    const host = this.#sim.host(name);
    const remote = host.construct<Clerk>("./client", "Clerk", host.end<KVService>(this.server.name), {});
    return (key) => this.#get(name, remote, key);
  }

  /** Many clerks on one host. */
  crowd(name: string): { host: Host; remote: Remote<Crowd> } {
    const host = this.#sim.host(name);
    const end = host.end<KVService>(this.server.name);
    return { host, remote: host.construct<Crowd>("./given/Crowd", "Crowd", end) };
  }

  programs({ host, remote }: RecordedClerk): Remote<Programs> {
    return host.construct<Programs>("./given/programs", "Programs", remote);
  }

  lease({ host, remote }: RecordedClerk, name: string, options: LeaseOptions): Remote<Lease> {
    return host.construct<Lease>("./lease", "Lease", remote, name, options);
  }

  lock({ host, remote }: RecordedClerk, name: string, options: LockOptions = {}): WatchedLock {
    const lock: Remote<Lock> = this.#notesCalls
      ? host.construct<NotedLock>("./given/NotedLock", "NotedLock", remote, name, options)
      : host.construct<Lock>("./lock", "Lock", remote, name, options);
    const who = options.owner === undefined ? `lock ${String(++this.#locks)}` : `owner ${options.owner}`;
    const acquire = async (timeoutMs: number): Promise<boolean> => {
      // Without an argument where none is needed: the default is part of the contract.
      const asked = timeoutMs === Infinity ? lock.acquire() : lock.acquire(timeoutMs);
      const what = `${host.name}'s acquire of ${JSON.stringify(name)}`;
      const limit = timeoutMs === Infinity ? this.#soonMs : timeoutMs + this.#soonMs;
      const inTime = expectInTime(this.#sim, what, limit, asked);
      const held: unknown = await this.watch.explainWait(name, inTime).catch(failIfMisused);
      if (typeof held !== "boolean")
        return this.#sim.fail(`${what} must resolve to a boolean`, { expected: "true or false", got: held });
      if (held) this.watch.enter(name, host.name, who);
      return held;
    };
    const failIfMisused = (error: unknown): never => {
      if (codeOf(error) !== "ClerkMisused") throw error;
      const { expected, got } = error as { expected?: unknown; got?: unknown };
      const whose = `${host.name}'s lock ${JSON.stringify(name)}`;
      return this.#sim.fail(`${whose} misuses its clerk`, {
        expected: String(expected),
        got: String(got),
      });
    };
    const leave = async (what: string, go: () => Promise<unknown>): Promise<void> => {
      const since = this.watch.leave(name, who);
      try {
        const whose = `${host.name}'s ${what} of ${JSON.stringify(name)}`;
        await expectInTime(this.#sim, whose, this.#soonMs, go()).catch(failIfMisused);
      } catch (error) {
        if (since === undefined || codeOf(error) !== "ErrNotHeld") throw error;
        throw new Violation(
          `${host.name} held the lock ${JSON.stringify(name)} since ${since.toFixed(1)} ms, but its ${what} says that it does not`,
          {
            expected:
              "acquire resolves to true only for the holder, and nobody else writes the key until the release",
            got: `ErrNotHeld: ${(error as Error).message}`,
            about: { text: JSON.stringify(name), untilMs: this.#sim.now },
            restsOn: "history",
          },
        );
      }
    };
    return {
      host,
      acquire,
      enter: async () => {
        if (await acquire(Infinity)) return;
        this.#sim.fail(`${host.name}'s acquire without a time limit gave up`, { expected: true, got: false });
      },
      release: () => leave("release", () => lock.release()),
      dispose: () => leave("[Symbol.asyncDispose]", () => lock[Symbol.asyncDispose]()),
    };
  }

  async #put(
    { name, machine }: { name: string; machine: string },
    remote: Remote<Clerk>,
    input: VersionedKVInput & { op: "put" },
  ): Promise<PutOutcome> {
    const lateSince = watchLateRequest(this.#sim, machine);
    const put = remote.put(input.key, input.value, input.version);
    const outcome = await outcomeOf(put, ["ErrNoKey", "ErrVersion", "ErrMaybe"]);
    const called = lateSince();
    if (called !== undefined && (outcome === "ErrNoKey" || outcome === "ErrVersion")) {
      const client = `${name} (late request)`;
      this.#late.push({ client, input, output: undefined, called, returned: Infinity });
    }
    return outcome;
  }

  async #get(name: string, remote: Remote<Clerk>, key: string): Promise<GetOutcome> {
    const codes = ["ErrNoKey", "ErrTimeout"] as const;
    let got: unknown;
    const kind = await outcomeOf(
      remote.get(key).then((answer) => (got = answer)),
      codes,
    );
    if (kind !== "done") return { kind };
    const { value, version } = (got ?? {}) as { value?: unknown; version?: unknown };
    if (typeof value === "string" && typeof version === "number") return { kind: "value", value, version };
    return this.#sim.fail(`${name}'s get(${JSON.stringify(key)}) must resolve to a value and its version`, {
      expected: "{ value: a string, version: a number }",
      got,
    });
  }
}

/** Starts a server on a host of its own. */
export function startKVService(sim: Simulation, options: KVClusterOptions = {}): KVCluster {
  return new KVCluster(sim, options);
}

/** "done", or the code of the error that the student's code threw; any other error is the student's failure. */
async function outcomeOf<Code extends ErrorCode>(
  call: Promise<unknown>,
  codes: readonly Code[],
): Promise<"done" | Code> {
  try {
    await call;
    return "done";
  } catch (error) {
    const code = codeOf(error);
    const known = codes.find((one) => one === code);
    if (known === undefined) throw error;
    return known;
  }
}

/** The `code` of an error that student code threw, or its name. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof StudentError)) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}

function getOutput(outcome: GetOutcome): VersionedKVOutput | undefined {
  switch (outcome.kind) {
    case "value":
      return outcome;
    case "ErrNoKey":
      return { kind: "no-key" };
    case "ErrTimeout":
      return undefined;
  }
}

function putOutput(outcome: PutOutcome): VersionedKVOutput | undefined {
  switch (outcome) {
    case "done":
      return { kind: "done" };
    case "ErrNoKey":
      return { kind: "no-key" };
    case "ErrVersion":
      return { kind: "version" };
    case "ErrMaybe":
      return undefined;
  }
}
