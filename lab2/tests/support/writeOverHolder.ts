import type { TraceEvent } from "labrpc/simulation";

/**
 * The first put of a lock's key that the server executed while somebody held the lock, and was not the holder's: "clerk-c's
 * put with version 6 was executed at 1543.9 ms, while clerk-b held the lock". Undefined where there is none, as when
 * the key was never written.
 *
 * @param events all events of the run, in order
 */
export function writeOverHolder(
  events: readonly TraceEvent[],
  lock: string,
  { host, since }: { readonly host: string; readonly since: number },
): string | undefined {
  const puts = new Map<number, { readonly host: string; readonly version: unknown }>();
  for (const { kind, id, at, host: sender, text } of events) {
    if (kind === "call" && text.startsWith("put(")) {
      const { key, version } = argsOf(text);
      if (key === lock && sender !== host) puts.set(id, { host: sender, version });
    }
    // Who refuses says why.
    const put = kind === "reply" && at > since && !/Err[A-Z]/.test(text) ? puts.get(id) : undefined;
    if (put !== undefined) {
      const what = typeof put.version === "number" ? `put with version ${String(put.version)}` : "put";
      return `${put.host}'s ${what} was executed at ${at.toFixed(1)} ms, while ${host} held the lock`;
    }
  }
  return undefined;
}

/** A request's arguments; a student may send what they like. */
function argsOf(text: string): { readonly key?: unknown; readonly version?: unknown } {
  try {
    const args: unknown = JSON.parse(text.slice("put(".length, -1));
    return typeof args === "object" && args !== null ? args : {};
  } catch {
    return {};
  }
}
