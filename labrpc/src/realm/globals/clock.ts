/** What a run's clock starts at: 2026-01-01T00:00:00Z. */
export const EPOCH_MS = Date.UTC(2026, 0, 1);

/** `Date` on virtual time. @param read returns virtual ms since the start of the run */
export function virtualDate(read: () => number): DateConstructor {
  const RealDate = Date;
  const now = (): number => EPOCH_MS + Math.floor(read());
  function VirtualDate(this: unknown, ...args: unknown[]): unknown {
    if ((new.target as unknown) === undefined) return new RealDate(now()).toString();
    const made: object = args.length === 0 ? [now()] : args;
    return Reflect.construct(RealDate, made as unknown[], new.target);
  }
  VirtualDate.prototype = RealDate.prototype;
  const parts = { now, parse: RealDate.parse, UTC: RealDate.UTC };
  Object.assign(VirtualDate, parts);
  Object.defineProperty(VirtualDate, "name", { value: "Date" });
  Object.defineProperty(VirtualDate, "length", { value: 7 });
  Object.defineProperty(RealDate.prototype, "constructor", { value: VirtualDate });
  return VirtualDate as unknown as DateConstructor;
}

/** `performance` of a host: as in a process, it counts from the start, and begins again after a crash. */
export function performanceOf(now: () => number, startedMs: number): object {
  const timeOrigin = EPOCH_MS + startedMs;
  return { now, timeOrigin, toJSON: () => ({ timeOrigin }) };
}
