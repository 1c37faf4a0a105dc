import type { VersionedKVInput } from "checker";
import type { Host, Simulation } from "labrpc/simulation";
import type { ClerkOptions } from "../../../types";
import type { GetOutcome, KVCluster, KVOperation, PutOutcome, RecordedClerk } from "../harness";
import { judgeCall } from "./judgeCall";
import type { RequestLog, SentRequest } from "./RequestLog";

/** How a clerk of a world is made. */
export interface WorldClerkOptions {
  readonly name: string;
  readonly options?: ClerkOptions;
  /** The machine that it is on. Default: one of its own, of its name. */
  readonly machine?: string;
  /** Whether other clerks are on the machine: then nobody can tell whose request is whose. Default: no. */
  readonly shares?: boolean;
}

type Put = Extract<VersionedKVInput, { op: "put" }>;

/** A clerk whose every call is judged by what its machine sends meanwhile, and after it gave up; see `judgeCall`. */
export class WorldClerk {
  readonly recorded: RecordedClerk;
  readonly #sim: Simulation;
  readonly #log: RequestLog;
  readonly #options: ClerkOptions;
  readonly #name: string;
  readonly #shares: boolean;
  readonly #refused: { readonly input: Put; readonly requests: readonly SentRequest[] }[] = [];
  /** Puts that ended with ErrMaybe. */
  readonly #inDoubt: { readonly input: Put; readonly requests: readonly SentRequest[] }[] = [];
  #open: string | undefined;
  /** What it gave up last, and how many requests the machine had sent by then. */
  #gaveUp: { readonly what: string; readonly sent: number } | undefined;

  constructor(sim: Simulation, kv: KVCluster, log: RequestLog, made: WorldClerkOptions) {
    const { name, options = {}, machine = name, shares = false } = made;
    this.recorded = kv.clerk(name, options, machine);
    this.#sim = sim;
    this.#log = log;
    this.#options = options;
    this.#name = name;
    this.#shares = shares;
  }

  /** The call that has not returned yet, as `clerk-1's get("a")`. */
  get open(): string | undefined {
    return this.#open;
  }

  get host(): Host {
    return this.recorded.host;
  }

  async get(name: string): Promise<GetOutcome> {
    const what = `get(${JSON.stringify(name)})`;
    const { result } = await this.#make(
      what,
      () => this.recorded.get(name),
      ({ kind }) => kind,
    );
    return result;
  }

  async put(key: string, value: string, version: number): Promise<PutOutcome> {
    const what = `put(${JSON.stringify(key)}) with version ${String(version)}`;
    const { result, requests } = await this.#make(
      what,
      () => this.recorded.put(key, value, version),
      (kind) => kind,
    );
    if (result === "ErrMaybe") this.#inDoubt.push({ input: { op: "put", key, value, version }, requests });
    const isRefused = result === "ErrNoKey" || result === "ErrVersion";
    if (isRefused && requests.length > 1)
      this.#refused.push({ input: { op: "put", key, value, version }, requests });
    return result;
  }

  /**
   * Puts that were refused, and of which another request reached the server after that: "late requests" of the
   * handout. Each may be executed then, if others have written up to its version.
   */
  lateCopies(): KVOperation[] {
    return this.#refused.flatMap(({ input, requests }) => {
      const answeredAt = Math.min(
        ...requests.map(({ end, answeredAt = Infinity }) => (end === "answer" ? answeredAt : Infinity)),
      );
      if (!requests.some(({ arrivedAt = -1 }) => arrivedAt > answeredAt)) return [];
      const client = `${this.#name} (late request)`;
      return [{ client, input, output: undefined, called: answeredAt, returned: Infinity }];
    });
  }

  /**
   * "ErrMaybe does not mean that something went wrong": it is wrong for a put of which one request alone ever reached the
   * server, which was executed, and whose answer arrived. To be called at the end.
   */
  expectNoNeedlessDoubt(history: readonly KVOperation[]): void {
    if (this.#shares) return;
    for (const { input, requests } of this.#inDoubt) {
      const last = requests.at(-1);
      if (last?.end !== "answer" || requests.some(({ method }) => method !== last.method)) continue;
      const arrived = requests.filter(({ arrivedAt }) => arrivedAt !== undefined);
      if (arrived.length !== 1 || !isOnlyWriter(history, input)) continue;
      const isThere = history.some(
        ({ input: { op, key }, output }) =>
          op === "get" &&
          key === input.key &&
          output?.kind === "value" &&
          output.value === input.value &&
          output.version === input.version + 1,
      );
      if (isThere)
        this.#sim.fail(
          `${this.#name}'s put(${JSON.stringify(input.key)}, version ${String(input.version)}) ended with ErrMaybe, although there was no doubt`,
          {
            expected: "done: its first requests were lost, and the server executed the one that it answered",
            got: "ErrMaybe",
          },
        );
    }
  }

  /** Fails when something was sent after the clerk gave up. To be called at the end, too. */
  expectSilence(): void {
    if (this.#gaveUp === undefined) return;
    const more = this.#log.of(this.host.name).length - this.#gaveUp.sent;
    if (more > 0)
      this.#sim.fail(`${this.#gaveUp.what} was given up, and ${this.#name} goes on sending`, {
        expected: "nothing more is sent",
        got: `${String(more)} more requests`,
      });
    this.#gaveUp = undefined;
  }

  async #make<Result>(
    call: string,
    make: () => Promise<Result>,
    outcomeOf: (result: Result) => string,
  ): Promise<{ result: Result; requests: readonly SentRequest[] }> {
    this.expectSilence();
    const what = `${this.#name}'s ${call}`;
    const from = this.#log.of(this.host.name).length;
    this.#open = what;
    const result = await make();
    this.#open = undefined;
    const requests = this.#log.of(this.host.name).slice(from);
    if (this.#shares) return { result, requests };
    const { gaveUp } = judgeCall(this.#sim, { what, outcome: outcomeOf(result), requests }, this.#options);
    if (gaveUp) this.#gaveUp = { what, sent: from + requests.length };
    return { result, requests };
  }
}

/** Whether no other put writes the same value into the same version of the key. */
function isOnlyWriter(history: readonly KVOperation[], { key, value, version }: Put): boolean {
  const same = history.filter(
    ({ input }) =>
      input.op === "put" && input.key === key && input.value === value && input.version === version,
  );
  return same.length === 1;
}
