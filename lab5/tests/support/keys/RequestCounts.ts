import { Violation } from "labrpc/simulation";
import type { Stats } from "../../../types";
import type { KeyOutcome } from "./KeyState";

const NONE: Stats = {
  total_requests: 0,
  get: 0,
  set: 0,
  delete: 0,
  expire: 0,
  total_keys: 0,
  keys_with_ttl: 0,
};

/** What STATS of one server may say: as much as was answered before it was sent, and no more than was sent by its answer. */
export class RequestCounts {
  readonly answered: Stats = { ...NONE };
  readonly #sent: Stats = { ...NONE };
  readonly #since: "since the first start" | "since a restart";

  /** @param since nobody says what is counted over a restart: then only keys are looked at */
  constructor(since: "since the first start" | "since a restart") {
    this.#since = since;
  }

  /** @param kind undefined: counted among all requests only */
  sent(kind: keyof Stats | undefined): void {
    this.#sent.total_requests += 1;
    if (kind !== undefined) this.#sent[kind] += 1;
  }

  answer(kind: keyof Stats | undefined): void {
    this.answered.total_requests += 1;
    if (kind !== undefined) this.answered[kind] += 1;
  }

  /**
   * @param before what was answered before STATS was sent
   * @param keys what a look at each key may have come to meanwhile
   */
  expectStats(
    what: string,
    before: Stats,
    stats: Stats | undefined,
    keys: readonly (readonly KeyOutcome[])[],
  ): void {
    const expectCount = (name: keyof Stats, least: number, most: number): void => {
      const got: unknown = stats?.[name];
      if (typeof got === "number" && Number.isInteger(got) && got >= least && got <= most) return;
      throw new Violation(`${name} of ${what} is wrong`, {
        expected: least === most ? String(least) : `from ${String(least)} to ${String(most)}`,
        got: got === undefined ? "nothing" : JSON.stringify(got),
      });
    };
    if (this.#since === "since the first start") {
      expectCount("total_requests", before.total_requests, this.#sent.total_requests - 1);
      for (const name of ["get", "set", "delete", "expire"] as const)
        expectCount(name, before[name], this.#sent[name]);
    }
    const count = (matches: (outcome: KeyOutcome) => boolean): readonly [number, number] => [
      keys.filter((outcomes) => outcomes.every(matches)).length,
      keys.filter((outcomes) => outcomes.some(matches)).length,
    ];
    expectCount("total_keys", ...count(({ found }) => found));
    expectCount("keys_with_ttl", ...count(({ found, expiry }) => found && expiry !== undefined));
  }
}
