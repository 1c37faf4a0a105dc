import { isBefore, type Operation } from "./History";

/**
 * The order of each client's own operations: one is before another of the same client when it had returned before the
 * other was called. An operation that never returned is before nobody, since it may be executed at any later time.
 */
export class ProgramOrder {
  /** For each operation those of its client directly before it. */
  readonly before: readonly (readonly number[])[];
  /** The operations of each client by the time of their calls. */
  readonly clients: readonly (readonly number[])[];

  constructor(history: readonly Operation<unknown, unknown>[]) {
    const clients = new Map<string, number[]>();
    history.forEach(({ client }, i) => {
      const own = clients.get(client);
      if (own === undefined) clients.set(client, [i]);
      else own.push(i);
    });
    const at = (i: number): Operation<unknown, unknown> => history[i] as Operation<unknown, unknown>;
    const before: number[][] = history.map(() => []);
    for (const own of clients.values()) {
      own.sort((a, b) => (at(a).called < at(b).called ? -1 : at(a).called > at(b).called ? 1 : a - b));
      own.forEach((operation, place) => {
        const earlier = own.slice(0, place).filter((i) => isBefore(at(i), at(operation)));
        const newest = earlier.reduce((time, i) => Math.max(time, at(i).called), -Infinity);
        before[operation] = earlier.filter((i) => at(i).returned >= newest);
      });
    }
    this.before = before;
    this.clients = [...clients.values()];
  }
}
