/** What one kind of call adds up to. Bytes are those of the messages as JSON text in UTF-8. */
export interface CallTotals {
  calls: number;
  /** Bytes of requests sent. */
  bytesOut: number;
  /** Bytes of replies that reached the caller. */
  bytesIn: number;
  requestsLost: number;
  repliesLost: number;
  timeouts: number;
  duplicates: number;
}

/** Which calls to add up; what is left out matches all. */
export interface CallFilter {
  from?: string;
  to?: string;
  method?: string;
}

interface Row {
  readonly from: string;
  readonly to: string;
  readonly method: string;
  readonly totals: CallTotals;
}

const noCallTotals = (): CallTotals => ({
  calls: 0,
  bytesOut: 0,
  bytesIn: 0,
  requestsLost: 0,
  repliesLost: 0,
  timeouts: 0,
  duplicates: 0,
});

/** Counts calls and bytes by caller, server and method. */
export class Accounting {
  readonly #rows = new Map<string, Map<string, Map<string, Row>>>();

  /** The running totals of one caller, server and method; add to them in place. */
  of(from: string, to: string, method: string): CallTotals {
    let byServer = this.#rows.get(from);
    if (byServer === undefined) this.#rows.set(from, (byServer = new Map<string, Map<string, Row>>()));
    let byMethod = byServer.get(to);
    if (byMethod === undefined) byServer.set(to, (byMethod = new Map<string, Row>()));
    let row = byMethod.get(method);
    if (row === undefined) byMethod.set(method, (row = { from, to, method, totals: noCallTotals() }));
    return row.totals;
  }

  /** Adds up all calls that match. */
  total(filter: CallFilter = {}): CallTotals {
    const sum = noCallTotals();
    for (const byServer of this.#rows.values()) {
      for (const byMethod of byServer.values()) {
        for (const row of byMethod.values()) {
          if (filter.from !== undefined && filter.from !== row.from) continue;
          if (filter.to !== undefined && filter.to !== row.to) continue;
          if (filter.method !== undefined && filter.method !== row.method) continue;
          for (const name of Object.keys(sum) as (keyof CallTotals)[]) sum[name] += row.totals[name];
        }
      }
    }
    return sum;
  }
}
